import { nextOpenMeet } from '../../agenda-topic.ts';
import type { Issue } from '../../domain/issue.ts';
import type { Standing } from '../../domain/verdict.ts';
import { nameById, type ToldEscalation } from '../../escalation-words.ts';
import type { Ports } from '../../ports.ts';
import { proposalPath } from '../../proposal-path.ts';
import type { CardFacts } from './plan.ts';

/** The way of a proposal; it could be put on an agenda where that comes next, and one of its groups has a meeting. */
export async function pathShown(
  issue: Issue,
  standings: readonly Standing[],
  ports: Ports,
): Promise<CardFacts['path']> {
  const path = await proposalPath(issue, standings, ports);
  if (!path) return undefined;
  if (path.next?.move !== 'schedule') return { path, schedulable: false };
  const now = ports.calendar.now();
  const meets = await Promise.all(standings.map(({ group }) => nextOpenMeet(group, now, ports)));
  return { path, schedulable: meets.some((meet) => meet !== undefined) };
}

/** To whom it was handed, and the addresses of those cards. */
export async function escalationsOf(
  { id }: Pick<Issue, 'id'>,
  { escalations, directory, messages }: Ports,
): Promise<ToldEscalation[]> {
  const { groups } = directory.current();
  const told = (await escalations.about(id)).map(async (escalation): Promise<ToldEscalation> => {
    const { id: of, from, to, channel } = escalation;
    const posted = await messages.of({ kind: 'escalation', id: of });
    const ts = posted.find((message) => message.channel === channel)?.ts;
    const card = ts === undefined ? undefined : messages.address(channel, ts);
    return { escalation, from: nameById(groups, from), to: nameById(groups, to), card };
  });
  return Promise.all(told);
}
