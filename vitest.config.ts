import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { summary } from './test/support/summary.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
    // Every file leaves the process as it found it: two workers serve all of them, and import the bot once each.
    isolate: false,
    // For the bots that are processes of their own: Node keeps what it has compiled, and they start in half the time.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compiled') },
    reporters: ['default', summary()],
    coverage: { include: ['src/**', 'playground/**'] },
  },
});
