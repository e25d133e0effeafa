import type { Effect, TokenChoice } from './effect.ts';
import { MINUTE, type Instant } from './domain/time.ts';
import type { Flow, StoreParts } from './adapters/store/store.ts';

/** How long a sign-in that was not to be kept is good for, in ms. */
const ONCE = 10 * MINUTE;

type LinkEffect = Extract<Effect, { kind: `link.${string}` }>;

/**
 * Changes who is who, inside the caller's transaction, and tells whom it concerns.
 * @throws Error where the account became somebody else's, or the secret was used, since it was asked
 */
export async function changeLink(effect: LinkEffect, tx: StoreParts, now: Instant): Promise<void> {
  const { user } = effect;
  switch (effect.kind) {
    case 'link.begin':
      return tx.flows.put(effect.secret, {
        slack: user,
        expiresAt: effect.expiresAt,
        verifier: effect.verifier,
      });
    case 'link.make': {
      const flow = await tx.flows.take(effect.secret, now);
      if (flow?.slack !== user) throw new Error('this link was made or given up already');
      await makeLink(flow, effect.choice, tx, now);
      return;
    }
    case 'link.drop':
      await discard(user, (await tx.people.of(user))?.token, tx, now);
      await tx.people.drop(user);
      await tell(user, 'Your Slack account is no longer linked with a GitHub account.', tx, now);
  }
}

/**
 * Links what somebody has shown with who they are in Slack, and tells them. Returns the GitHub login.
 * @throws Error where the account is somebody else's
 */
export async function makeLink(
  { slack, account, token }: Flow,
  choice: TokenChoice,
  tx: StoreParts,
  now: Instant,
): Promise<string> {
  if (!account) throw new Error('GitHub has not said yet whose account it is');
  const { githubId, login } = account;
  const until = choice === 'once' ? { tokenUntil: now + ONCE } : {};
  const kept = choice === 'none' || token === undefined ? { token: undefined } : { token, ...until };
  await discard(slack, (await tx.people.of(slack))?.token, tx, now);
  if (kept.token === undefined) await discard(slack, token, tx, now);
  await tx.people.prove({ slack, githubId, login, linkedAt: now, ...kept });
  await tx.accounts.saw(login, githubId, now);
  await tell(
    slack,
    `Your Slack account is linked with the GitHub account ${login}.${WORDS[choice]}`,
    tx,
    now,
  );
  return login;
}

const WORDS: Readonly<Record<TokenChoice, string>> = {
  none: '',
  once: ' For ten minutes sigbot may write there as you.',
  keep: ' sigbot may write there as you, until you take that back with `/sig unlink`.',
};

/** What nobody needs any more is given back to GitHub. */
async function discard(
  slack: string,
  token: string | undefined,
  { flows }: StoreParts,
  now: Instant,
): Promise<void> {
  if (token !== undefined) await flows.discard(slack, token, now);
}

async function tell(user: string, what: string, { outbox }: StoreParts, now: Instant): Promise<void> {
  const text = `${what} If that was not you, write \`/sig unlink\` and tell whoever runs sigbot.`;
  await outbox.add([{ effect: { kind: 'slack.dm', user, text, once: `link:${user}:${now}` } }]);
}
