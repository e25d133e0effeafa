import { actFor } from '../../acting.ts';
import { escape, link, preformatted, section } from '../../blocks.ts';
import { decisionText, type HandOff } from '../../domain/decision.ts';
import { UserError } from '../../domain/errors.ts';
import { groupsWithLabels } from '../../domain/group.ts';
import { refText } from '../../domain/issue.ts';
import { standing } from '../../domain/verdict.ts';
import type { Call, Reply } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { leftovers, planUndo, reversalActions, reversalOf } from './undo.ts';

/**
 * Takes back what the person decided last.
 * @throws UserError where there is nothing to take back, or no longer the right to
 */
export async function undo(call: Call, ports: Ports): Promise<Reply> {
  const made = await ports.decisions.last(call.user);
  const handed = await ports.handOffs.last(call.user);
  if (handed && handed.at > (made?.at ?? 0)) throw await nothingDone(handed, ports);
  const issue = made && (await ports.issues.byId(made.issue));
  if (!made || !issue) throw new UserError('There is nothing of yours to take back.');
  const group = ports.directory.current().groups.find(({ id }) => id === made.group);
  if (!group) throw new UserError('That cannot be taken back any more.', 'Change it on GitHub.');
  const { labels: policy, triage } = ports.policy;
  const groups = groupsWithLabels(ports.directory.current().groups, issue.labels);
  const standings = standing(issue, await ports.verdicts.of(issue.id), groups, policy, call.now);
  const { accepted } = triage;
  const reversal = reversalOf(made, { issue, group, standings, policy, accepted, now: call.now });
  const person = await ports.people.find(call.user);
  const actions = reversalActions(reversal);
  const { gives } = made;
  const under = { group, actions, ...(gives && { gives }) };
  const { by, way } = await actFor(person, issue, under, call, ports);
  const plan = planUndo({ made, issue, group, reversal, by, mode: way.way, policy, now: call.now });
  const stays = leftovers(made, reversal, way.way);
  const what = `${link(issue.url, refText(issue))}: taken back (${escape(decisionText(made.decision))}).`;
  const words = [what, way.way === 'handoff' ? escape(way.because) : stays].filter(Boolean).join('\n');
  const { handOff, effects, because } = plan;
  const paste = handOff === undefined ? [] : preformatted(handOff);
  return { message: { text: what, blocks: [section(words), ...paste] }, effects, because, issue };
}

/** What a person was given to do themselves only they can take back; what they decided before that is not meant. */
async function nothingDone({ issue: id, what }: HandOff, { issues }: Ports): Promise<UserError> {
  const issue = await issues.byId(id);
  const name = issue ? refText(issue) : 'an issue that sigbot cannot show here';
  return new UserError(
    `Your last decision was handed to you, to be done on GitHub: ${name}, ${what}. sigbot changed nothing there.`,
    'What you did with its text, take back on GitHub.',
  );
}
