import type { Activity } from './activity.ts';
import { inOrder, login } from './talk.ts';

/** What a comment says about merging a pull request, in Prow's own words. */
export type PullAct = 'lgtm' | 'lgtm cancel' | 'approve' | 'approve cancel' | 'hold' | 'hold cancel';

/** Prow's commands, the first that fits a line (kubernetes-sigs/prow, pkg/plugins/lgtm, approve and hold). */
const COMMANDS: readonly (readonly [RegExp, PullAct])[] = [
  [/^\/(?:remove-lgtm|lgtm cancel)\s*$/i, 'lgtm cancel'],
  [/^\/lgtm(?: no-issue)?\s*$/i, 'lgtm'],
  [/^\/(?:remove-approve(?:\s.*)?|approve[\t ].*cancel.*)$/i, 'approve cancel'],
  [/^\/approve(?:\s.*)?$/i, 'approve'],
  [/^\/(?:remove-hold|unhold|hold\s+cancel)\s*$/i, 'hold cancel'],
  [/^\/hold(?:\s.*)?$/i, 'hold'],
];

/** What a comment says about merging, in its order. */
export function pullActsIn(text: string): PullAct[] {
  return text.split(/\r?\n/).flatMap((line) => COMMANDS.find(([command]) => command.test(line))?.[1] ?? []);
}

/** Whose word stands on a pull request, as far as it was heard: GitHub logins as they are written. */
export interface Given {
  /** By a command or a review, since the last push. */
  lgtm: readonly string[];
  /** By a command; a push takes nothing of it back. */
  approved: readonly string[];
  /** Who put it on hold, and did not take that back. */
  held: readonly string[];
  /** Whose last review approves it, whatever was pushed since. */
  reviewed: readonly string[];
  /** Whose last review asks for changes. */
  refused: readonly string[];
}

/** Nobody has said anything. */
export const NOTHING_GIVEN: Given = { lgtm: [], approved: [], held: [], reviewed: [], refused: [] };

/**
 * Who has given what, and not taken it back. A review that approves counts as `lgtm`, one that asks for changes takes it
 * back, as in most of Prow's configurations (`review_acts_as_lgtm`). Any `/hold cancel` ends every hold.
 */
export function givenIn(activity: readonly Activity[]): Given {
  const given = {
    lgtm: new Map<string, string>(),
    approved: new Map<string, string>(),
    held: new Map<string, string>(),
    reviewed: new Map<string, string>(),
    refused: new Map<string, string>(),
  } satisfies Record<keyof Given, Map<string, string>>;
  const heard = activity.filter(({ gone }) => !gone).toSorted(inOrder);
  for (const { kind, by, acts = [], review, id } of heard) {
    if (kind === 'push' && !id.startsWith('push/ready@')) given.lgtm.clear();
    if (by === undefined) continue;
    const note = (what: keyof Given, stands: boolean) =>
      stands ? given[what].set(login(by), by) : given[what].delete(login(by));
    if (review !== undefined && review !== 'commented') {
      note('reviewed', review === 'approved');
      note('lgtm', review === 'approved');
      note('refused', review === 'changes_requested');
    }
    for (const act of acts) {
      if (act === 'hold cancel') given.held.clear();
      else if (act === 'hold') note('held', true);
      else if (act.startsWith('lgtm')) note('lgtm', act === 'lgtm');
      else note('approved', act === 'approve');
    }
  }
  const names = (what: keyof Given) => [...given[what].values()];
  return {
    lgtm: names('lgtm'),
    approved: names('approved'),
    held: names('held'),
    reviewed: names('reviewed'),
    refused: names('refused'),
  };
}
