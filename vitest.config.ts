import { defineConfig } from 'vitest/config';
import { summary } from './test/support/summary.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 15_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
    reporters: ['default', summary()],
    coverage: { include: ['src/**', 'playground/**'] },
  },
});
