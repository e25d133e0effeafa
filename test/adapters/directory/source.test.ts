import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { homeOf } from '../../../src/adapters/directory/read.ts';
import { open, storage, TIDE } from './opened.ts';

let folder: string;
let file: string;
let server: Server | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbot-directory-'));
  file = join(folder, 'sigs.yaml');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function serve(listener: RequestListener): Promise<string> {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}/sigs.yaml`;
}

describe('reading', () => {
  test('a file, and again when it changed', async () => {
    writeFileSync(file, TIDE);
    const directory = open({ source: file, overlay: { 'sig-tide': { paused: true } } });
    expect(directory.current().groups).toEqual([]);
    await directory.refresh();
    expect(directory.current().groups).toMatchObject([{ id: 'sig-tide', paused: true }]);
    writeFileSync(file, TIDE.replaceAll('tide', 'locks'));
    await directory.refresh();
    expect(directory.current().groups.map(({ id }) => id)).toEqual(['sig-locks']);
  });

  test('an address', async () => {
    const source = await serve((_, response) => response.end(TIDE));
    const directory = open({ source });
    await directory.refresh();
    expect(directory.current().groups.map(({ id }) => id)).toEqual(['sig-tide']);
  });

  test('unchanged content is not read in again', async () => {
    writeFileSync(file, TIDE);
    const stored = storage();
    const directory = open({ source: file }, stored);
    await directory.refresh();
    const [group] = directory.current().groups;
    await directory.refresh();
    expect(directory.current().groups[0]?.leads).toBe(group?.leads);
    expect(stored.writes()).toBe(1);
  });
});

describe('the last good copy', () => {
  test.each([
    ['is not YAML', 'sigs: [', 'The directory is not YAML'],
    ['has no groups', 'sigs: []', 'The directory has no groups.'],
    ['is an error page', '<!DOCTYPE html><html>Not found</html>', 'The directory holds text.'],
  ])('stays when the file %s', async (_, broken, trouble) => {
    writeFileSync(file, TIDE);
    const directory = open({ source: file }, storage(), { now: () => Date.UTC(2026, 10, 23, 17) });
    await directory.refresh();
    writeFileSync(file, broken);
    await directory.refresh();
    expect(directory.current().groups.map(({ id }) => id)).toEqual(['sig-tide']);
    const [doubt] = directory.current().doubts;
    expect(doubt).toMatchObject({ severity: 'warning', about: 'directory' });
    expect(doubt?.text).toContain(trouble);
    expect(doubt?.text).toContain('The copy of 2026-11-23T17:00:00Z is used.');
    writeFileSync(file, TIDE);
    await directory.refresh();
    expect(directory.current().doubts).toEqual([]);
  });

  test('survives a restart, under the overlay of the day and without e-mail addresses', async () => {
    writeFileSync(file, TIDE);
    const stored = storage();
    await open({ source: file }, stored).refresh();
    expect([...stored.kept.values()].join()).not.toContain('mara@');
    rmSync(file);
    const directory = open({ source: file, overlay: { 'sig-tide': { channel: 'random' } } }, stored);
    await directory.refresh();
    expect(directory.current().groups).toMatchObject([{ id: 'sig-tide', channel: { name: 'random' } }]);
    expect(directory.current().doubts[0]?.text).toContain('there is no such file');
  });

  test('is not read back where an earlier release wrote it', async () => {
    writeFileSync(file, TIDE);
    const stored = storage();
    await open({ source: file }, stored).refresh();
    for (const [key, text] of stored.kept) stored.kept.set(key, text.replace('"version":2', '"version":1'));
    rmSync(file);
    const directory = open({ source: file }, stored);
    await directory.refresh();
    expect(directory.current().groups).toEqual([]);
  });

  test('is not another community’s', async () => {
    writeFileSync(file, TIDE);
    const stored = storage();
    await open({ source: file }, stored).refresh();
    const directory = open({ source: join(folder, 'others.yaml') }, stored);
    await directory.refresh();
    expect(directory.current()).toMatchObject({
      groups: [],
      doubts: [{ severity: 'error', about: 'directory' }],
    });
  });
});

describe('an address that does not help', () => {
  test.each<[string, RequestListener, number, string]>([
    ['is gone', (_, response) => response.writeHead(404).end('gone'), 10_000, 'answers 404'],
    [
      'sends too much',
      (_, response) => response.end(Buffer.alloc(5 * 1024 * 1024 + 1, 'x')),
      15_000,
      'larger than 5 MB',
    ],
    ['never answers', () => undefined, 50, 'no answer in time'],
    ['hangs up', (request) => request.socket.destroy(), 10_000, 'cannot be read'],
  ])('%s', async (_, listener, timeout, reason) => {
    const directory = open({ source: await serve(listener) }, storage(), { timeout });
    await directory.refresh();
    expect(directory.current().doubts).toMatchObject([{ severity: 'error' }]);
    expect(directory.current().doubts[0]?.text).toContain(reason);
  });

  test('is not encrypted', async () => {
    const directory = open({ source: 'http://harbor.example/sigs.yaml' });
    await directory.refresh();
    expect(directory.current().doubts[0]?.text).toContain('is not encrypted');
  });
});

test.each([
  [
    'https://raw.githubusercontent.com/kubernetes/community/master/sigs.yaml',
    'https://github.com/kubernetes/community/blob/master',
  ],
  [
    'https://raw.githubusercontent.com/harbor/org/refs/heads/main/a/b/sigs.yaml',
    'https://github.com/harbor/org/blob/main/a/b',
  ],
  ['https://harbor.example/sigs.yaml', undefined],
  ['/srv/sigs.yaml', undefined],
])('the links of %s start at %j', (source, home) => {
  expect(homeOf(source)).toBe(home);
});
