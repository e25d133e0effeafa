import { context, escape, link, section, sections } from '../../blocks.ts';
import type { ApprovalNeed, ApproverChoice, ChosenApprover } from '../../domain/approvers.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import type { Message } from '../../feature.ts';
import { code, namesText } from './blocks.ts';

/** What a pull request changes, and whose that is. */
export interface PullOwners {
  issue: Issue;
  /** How many files it changes. */
  files: number;
  needs: readonly ApprovalNeed[];
  /** Whom the OWNERS files nearest to its files name, in lower case. */
  reviewers: readonly string[];
  /** Who has approved it. */
  approved: readonly string[];
  /** Whom to ask for what is still to be approved; undefined where nothing is. */
  choice: ApproverChoice | undefined;
}

/** How many folders, and how many people of each, are shown at most. */
const MOST = { folders: 20, names: 10 };

/** Whose the files of a pull request are, folder by folder, and whom to ask. */
export function pullMessage({ issue, files, needs, reviewers, approved, choice }: PullOwners): Message {
  const changed = files === 1 ? 'its one file' : `its ${files} files`;
  const title = `Owners of ${changed}: ${escape(refText(issue))}`;
  const more = needs.length - MOST.folders;
  const lines = [
    '*Approvers*',
    ...needs.slice(0, MOST.folders).map(needLine),
    ...(more > 0 ? [`• and ${more} more folders`] : []),
    ...(approved.length > 0 ? [`Approved by ${namesText(approved, MOST.names)}.`] : []),
    ...(choice ? askLines(choice) : []),
    ...(reviewers.length > 0 ? ['*Reviewers*', `• ${namesText(reviewers, MOST.names)}`] : []),
  ];
  return {
    text: title,
    blocks: [
      section(`*${title}*\n${link(issue.url, issue.title, 150)}`),
      ...sections(needs.length === 0 ? ['Nobody has to approve them.', ...lines.slice(1)] : lines),
      context('Whoever approves a folder approves what is below it.'),
    ],
  };
}

function needLine({ folder, files, approvers, nearest }: ApprovalNeed): string {
  const where = `• ${folderText(folder)}, for ${files.length === 1 ? 'one file' : `${files.length} files`}`;
  return approvers.length === 0
    ? `${where}: nobody by OWNERS`
    : `${where}: ${namesText(nearest, MOST.names)}`;
}

function askLines({ chosen, uncovered }: ApproverChoice): string[] {
  const authors = uncovered.filter(({ approvers }) => approvers.length > 0);
  const open = authors.map(({ folder }) => folderText(folder)).join(', ');
  return [
    ...(chosen.length > 0 ? ['*The fewest to ask*', ...chosen.map(chosenLine)] : []),
    ...(open === '' ? [] : [`Nobody but the author may approve ${open}.`]),
  ];
}

function chosenLine({ login, away, needs }: ChosenApprover): string {
  const folders = needs.slice(0, MOST.folders).map(({ folder }) => folderText(folder));
  return `• ${escape(login, 60)}${away ? ', who is away,' : ''} for ${folders.join(', ')}`;
}

function folderText(folder: string): string {
  return folder === '' ? 'the root' : code(folder);
}
