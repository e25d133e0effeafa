import { actFor, decidesFor } from '../../acting.ts';
import { UserError } from '../../domain/errors.ts';
import { answered, type Escalation } from '../../domain/escalation.ts';
import type { Group } from '../../domain/group.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import { hasLabel } from '../../domain/label.ts';
import { readsOnly, type Person } from '../../domain/person.ts';
import type { Effect } from '../../effect.ts';
import { nameById, theirName } from '../../escalation-words.ts';
import type { Call, FormValues, Message, Reply } from '../../feature.ts';
import { plainWords } from '../../plain-words.ts';
import type { Ports } from '../../ports.ts';
import { doneMessage, returnModal } from './blocks.ts';
import { byHand, changed, onGithub, type OnGithub } from './plan.ts';
import { lineOf } from './words.ts';

/** "Take it" */
export async function take(id: string, call: Call, ports: Ports): Promise<Reply> {
  const { escalation, issue, to } = await inHand(id, call, ports);
  const taken = answered(escalation, 'taken', { by: call.user, at: call.now });
  const because = [`took ${refText(issue)} for ${to.title}`];
  return { effects: changed(taken), because, issue };
}

/** "Give it back…" */
export async function openReturn(id: string, call: Call, ports: Ports): Promise<Reply> {
  const { escalation } = await inHand(id, call, ports);
  return { view: returnModal(escalation, titleOf(escalation.from, ports)) };
}

/** With a sentence, which stands on both cards and on the issue; their label goes. */
export async function giveBack(
  { text = '' }: FormValues,
  id: string,
  call: Call,
  ports: Ports,
): Promise<Reply> {
  const { escalation, issue, to, person } = await inHand(id, call, ports);
  const said = lineOf(await plainWords(text, ports));
  const returned = answered(escalation, 'returned', { by: call.user, at: call.now, text: said });
  const github = await tellIssue(returned, said, { issue, to, person }, call, ports);
  const topic = await topicGone(escalation, ports);
  return {
    ...(github.message && { message: github.message }),
    effects: [...changed(returned), ...topic, ...github.effects],
    because: [`gave ${refText(issue)} back to ${titleOf(escalation.from, ports)}: ${said}`],
    issue,
  };
}

/** What an open escalation asks of: it, its issue, whom it is with, and who presses. */
interface InHand {
  escalation: Escalation;
  issue: Issue;
  to: Group;
  person: Person;
}

/** @throws UserError where it may not be shown there any more, or who presses does not decide for whom it is with */
async function inHand(id: string, call: Call, ports: Ports): Promise<InHand> {
  const escalation = await ports.escalations.byId(id);
  const [issue] = escalation ? await ports.work.issues([escalation.issue]) : [];
  if (!escalation || !issue)
    throw new UserError('What this is about may not be shown here any more.', 'Ask in a channel that may.');
  const to = ports.directory.current().groups.find((group) => group.id === escalation.to);
  if (!to) throw new UserError('That group is no longer in the directory.', 'All groups: `/sig list`');
  const person = await ports.people.find(call.user);
  if (await decidesFor(person, to, issue, ports)) return { escalation, issue, to, person };
  const names = to.leads.slice(0, 8).map(({ github }) => github);
  const reads = readsOnly(person);
  throw new UserError(
    `${reads === undefined ? '' : `${reads} `}The leads of ${theirName(to)} answer${names.length === 0 ? '' : `: ${names.join(', ')}`}.`,
    person.github === undefined && reads === undefined
      ? 'If you are one of them: `/sig link`. Otherwise ask one of them.'
      : 'Ask one of them.',
  );
}

function titleOf(id: string, { directory }: Ports): string {
  return nameById(directory.current().groups, id);
}

/** Where GitHub would not let them, it is given back all the same: they are told that the label is still there. */
async function tellIssue(
  { id, from }: Escalation,
  said: string,
  { issue, to, person }: Omit<InHand, 'escalation'>,
  call: Call,
  ports: Ports,
): Promise<{ effects: Effect[]; message?: Message }> {
  const { label } = to;
  const remove = label !== undefined && hasLabel(issue.labels, label) ? [label] : [];
  const actions = [...(remove.length > 0 ? ['label' as const] : []), 'comment' as const];
  try {
    const { by, way } = await actFor(person, issue, { group: to, actions }, call, ports);
    const what = `${capital(theirName(to))} gives this back to ${titleOf(from, ports)}.`;
    const once = `comment:escalation:${id}:returned`;
    const { labels: policy } = ports.policy;
    const told: OnGithub = { issue, what, why: said, add: [], remove, policy, by, once };
    if (way.way !== 'handoff') return { effects: onGithub(told, way.way) };
    const text = byHand(told, by.under.through);
    const handed = { user: call.user, issue: issue.id, what, because: way.because, text, at: call.now };
    return { effects: [{ kind: 'handoff.keep', handed }], message: doneMessage('Given back.', handed) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const text = `Given back here; the issue on GitHub was not changed. ${error.message}`;
    return { effects: [], message: doneMessage(text) };
  }
}

/** It needs not be talked about there any more, unless the topic was there before, or somebody has done something to it. */
async function topicGone({ topic, at }: Escalation, { agenda }: Ports): Promise<Effect[]> {
  const item = topic === undefined ? undefined : await agenda.item(topic);
  const isOurs = item?.at === at && (item.revision ?? 1) === 1 && item.carried === 0;
  return item?.state === 'open' && isOurs
    ? [{ kind: 'agenda.put', item: { ...item, state: 'dropped' } }]
    : [];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
