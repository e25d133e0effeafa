import { say } from '../../blocks.ts';
import type { Consensus } from '../../domain/consensus.ts';
import { UserError } from '../../domain/errors.ts';
import { isPrivate, isShown } from '../../domain/privacy.ts';
import type { Call, Message, Reply } from '../../feature.ts';
import { groupNamed } from '../../group-meant.ts';
import { issueMeant } from '../../issue-meant.ts';
import type { Ports } from '../../ports.ts';
import { cardMessage, listMessage, pasteBlocks, untoldMessage, type Shown } from './blocks.ts';
import { consensusById, consensusOn, groupOf } from './consensus-find.ts';
import { noteOf } from './consensus-note.ts';
import { subjectOf } from './plan.ts';

/** The card as it stands in a channel; in a few words where the channel may not show its issue any more. */
export async function render(id: string, channel: string, ports: Ports): Promise<Message | undefined> {
  const consensus = await ports.consensus.byId(id);
  if (!consensus) return undefined;
  const [issue] = await ports.work.issues([consensus.issue]);
  const { privacy } = ports.policy;
  const names = [{ issue: consensus.issue, hidden: !issue || isPrivate(issue, privacy) }];
  const isHidden =
    !issue || issue.gone === 'deleted' || !isShown(issue, ports.directory.channel(channel), privacy);
  const posted = await ports.messages.of(subjectOf(consensus));
  // What has become private on its way is not posted at all.
  if (isHidden && !posted.some((one) => one.channel === channel && one.ts !== undefined)) return undefined;
  if (isHidden) return { ...untoldMessage(issue), names };
  return { ...cardMessage(await shownOf(consensus, issue, ports)), names };
}

async function shownOf(consensus: Consensus, issue: Shown['issue'], ports: Ports): Promise<Shown> {
  const { topic, group } = consensus;
  const item = topic === undefined ? undefined : await ports.agenda.item(topic);
  const [note] = await ports.documents.of(subjectOf(consensus));
  return {
    consensus,
    issue,
    group: groupOf(consensus, ports)?.title ?? group,
    onAgenda: item?.state === 'open',
    comment: note?.url,
  };
}

/** "show 4711": the same card for one person, with its buttons. */
export async function show(words: readonly string[], call: Call, ports: Ports): Promise<Reply> {
  const issue = await issueMeant(words[0], 'consensus show', call, ports);
  const consensus = await consensusOn(issue, call, ports);
  return { message: cardMessage(await shownOf(consensus, issue, ports)) };
}

/** What a group seeks consensus on: the one named, else the channel's, else all. */
export async function list(words: readonly string[], call: Call, ports: Ports): Promise<Reply> {
  const { directory } = ports;
  const named = words.length === 0 ? undefined : groupNamed(words.join(' '), directory.current().groups);
  const groups = named ? [named] : directory.groupsIn(call.channel);
  const live = (await ports.consensus.live()).filter(
    ({ group }) => groups.length === 0 || groups.some(({ id }) => id === group),
  );
  const issues = new Map(
    (await ports.work.issues(live.map(({ issue }) => issue))).map((one) => [one.id, one]),
  );
  const shown = [];
  for (const consensus of live) {
    const issue = issues.get(consensus.issue);
    if (issue)
      shown.push({ ...(await shownOf(consensus, issue, ports)), card: await addressOf(consensus, ports) });
  }
  const [only, ...more] = groups;
  return { message: listMessage(more.length === 0 ? only?.title : undefined, shown) };
}

async function addressOf(consensus: Consensus, { messages }: Ports): Promise<string | undefined> {
  const posted = await messages.of(subjectOf(consensus));
  const ts = posted.find(({ channel }) => channel === consensus.channel)?.ts;
  return ts === undefined ? undefined : messages.address(consensus.channel, ts);
}

/** "Text for GitHub": what the comment on the issue would say now, for whoever posts it themselves. */
export async function paste(id: string, ports: Ports): Promise<Reply> {
  const consensus = await consensusById(id, ports);
  const note = await noteOf(consensus, ports);
  if (!note) throw new UserError('Its group is no longer in the directory.', 'All groups: `/sig list`');
  const [issue] = await ports.work.issues([consensus.issue]);
  const why = `sigbot writes no comment about this${issue ? ` in ${issue.repo}` : ''}.`;
  return { message: { ...say(why), blocks: pasteBlocks(why, note.markdown) } };
}
