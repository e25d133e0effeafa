import type { IncomingMessage, ServerResponse } from 'node:http';
import { leaveUnanswered, type Fault } from '../faults.ts';
import { answer, listen, parseArguments, readBytes, type Listening } from '../http.ts';
import { textOf, type Json } from '../json.ts';
import { receiveUpload } from './files.ts';
import { perform } from './methods.ts';
import { reply } from './replies.ts';
import type { ApiCall, Workspace } from './workspace.ts';

/**
 * Slack as the bot sees it: the Web API under /api/, response_urls under /response/, files under /upload/ and /files-pri/.
 * Asks `openConnection` for the address of a new Socket Mode connection.
 */
export function createGateway(workspace: Workspace, openConnection: () => string): Promise<Listening> {
  return listen(async (req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://gateway');
    const [, area, name = '', third = ''] = pathname.split('/');
    const contentType = req.headers['content-type'] ?? '';
    const body = await readBytes(req);
    if (area === 'upload') return takeUpload(workspace, third, contentType, body, res);
    if (area === 'files-pri') return sendPrivate(workspace, name, req, res);
    const args = parseArguments(contentType, body.toString('utf8'));
    if (area === 'api') return callMethod(workspace, name, args, req, res, openConnection);
    if (area === 'response') return callResponseUrl(workspace, name, args, res);
    answer(res, 404, { ok: false, error: 'not_found' });
  });
}

async function callMethod(
  workspace: Workspace,
  method: string,
  args: Json,
  req: IncomingMessage,
  res: ServerResponse,
  openConnection: () => string,
): Promise<void> {
  const token = bearerOf(req) || textOf(args['token']);
  const { token: _token, ...rest } = args;
  const call: ApiCall = { method, args: rest, at: Date.now(), answer: undefined };
  workspace.calls.push(call);
  const called = { method, channel: textOf(args['channel']) };
  const fault = workspace.faults.take(called) ?? workspace.limits.take(called, call.at);
  await withFault(fault, call, res, async () => {
    const refusal = tokenRefusal(workspace, method, token);
    if (refusal) return { ok: false, error: refusal };
    if (method === 'apps.connections.open') return { ok: true, url: openConnection() };
    return perform(workspace, method, rest);
  });
}

/** The bytes of a file; calls of the method "upload" where faults and the traffic name it. */
async function takeUpload(
  workspace: Workspace,
  file: string,
  contentType: string,
  body: Buffer,
  res: ServerResponse,
): Promise<void> {
  const args = { file, bytes: body.length };
  const call: ApiCall = { method: 'upload', args, at: Date.now(), answer: undefined };
  workspace.calls.push(call);
  let status = 200;
  const work = async (): Promise<Json> => {
    status = await receiveUpload(workspace, file, contentType, body);
    return { ok: status === 200 };
  };
  await withFault(workspace.faults.take({ method: 'upload', channel: '' }), call, res, work, () => status);
}

/** A file, to who has the bot's token. */
function sendPrivate(workspace: Workspace, id: string, req: IncomingMessage, res: ServerResponse): void {
  const refusal = tokenRefusal(workspace, 'files-pri', bearerOf(req));
  const file = workspace.files.get(id);
  if (refusal) return answer(res, 401, { ok: false, error: refusal });
  if (!file) return answer(res, 404, { ok: false, error: 'file_not_found' });
  res.writeHead(200, { 'content-type': file.picture ?? 'application/octet-stream' }).end(file.bytes);
}

function bearerOf(req: IncomingMessage): string {
  return (req.headers.authorization ?? '').replace(/^Bearer /, '');
}

async function callResponseUrl(
  workspace: Workspace,
  id: string,
  args: Json,
  res: ServerResponse,
): Promise<void> {
  const call: ApiCall = { method: 'response_url', args, at: Date.now(), answer: undefined };
  workspace.calls.push(call);
  const channel = workspace.replyRights.get(id)?.channel ?? '';
  let status = 200;
  await withFault(
    workspace.faults.take({ method: 'response_url', channel }),
    call,
    res,
    async () => {
      const done = await reply(workspace, id, args);
      status = done.status;
      return done.body;
    },
    () => status,
  );
}

/** Answers a call, or lets it fail as the fault says. */
async function withFault(
  fault: Fault | undefined,
  call: ApiCall,
  res: ServerResponse,
  work: () => Promise<Json>,
  status = () => 200,
): Promise<void> {
  const from = performance.now();
  if (fault) call.fault = fault.kind;
  await answerOrFail(fault, call, res, work, status);
  call.ms = Math.round(performance.now() - from);
}

async function answerOrFail(
  fault: Fault | undefined,
  call: ApiCall,
  res: ServerResponse,
  work: () => Promise<Json>,
  status: () => number,
): Promise<void> {
  if (!fault) {
    call.answer = await work();
    return answer(res, status(), call.answer);
  }
  if (await leaveUnanswered(fault, res, work)) return;
  switch (fault.kind) {
    case '429':
      call.answer = { ok: false, error: 'ratelimited' };
      return answer(res, 429, call.answer, { 'retry-after': String(fault.retryAfter ?? 1) });
    case '500':
      return answer(res, 500, undefined);
    default:
      call.answer = { ok: false, error: fault.kind };
      return answer(res, 200, call.answer);
  }
}

function tokenRefusal(workspace: Workspace, method: string, token: string): string | undefined {
  if (token === '') return 'not_authed';
  const wanted = method === 'apps.connections.open' ? workspace.appToken : workspace.botToken;
  if (token !== wanted) return token === workspace.appToken ? 'not_allowed_token_type' : 'invalid_auth';
  return workspace.revoked ? 'token_revoked' : undefined;
}
