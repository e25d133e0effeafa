import type { ActionsBlock } from '@slack/types';
import { actions, button } from './blocks.ts';
import type { Issue } from './domain/issue.ts';
import { hasLabel } from './domain/label.ts';
import type { MergeRules } from './domain/merging.ts';
import { HOLD } from './domain/own-act.ts';

/**
 * The buttons of a pull request's card by which people say what counts for who says it. Each opens a dialog that says as
 * whom, on what, and what follows; nothing is said before. What stands on it already has no button.
 * @param head the commit that the card shows; undefined where it is not known
 * @param by what the repository merges by
 */
export function ownActButtons(
  { id, labels }: Pick<Issue, 'id' | 'labels'>,
  head: string | undefined,
  by: MergeRules['by'],
): ActionsBlock {
  const value = head === undefined ? id : `${id} ${head}`;
  const approve = by === 'prow' && !hasLabel(labels, 'approved');
  return actions(
    ...(hasLabel(labels, 'lgtm') ? [] : [button('LGTM…', 'acts:lgtm', value)]),
    ...(approve ? [button('Approve…', 'acts:approve', value)] : []),
    hasLabel(labels, HOLD) ? button('End hold…', 'acts:unhold', value) : button('Hold…', 'acts:hold', value),
  );
}
