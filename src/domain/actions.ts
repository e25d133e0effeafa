import { changeFor, closes, speaks, type Decision } from './decision.ts';
import type { LabelPolicy } from './label.ts';
import type { Action, Through, Writing } from './rights.ts';

/** What a decision does to an issue that carries `has`: the pieces that somebody needs a right for. */
export function actionsOf(decision: Decision, has: readonly string[], policy: LabelPolicy): Action[] {
  const { add, remove } = changeFor(decision, has, policy);
  const accepts = add.some((label) => label.toLowerCase() === 'triage/accepted');
  return [
    ...(accepts ? ['accept' as const] : []),
    ...(add.length + remove.length > (accepts ? 1 : 0) ? ['label' as const] : []),
    ...(decision.assign?.length ? ['assign' as const] : []),
    ...(closes(decision) ? ['close' as const] : []),
    ...(speaks(decision) ? ['comment' as const] : []),
  ];
}

/** How a decision reaches GitHub: what the bot writes, or the hand-off, and then why. */
export type Way = { way: Through } | { way: 'handoff'; because: string };

/** The way for somebody who has, or has not, let the bot write as them. */
export function wayOf({ write, through }: Writing, person: { signedIn: boolean; repo: string }): Way {
  const what = through === 'prow' ? 'Paste this as a comment there:' : 'Do this there:';
  if (write === 'handoff') {
    return { way: 'handoff', because: `sigbot may not write in ${person.repo}. ${what}` };
  }
  if (write === 'as-bot' || person.signedIn) return { way: through };
  const because = `sigbot writes in ${person.repo} only as you, and has no sign-in of yours: \`/sig link\` gives it one. ${what}`;
  return { way: 'handoff', because };
}
