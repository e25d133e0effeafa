import { escape, say } from '../../blocks.ts';
import type { IssueId } from '../../domain/issue.ts';
import type { Call, Reply } from '../../feature.ts';
import { VERDICT_WORDS } from '../../issue-words.ts';
import type { Ports } from '../../ports.ts';
import type { Walk } from './walk.ts';

/** The issues of the group that somebody else has before them. */
export async function takenByOthers(
  { filter }: Walk,
  { user, now }: Call,
  { claims }: Ports,
): Promise<ReadonlySet<IssueId>> {
  const held = await claims.inGroup(filter.group, now);
  return new Set(held.flatMap((claim) => (claim.user === user ? [] : [claim.issue])));
}

/** What to say where somebody else decided about the issue since it was shown: the person has not seen that yet. */
export async function decidedMeanwhile(
  id: IssueId,
  { filter, seen }: Walk,
  { user }: Call,
  ports: Ports,
): Promise<Reply | undefined> {
  const { github = '' } = await ports.people.find(user);
  const verdicts = await ports.verdicts.of(id);
  const theirs = verdicts.find(
    ({ group = filter.group, by = '', at, ended }) =>
      group === filter.group && !ended && at > seen && by.toLowerCase() !== github.toLowerCase(),
  );
  if (!theirs) return undefined;
  const who = theirs.by === undefined ? 'Somebody' : escape(theirs.by, 40);
  const text = `${who} has decided meanwhile: ${VERDICT_WORDS[theirs.kind]}.\nYours was not carried out. If you still want something else, decide again.`;
  return { message: say(text) };
}
