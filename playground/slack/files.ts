import { isObject, objectAt, objectsOf, textOf, type Json } from '../json.ts';
import type { Refusal } from './blocks.ts';
import { forward, type Method } from './forward.ts';
import { APP } from './roster.ts';
import { keepMessage, type Workspace } from './workspace.ts';

/** A file that the bot uploaded; kept in memory only. */
export interface StoredFile {
  id: string;
  name: string;
  bytes: Buffer;
  /** "image/png" where the bytes are a picture that a browser may show, whatever its name says. */
  picture: string | undefined;
}

/** The methods that take files from the bot. */
export const FILE_METHODS: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': async (workspace, args) => {
    const answer = await forward(workspace, 'files.getUploadURLExternal', args);
    if (answer['ok'] === true) workspace.uploads.set(textOf(answer['file_id']), textOf(args['filename']));
    return answer;
  },

  'files.completeUploadExternal': async (workspace, args) => {
    const refusal = targetRefusal(workspace, textOf(args['channel_id']));
    if (refusal !== undefined) return { ok: false, error: refusal };
    const answer = await forward(workspace, 'files.completeUploadExternal', args);
    if (answer['ok'] === true) keepShared(workspace, args, objectsOf(answer['files']));
    return answer;
  },

  'files.delete': async (workspace, args) => {
    const answer = await forward(workspace, 'files.delete', args);
    if (answer['ok'] === true) workspace.files.delete(textOf(args['file']));
    return answer;
  },
};

/** Takes what the bot sends to an upload_url, plain or as a form; the HTTP status of the answer. */
export async function receiveUpload(
  workspace: Workspace,
  id: string,
  contentType: string,
  body: Buffer,
): Promise<number> {
  const name = workspace.uploads.get(id);
  if (name === undefined) return 404;
  const bytes = contentType.startsWith('multipart/') ? await firstPart(contentType, body) : body;
  const status = await workspace.roster.upload(id, bytes);
  if (status === 200) workspace.files.set(id, { id, name, bytes, picture: pictureType(bytes) });
  return status;
}

/** What Slack would say of pictures in blocks that name a file it has not, or one that is no picture. */
export function refusalOfFiles({ files }: Workspace, blocks: unknown): Refusal | undefined {
  const named = objectsOf(blocks).flatMap((block, index) =>
    slackFilesIn(block, `/blocks/${index}`).filter(({ id }) => files.get(id)?.picture === undefined),
  );
  const messages = named.map(({ at }) => `[ERROR] invalid slack file [json-pointer:${at}]`);
  return messages.length > 0 ? { error: 'invalid_blocks', messages } : undefined;
}

/** A slack_file names its file by id or by url_private. */
function slackFilesIn(value: unknown, at: string): { id: string; at: string }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => slackFilesIn(item, `${at}/${index}`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (key !== 'slack_file' || !isObject(item)) return slackFilesIn(item, `${at}/${key}`);
    const inUrl = /\/files-pri\/(F\w+)\//.exec(textOf(item['url']))?.[1];
    return [{ id: textOf(item['id']) || (inUrl ?? ''), at: `${at}/slack_file` }];
  });
}

const SIGNATURES: readonly (readonly [type: string, begins: RegExp])[] = [
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[\s\S]{4}WEBP/],
];

export function pictureType(bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, 16).toString('latin1');
  return SIGNATURES.find(([, begins]) => begins.test(start))?.[0];
}

async function firstPart(contentType: string, body: Buffer): Promise<Buffer> {
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  const [part = ''] = [...form.values()];
  return typeof part === 'string' ? Buffer.from(part) : Buffer.from(await part.arrayBuffer());
}

function targetRefusal({ roster }: Workspace, id: string): string | undefined {
  const channel = [...roster.channels, ...roster.directs].find((one) => one.id === id);
  return channel && !channel.botIsMember ? 'not_in_channel' : undefined;
}

/** The message that the files came with; its ts stands in their shares alone. */
function keepShared(workspace: Workspace, args: Json, files: Json[]): void {
  const shares = objectAt(files[0], 'shares');
  const byChannel = Object.values(shares).flatMap((share) => Object.entries(share as Json));
  for (const [channel, messages] of byChannel) {
    keepMessage(workspace, channel, {
      ts: objectsOf(messages)[0]?.['ts'],
      user: APP.user,
      text: args['initial_comment'],
      blocks: textOf(args['initial_comment']) === '' ? args['blocks'] : [],
      thread_ts: args['thread_ts'],
      files,
    });
  }
}
