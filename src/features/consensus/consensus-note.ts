import { actFor } from '../../acting.ts';
import { whyHandedOver } from '../../domain/actions.ts';
import type { Consensus } from '../../domain/consensus.ts';
import { UserError } from '../../domain/errors.ts';
import type { Group } from '../../domain/group.ts';
import { type Issue } from '../../domain/issue.ts';
import type { Person } from '../../domain/person.ts';
import { isPrivate } from '../../domain/privacy.ts';
import { plainName } from '../../domain/slack-text.ts';
import type { Effect } from '../../effect.ts';
import type { Call } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { noteDocument } from './document.ts';
import { groupOf } from './consensus-find.ts';
import { subjectOf } from './plan.ts';

/** For whom the comment on the issue is written; else why somebody has to paste it. */
export type Writer = { writer: NonNullable<Consensus['writer']> } | { handOver: string };

/**
 * The comment follows what people say, so it is the bot's own: where the bot may not write with its own account for who
 * asks, they get the text.
 */
export async function writerFor(
  person: Person,
  issue: Issue,
  group: Group,
  call: Call,
  ports: Ports,
): Promise<Writer> {
  if (isPrivate(issue, ports.policy.privacy))
    return { handOver: 'Of private issues sigbot writes nothing by itself.' };
  const writing = await ports.policy.writing({ name: issue.repo });
  if (writing?.write === 'as-person')
    return {
      handOver: `sigbot writes in ${issue.repo} only as people, and this comment follows what is said here.`,
    };
  const because = writing && whyHandedOver(writing, { signedIn: person.signedIn, repo: issue.repo });
  if (because !== undefined) return { handOver: because };
  try {
    const { by } = await actFor(person, issue, { group, actions: ['comment'] }, call, ports);
    return { writer: { login: by.login, githubId: by.under.githubId } };
  } catch (error) {
    if (error instanceof UserError) return { handOver: error.message };
    throw error;
  }
}

/** What brings its comment up to date; nothing where the bot writes none. */
export async function noteEffects(consensus: Consensus, ports: Ports): Promise<Effect[]> {
  const { writer, group, channel, by: user } = consensus;
  const [issue] = writer ? await ports.work.issues([consensus.issue]) : [];
  const writing = issue && (await ports.policy.writing({ name: issue.repo }));
  if (!writer || !issue || issue.gone !== undefined || writing?.write !== 'as-bot') return [];
  const { login, githubId } = writer;
  const under = { ...writing, githubId, group, actions: ['comment'] as const };
  const ref = { repo: issue.repo, number: issue.number };
  return [
    { kind: 'github.note', issue: ref, subject: subjectOf(consensus), by: { login, user, channel, under } },
  ];
}

/** What its comment says. */
export async function noteOf(
  consensus: Consensus,
  ports: Ports,
): Promise<{ title: string; markdown: string } | undefined> {
  const group = groupOf(consensus, ports);
  if (!group) return undefined;
  const people = [
    ...consensus.agreed.map(({ user }) => user),
    ...consensus.concerns.flatMap(({ by, resolved }) => [by, resolved?.by ?? by]),
    ...(consensus.stopped ? [consensus.stopped.by] : []),
  ];
  const names = new Map(
    await Promise.all(
      [...new Set(people)].map(async (id) => [id, plainName(await ports.linking.nameOf(id))] as const),
    ),
  );
  const posted = await ports.messages.of(subjectOf(consensus));
  const ts = posted.find(({ channel }) => channel === consensus.channel)?.ts;
  const card = ts === undefined ? undefined : ports.messages.address(consensus.channel, ts);
  return noteDocument(consensus, group, { names, card });
}
