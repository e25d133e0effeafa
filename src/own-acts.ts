import { escape, link } from './blocks.ts';
import { howByHand } from './domain/actions.ts';
import { byOwnHand, refuseAct, whyOwnHand } from './domain/own-act.ts';
import { refText } from './domain/issue.ts';
import type { Person } from './domain/person.ts';
import type { Effect, Send } from './effect.ts';
import type { Attempt, Outcome } from './outbox.ts';
import type { Ports } from './ports.ts';

type Said = Extract<Send, { kind: 'github.act' }>;

/** What somebody says themselves, when it is to be sent: stopped where it can no longer be said, or no longer as them. */
export async function stoppedAct(
  effect: Said,
  person: Person,
  attempt: Attempt,
  ports: Ports,
): Promise<Outcome | undefined> {
  const { act, because, by } = effect;
  const [pull] = await ports.issues.like(effect.issue);
  if (!pull) return { failed: `sigbot does not know ${refText(effect.issue)} any more. Say it on GitHub.` };
  const writing = await ports.policy.writing({ name: pull.repo });
  if (!writing) return { failed: `sigbot does not look after ${pull.repo} any more.` };
  if (writing.through !== by.under.through)
    return { failed: `How sigbot may write in ${pull.repo} was changed meanwhile. Say it again.` };
  const labels = await ports.issues.labels(pull.repo);
  const refused = refuseAct({ act, because, pull, person, through: writing.through, labels });
  if (refused) return { failed: [refused.message, refused.remedy].filter(Boolean).join(' ') };
  if (writing.write === 'as-person') return undefined;
  const known = { act, repo: pull.repo, signedIn: person.signedIn, head: effect.head };
  return handedOver(effect, whyOwnHand(writing, known) ?? '', attempt, ports);
}

/**
 * What cannot be sent as the person they are given to do themselves, and told so where they asked. It counts as left out:
 * the bot has said nothing.
 * @param why in a sentence
 */
export async function handedOver(
  effect: Said,
  why: string,
  { ambiguous, plannedAt }: Pick<Attempt, 'ambiguous' | 'plannedAt'>,
  ports: Ports,
): Promise<Outcome> {
  const { act, because, once, by } = effect;
  const [pull] = await ports.issues.like(effect.issue);
  if (!pull) return { failed: why };
  const text = byOwnHand(act, by.under.through, because);
  const doubt = ambiguous ? ' An earlier try may have got through: look there first.' : '';
  const [reason, how] = [`${/[.:]$/.test(why) ? why : `${why}.`}${doubt}`, howByHand(by.under.through)];
  const at = ports.calendar.now();
  const handed = { user: by.user, issue: pull.id, what: `/${act}`, because: `${reason} ${how}`, text, at };
  const kept: Effect = { kind: 'handoff.keep', handed };
  const skipped = `handed over to ${by.login}: ${reason}`;
  const { user, channel } = by;
  if (channel === undefined) return { skipped, also: [kept] };
  const lines = text.split('\n').map((line) => escape(line, 600).replaceAll('`', 'ˋ'));
  const said = [
    `Your \`/${act}\` on ${link(pull.url, refText(pull))} was not sent.`,
    escape(reason, 600),
    how,
    '```',
    ...lines,
    '```',
  ].join('\n');
  const key = `handed:${once}:${plannedAt}`;
  return { skipped, also: [kept, { kind: 'slack.whisper', channel, user, text: said, once: key }] };
}
