import type { KnownBlock } from '@slack/types';
import { actions, button, context } from '../../blocks.ts';
import { nextText, pathText } from '../../path-words.ts';
import type { CardFacts } from './plan.ts';

/** Where a proposal is on its way, and what comes next; nothing on a card of anything else. */
export function pathBlocks({ issue, path: shown, homes }: CardFacts): KnownBlock[] {
  if (!shown) return [];
  const { path, schedulable } = shown;
  const groups = homes.map(({ group }) => group.title);
  const row = schedulable ? [actions(button('Put on the agenda', 'path:schedule', issue.id))] : [];
  const lines = [pathText(path), nextText(path, issue, groups)].filter((line) => line !== '');
  return [context(lines.join('\n')), ...row];
}
