import { escape, say } from '../../blocks.ts';
import { issuesNamed, type Digest } from '../../domain/digest.ts';
import type { Group } from '../../domain/group.ts';
import { DAY } from '../../domain/time.ts';
import type { Call, Reply } from '../../feature.ts';
import { groupMeant } from '../../group-meant.ts';
import type { Ports } from '../../ports.ts';
import { issuesFor } from '../../topics.ts';
import { allView, digestMessage, type Shown } from './blocks.ts';
import { gather, waitingIn } from './digest-gather.ts';
import { readAsked } from './words.ts';

/** `/sig digest [group] [7d]`, for who asks alone. */
export async function show(words: readonly string[], call: Call, ports: Ports): Promise<Reply> {
  const { group: name, days } = readAsked(words);
  const group = groupMeant(name, 'digest', call, ports);
  if (group.label === undefined) return { message: say(UNLABELLED(group)) };
  const digest = await gather({ group, from: call.now - days * DAY, channel: call.channel }, ports);
  return { message: digestMessage(await shownIn(call.channel, group, digest, ports)) };
}

/** A group whose issues nobody can tell from others'. */
export const UNLABELLED = ({ title }: Group) =>
  `${escape(title)} has no label, so no issue is its own and there is nothing to tell.`;

/** How much of each part one may turn over. */
const ALL = 300;

/** "Show all": all that waits for the group, page by page. */
export async function showAll(value: string, call: Call, ports: Ports): Promise<Reply> {
  const { group: id, page, turned } = JSON.parse(value) as { group: string; page: number; turned?: boolean };
  const group = groupMeant(id, 'digest', call, ports);
  const wanted = { group, from: call.now, channel: call.channel };
  return { view: allView(group, await waitingIn(wanted, ALL, ports), page), replace: turned === true };
}

/** All that a digest needs to be shown in a channel, or in Home. */
export async function shownIn(
  channel: string | undefined,
  group: Group,
  digest: Digest,
  ports: Ports,
): Promise<Shown> {
  const { zone } = await ports.policy.digest(group);
  const named = digest.parts.flatMap(issuesNamed).map((issue) => ({ issue }));
  const known = await issuesFor(named, channel, ports);
  const issues = new Map([...known].filter(([, issue]) => issue.gone === undefined));
  return { group, digest, issues, zone, agendaAt: await agendaAt(digest, ports) };
}

async function agendaAt({ meeting }: Digest, { messages }: Ports): Promise<string | undefined> {
  if (!meeting) return undefined;
  const [posted] = await messages.of({ kind: 'agenda', id: meeting.agenda });
  return posted?.ts === undefined ? undefined : messages.address(posted.channel, posted.ts);
}
