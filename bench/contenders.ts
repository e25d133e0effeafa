import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pause } from '../playground/until.ts';

/** A server under test, in a process of its own. */
export interface Contender {
  url: string;
  /** Milliseconds from spawn to the first 200 of /readyz. */
  startMs: number;
  /** Resident memory in MB; undefined where the system does not tell. */
  rss(): number | undefined;
  /** Milliseconds of CPU time used so far; undefined where the system does not tell. */
  cpu(): number | undefined;
  stop(): Promise<void>;
}

const READY_WITHIN = 30_000;
const STOPS_WITHIN = 10_000;

/**
 * Starts a script of this project on a free port with a temporary folder of its own, and waits until it is ready.
 * @throws Error with the end of its log where it is not ready within 30 s
 */
export async function startContender(
  script: string,
  args: readonly string[],
  environment: (folder: string) => Record<string, string>,
): Promise<Contender> {
  const folder = mkdtempSync(join(tmpdir(), 'sigbot-bench-'));
  const logFile = join(folder, 'log');
  const log = openSync(logFile, 'w');
  const port = await freePort();
  const file = fileURLToPath(new URL(script, import.meta.url));
  const env = { ...environment(folder), HOST: '127.0.0.1', PORT: String(port) };
  const spawnedAt = performance.now();
  const child = spawn(process.execPath, [file, ...args], { env, stdio: ['ignore', log, log] });
  closeSync(log);
  const url = `http://127.0.0.1:${port}`;
  const stop = () => stopChild(child, folder);
  if (!(await isReadyInTime(child, url))) {
    const tail = readFileSync(logFile, 'utf8').slice(-2000);
    await stop();
    throw new Error(`${script} was not ready within ${READY_WITHIN / 1000} s. Its log ends:\n${tail}`);
  }
  const startMs = performance.now() - spawnedAt;
  return { url, startMs, rss: () => residentMemory(child.pid), cpu: () => cpuTime(child.pid), stop };
}

async function isReadyInTime(child: ChildProcess, url: string): Promise<boolean> {
  const end = performance.now() + READY_WITHIN;
  while (child.exitCode === null && performance.now() < end) {
    const response = await fetch(`${url}/readyz`).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.status === 200) return true;
    await pause(3);
  }
  return false;
}

async function stopChild(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const forced = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN);
    await ended;
    clearTimeout(forced);
  }
  rmSync(folder, { recursive: true, force: true });
}

function residentMemory(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

/** Fields 14 and 15 of the line, in ticks of 10 ms; the second field, in brackets, may hold blanks. */
function cpuTime(pid: number | undefined): number | undefined {
  try {
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const [user, system] = fields.split(' ').slice(11, 13).map(Number);
    return user === undefined || system === undefined ? undefined : (user + system) * 10;
  } catch {
    return undefined;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Milliseconds from spawn to exit of a Node that does nothing. */
export async function emptyNode(): Promise<number> {
  const spawnedAt = performance.now();
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
  return performance.now() - spawnedAt;
}
