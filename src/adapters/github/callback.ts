import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { UserError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/time.ts';
import type { TokenChoice } from '../../effect.ts';
import { makeLink } from '../../links.ts';
import type { ShownAccount } from '../../ports.ts';
import type { Flow, Store } from '../store/store.ts';
import type { OAuth, UserToken } from './oauth.ts';
import { page, questionPage, SAFE_HEADERS } from './page.ts';

export interface CallbackNeeds {
  oauth: OAuth | undefined;
  linking: {
    redirect: string | undefined;
    keepShown(user: string, account: Flow['account'], token: UserToken): Promise<string>;
    shown(secret: string, user: string): Promise<ShownAccount | undefined>;
  };
  nameOf: (user: string) => Promise<string>;
  store: Store;
  outbox: { wake(): void };
  now: () => Instant;
  log: Logger;
}

/**
 * `GET /github/callback`, where GitHub sends people back to, and `POST`, their answer to the question whether both
 * accounts are theirs. No address is ever logged: it holds the code and the state.
 */
export function githubCallback(needs: CallbackNeeds) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let html: string;
    let status = 200;
    try {
      html = request.method === 'POST' ? await decide(await form(request), needs) : await ask(request, needs);
    } catch (error) {
      const ours = !(error instanceof UserError);
      if (ours) needs.log.error({ err: error }, 'an account could not be linked');
      status = ours ? 500 : 400;
      const why = ours ? 'Something went wrong in sigbot. Nothing was linked.' : error.message;
      html = page('Not linked', [
        why,
        (ours ? undefined : error.remedy) ?? 'Begin again in Slack: `/sig link`',
      ]);
    }
    response.writeHead(status, SAFE_HEADERS).end(html);
  };
}

const OVER = 'This link is over: it is good for ten minutes and for one use.';

/** Takes the state, which is then used up, finds out whose account it is, and asks. */
async function ask(request: IncomingMessage, needs: CallbackNeeds): Promise<string> {
  const { oauth, linking, store, now, nameOf } = needs;
  const query = new URL(request.url ?? '/', 'http://callback').searchParams;
  const flow = await store.flows.take(query.get('state') ?? '', now());
  if (!oauth || linking.redirect === undefined || !flow?.verifier) throw new UserError(OVER);
  const code = query.get('code');
  if (code === null) throw new UserError('You declined at GitHub. Nothing was linked.');
  const token = await oauth.exchange({ code, verifier: flow.verifier, redirect: linking.redirect });
  const account = await oauth.whoIs(token);
  const secret = await linking.keepShown(flow.slack, account, token);
  const shown = await linking.shown(secret, flow.slack);
  if (!shown) throw new UserError(OVER);
  if (shown.owner !== undefined && shown.owner !== flow.slack) throw await taken(shown, shown.owner, nameOf);
  return questionPage(shown, { user: flow.slack, name: await nameOf(flow.slack) }, secret);
}

async function taken(
  { login }: ShownAccount,
  owner: string,
  nameOf: CallbackNeeds['nameOf'],
): Promise<UserError> {
  return new UserError(
    `The GitHub account ${login} is linked with another Slack account already: ${await nameOf(owner)}.`,
    'If both are yours, write `/sig unlink` there first; else ask whoever runs sigbot.',
  );
}

const CHOICES: readonly TokenChoice[] = ['keep', 'once', 'none'];

async function decide(fields: URLSearchParams, needs: CallbackNeeds): Promise<string> {
  const { store, now } = needs;
  const flow = await store.flows.take(fields.get('secret') ?? '', now());
  const { account, token } = flow ?? {};
  if (!flow || !account) throw new UserError(OVER);
  const unused = async () => token !== undefined && store.flows.discard(flow.slack, token, now());
  const choice = CHOICES.find((known) => known === fields.get('choice'));
  if (choice === undefined) {
    await unused();
    return page('Not linked', ['Nothing was linked. You can close this page.']);
  }
  try {
    return await link({ ...flow, account }, choice, needs);
  } catch (error) {
    await unused();
    throw error;
  }
}

async function link(
  flow: Flow & { account: NonNullable<Flow['account']> },
  choice: TokenChoice,
  { store, now, outbox, nameOf }: CallbackNeeds,
): Promise<string> {
  const at = now();
  const { githubId, login } = flow.account;
  const { source, githubId: written } = (await store.people.of(flow.slack)) ?? {};
  if (source !== undefined && source !== 'self' && written !== githubId)
    throw new UserError(
      'The operator has written down another GitHub account for you.',
      'Ask whoever runs sigbot.',
    );
  const owner = await store.people.owner(githubId);
  if (owner && owner.slack !== flow.slack)
    throw await taken({ githubId, login, keepable: false }, owner.slack, nameOf);
  await store.atomically(async (tx) => {
    await makeLink(flow, choice, tx, at);
    await tx.audit.add({ at, slack: flow.slack, github: login, act: `linked with ${login} in the browser` });
  });
  outbox.wake();
  return page('Linked', [
    `The GitHub account ${login} and the Slack account ${await nameOf(flow.slack)} are linked.`,
    'You can close this page. Slack has a message for you.',
  ]);
}

/** A form of some hundred bytes; more is not read. */
async function form(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 4096) throw new UserError('That is too long for an answer.');
  }
  return new URLSearchParams(text);
}
