import { readFileSync, writeFileSync } from 'node:fs';
import { features } from '../features.ts';
import { commandsDoc } from './commands.ts';
import { configurationDoc } from './configuration.ts';

/** The pages that are made from the code, by path. */
const PAGES: Readonly<Record<string, string>> = {
  'docs/commands.md': commandsDoc(features.flatMap((feature) => feature.commands ?? [])),
  'docs/configuration.md': configurationDoc(),
};

const root = new URL('../../', import.meta.url);
const stale = Object.entries(PAGES).filter(([path, text]) => read(path) !== text);

if (process.argv.includes('--check')) {
  for (const [path] of stale) process.stderr.write(`${path} is out of date: npm run docs\n`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [path, text] of stale) writeFileSync(new URL(path, root), text);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(new URL(path, root), 'utf8');
  } catch {
    return undefined;
  }
}
