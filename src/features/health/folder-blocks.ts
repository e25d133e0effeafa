import type { KnownBlock } from '@slack/types';
import { context, escape, preformatted, section, sections } from '../../blocks.ts';
import { csv } from '../../domain/csv.ts';
import { shortDay } from '../../domain/health-words.ts';
import { dayOf } from '../../domain/history.ts';
import type { ThinFolder } from '../../domain/thin-folders.ts';
import type { ToldFolders } from './health-folders.ts';

/** How many folders are named; as CSV, how many rows there are. */
const NAMED = 5;
const ROWS = 60;

/** Which of a group's folders have fewer than two active approvers; nothing where no OWNERS file gives its label. */
export function folderBlocks(told: ToldFolders | undefined): KnownBlock[] {
  if (!told) return [];
  const sure = told.thin.filter((one) => one.sure);
  const more = sure.length - NAMED;
  const lines = [
    sure.length === 0
      ? wellText(told)
      : `*Fewer than two active approvers*, of the group’s ${told.all} folders`,
    ...sure.slice(0, NAMED).map(folderLine),
    ...(more > 0 ? [`• and ${more} more: see them as CSV`] : []),
  ];
  return [...sections(lines), context(...groundsOf(told))];
}

function wellText({ all, thin }: ToldFolders): string {
  if (thin.length > 0) return 'No folder is known to have fewer than two active approvers';
  return all === 1
    ? 'The group’s one folder has two active approvers or more'
    : `All ${all} folders of the group have two active approvers or more`;
}

/** "• `hull/keel` in harbour/boats: dana alone of 4, and 2 folders below" */
function folderLine({ repo, folder, approvers, active, below }: ThinFolder): string {
  const where = folder === '' ? 'the root' : `\`${escape(folder, 120).replaceAll('`', '')}\``;
  const under = below === 0 ? '' : `, and ${below === 1 ? 'one folder' : `${below} folders`} below`;
  return `• ${where} in ${escape(repo, 100)}: ${activeText(active, approvers.length)}${under}`;
}

function activeText([one]: readonly string[], all: number): string {
  if (all === 0) return 'has no approver of the group’s';
  if (one !== undefined)
    return all === 1 ? `${escape(one, 60)} is its one approver` : `${escape(one, 60)} alone of ${all}`;
  return all === 1 ? 'its one approver was not seen' : `none of ${all} was seen`;
}

/** On what it stands. */
function groundsOf({ thin, activeSince, knownSince }: ToldFolders): string[] {
  const unsure = thin.filter((one) => !one.sure).length;
  const day = (at: number) => shortDay(dayOf(at));
  return [
    `Active: opened, wrote or reviewed something since ${day(activeSince)}. Who approves from further up, for more than the group, is not counted.`,
    ...(unsure === 0
      ? []
      : [
          `Of ${unsure === 1 ? 'one more folder' : `${unsure} more folders`} it is not known: sigbot came on ${day(knownSince)}.`,
        ]),
  ];
}

/** The same folders as CSV, to copy; nothing where there are none. */
export function folderTable(told: ToldFolders | undefined): KnownBlock[] {
  if (!told || told.thin.length === 0) return [];
  const rows = told.thin
    .slice(0, ROWS)
    .map(({ repo, folder, active, approvers, below, sure }) => [
      repo,
      folder,
      active.join(' '),
      approvers.length,
      below,
      sure ? 'yes' : 'no',
    ]);
  const more = told.thin.length - ROWS;
  const title = `Folders with fewer than two active approvers${more > 0 ? `, the first ${ROWS} of ${told.thin.length}` : ''}`;
  const table = csv([['repository', 'folder', 'active', 'approvers', 'folders_below', 'sure'], ...rows]);
  return [section(title), ...preformatted(table.trimEnd().replaceAll('\r\n', '\n'))];
}
