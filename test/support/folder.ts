import { mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
const ROOM = 256 * 1024 * 1024;

/**
 * Makes an empty folder for databases whose processes may die, but not their machine: in memory where that has room,
 * so that no test waits for a disk.
 */
export function databaseFolder(name: string): string {
  return mkdtempSync(join(hasMemory() ? MEMORY : tmpdir(), `sigbot-${name}-`));
}

function hasMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ROOM;
  } catch {
    return false;
  }
}
