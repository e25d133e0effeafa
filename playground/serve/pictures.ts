import type { ServerResponse } from 'node:http';
import { pictureType } from '../slack/files.ts';

/** What the page asks for in place of the bot's own address, which its content policy forbids. */
const PREFIX = '/bot';

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * Answers with a picture that the bot serves below /pictures/, fetched from it as Slack's servers do for their readers;
 * false where it has none there, or what it answers is no picture.
 */
export async function sendPicture(pathname: string, botUrl: string, res: ServerResponse): Promise<boolean> {
  if (!pathname.startsWith(`${PREFIX}/pictures/`)) return false;
  const answer = await fetch(`${botUrl}${pathname.slice(PREFIX.length)}`, {
    redirect: 'error',
    signal: AbortSignal.timeout(5000),
  }).catch(() => undefined);
  const bytes = answer?.ok ? Buffer.from(await answer.arrayBuffer()) : undefined;
  const type = bytes && pictureType(bytes);
  if (bytes === undefined || type === undefined) return false;
  res.writeHead(200, { ...HEADERS, 'content-type': type }).end(bytes);
  return true;
}
