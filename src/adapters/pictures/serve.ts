import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { PictureOf } from '../../ports/picture.ts';

export interface PicturesOptions {
  /** What the picture at that path shows; undefined where there is none, or no longer. */
  read: (path: string) => PictureOf | undefined;
  /** The picture as it is to be drawn; undefined where there is nothing to draw it of. */
  draw: (picture: PictureOf) => Promise<Drawn | undefined>;
}

/** A picture of which everything is known, and no pixel is drawn. */
export interface Drawn {
  /** The same for the same picture, another for any other: of letters and digits. */
  print: string;
  png(): Promise<Buffer>;
}

/** Answers GET and HEAD of "/pictures/…png"; whatever else in words. */
export type PicturesHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** How long Slack, which fetches a picture for its readers, need not ask again, in seconds. */
const FRESH = 3600;

const GONE =
  'There is no picture at this address, or no longer: it is drawn for a day. The command in Slack draws a new one.';

/** Pictures by their address, drawn as they are asked for: for whoever has not got the same one. */
export function createPictures({ read, draw }: PicturesOptions): PicturesHandler {
  return async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'A picture is read by GET.', { allow: 'GET, HEAD' });
    const picture = read(request.url ?? '');
    const drawn = picture && (await draw(picture));
    if (!drawn) return refuse(response, 404, GONE, { 'cache-control': 'no-store' });
    const etag = `"${drawn.print}"`;
    const headers = { etag, 'cache-control': `private, max-age=${FRESH}` };
    if (names(request.headers['if-none-match'], etag)) return void response.writeHead(304, headers).end();
    const all = { ...headers, 'content-type': 'image/png', 'x-content-type-options': 'nosniff' };
    if (request.method === 'HEAD') return void response.writeHead(200, all).end();
    const png = await drawn.png();
    response.writeHead(200, { ...all, 'content-length': png.length }).end(png);
  };
}

/** Whether If-None-Match names that ETag; a proxy may have made it a weak one (RFC 9110, 13.1.2). */
function names(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((one) => [etag, `W/${etag}`, '*'].includes(one.trim()));
}

function refuse(response: ServerResponse, status: number, text: string, headers: OutgoingHttpHeaders): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(`${text}\n`);
}
