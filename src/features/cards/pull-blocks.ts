import type { KnownBlock } from '@slack/types';
import { context, sections } from '../../blocks.ts';
import type { Issue } from '../../domain/issue.ts';
import { isDraft } from '../../domain/pull.ts';
import type { Merging } from '../../merging.ts';
import { ownActButtons } from '../../own-act-blocks.ts';
import { givenText, lackLines } from '../../pull-words.ts';

/** What a pull request's card says of merging it, and its buttons; a closed one has neither. */
export function mergeBlocks(issue: Issue, merging: Merging): KnownBlock[] {
  if (issue.state === 'closed') return [];
  const lines = lackLines(issue, merging.missing);
  const missing = lines.length === 0 ? [] : sections(['*Missing to merge*', ...lines.map(bullet)]);
  return [...missing, context(givenText(issue, merging)), ...buttons(issue, merging)];
}

function bullet(line: string): string {
  return `• ${line}`;
}

/** Nobody is to review a draft. */
function buttons(issue: Issue, { pull, by }: Merging): KnownBlock[] {
  return isDraft(issue) ? [] : [ownActButtons(issue, pull?.head, by)];
}
