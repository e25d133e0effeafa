import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { PictureOf } from '../../ports/picture.ts';

export interface PicturesOptions {
  /** What the picture at that path shows; undefined where there is none, or no longer. */
  read: (path: string) => PictureOf | undefined;
  /** The picture as PNG; undefined where there is nothing to draw it of. */
  draw: (picture: PictureOf) => Promise<Buffer | undefined>;
}

/** Answers GET and HEAD of "/pictures/…png"; whatever else in words. */
export type PicturesHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** How long Slack, which fetches a picture for its readers, need not ask again, in seconds. */
const FRESH = 3600;

const GONE =
  'There is no picture at this address, or no longer: it is drawn for a day. The command in Slack draws a new one.';

/** Pictures by their address, drawn as they are asked for. */
export function createPictures({ read, draw }: PicturesOptions): PicturesHandler {
  return async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'A picture is read by GET.', { allow: 'GET, HEAD' });
    const picture = read(request.url ?? '');
    const png = picture && (await draw(picture));
    if (!png) return refuse(response, 404, GONE, { 'cache-control': 'no-store' });
    response.writeHead(200, {
      'content-type': 'image/png',
      'content-length': png.length,
      'cache-control': `private, max-age=${FRESH}`,
      'x-content-type-options': 'nosniff',
    });
    response.end(request.method === 'HEAD' ? undefined : png);
  };
}

function refuse(response: ServerResponse, status: number, text: string, headers: OutgoingHttpHeaders): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(`${text}\n`);
}
