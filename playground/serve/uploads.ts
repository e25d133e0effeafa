import type { ServerResponse } from 'node:http';
import type { StoredFile } from '../slack/files.ts';

/** Finds a file that the bot uploaded. */
type Find = (id: string) => StoredFile | undefined;

const offered = new Set<Find>();

/** Lets the page's server hand out what this finds; returns what ends that. */
export function offerUploads(find: Find): () => void {
  offered.add(find);
  return () => void offered.delete(find);
}

/** Nothing in a file runs, whatever it is; only what its bytes show to be a picture is shown, all else is for saving. */
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
};

/** Answers with a file; false where there is none. */
export function sendUpload(id: string, res: ServerResponse): boolean {
  const [file] = [...offered].flatMap((find) => find(id) ?? []);
  if (!file) return false;
  const name = encodeURIComponent(file.name).replaceAll("'", '%27');
  const how: Record<string, string> =
    file.picture === undefined ? { 'content-disposition': `attachment; filename*=UTF-8''${name}` } : {};
  const type = file.picture ?? 'application/octet-stream';
  res.writeHead(200, { ...HEADERS, ...how, 'content-type': type }).end(file.bytes);
  return true;
}
