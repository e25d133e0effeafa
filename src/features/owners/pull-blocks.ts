import { context, escape, fitting, link, section, sections } from '../../blocks.ts';
import type { ApprovalNeed, ApproverChoice, ChosenApprover } from '../../domain/approvers.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import type { Message } from '../../feature.ts';
import type { OwnedRepository } from '../../ports/owners.ts';
import { code, codeownersTitle, namesText, ruledText } from './blocks.ts';
import { MOST_RULED, type RuledFiles } from './plan.ts';

/** What a pull request changes, and whose that is. */
export interface PullOwners {
  issue: Issue;
  repository: OwnedRepository;
  /** How many files it changes. */
  files: number;
  /** It changes more than GitHub tells of. */
  cut: boolean;
  /** By Prow's OWNERS files; undefined where the repository has none. */
  owners: { needs: readonly ApprovalNeed[]; reviewers: readonly string[] } | undefined;
  /** Who has approved it. */
  approved: readonly string[];
  /** Whom to ask for what is still to be approved; undefined where nothing is. */
  choice: ApproverChoice | undefined;
  /** By GitHub's file; undefined where the repository has none. */
  codeowners: { path: string; rules: readonly RuledFiles[] } | undefined;
}

/** How many folders or lines of a file, how many people of each, and how many files are shown at most. */
const MOST = { folders: 20, asked: 5, names: 10, files: 3 };

/** Whose the files of a pull request are, folder by folder, and whom to ask. */
export function pullMessage(pull: PullOwners): Message {
  const { issue, files, cut, owners, codeowners } = pull;
  const changed = files === 1 ? 'its one file' : `its ${files} files`;
  const title = `Owners of ${changed}: ${escape(refText(issue))}`;
  const lines = [...ownersLines(pull), ...codeownersLines(pull)];
  const shown = fitting(lines);
  const more = lines.length - shown.length;
  return {
    text: title,
    blocks: [
      section(`*${title}*\n${link(issue.url, issue.title, 150)}`),
      ...sections([
        ...(owners || codeowners ? shown : ['The repository has neither OWNERS files nor CODEOWNERS.']),
        ...(more > 0 ? [`• and ${more === 1 ? 'one more line' : `${more} more lines`}`] : []),
      ]),
      ...(owners || cut
        ? [
            context(
              owners ? 'Whoever approves a folder approves what is below it.' : '',
              cut ? 'GitHub does not tell all that it changes: there may be more.' : '',
            ),
          ]
        : []),
    ],
  };
}

function ownersLines({ owners, approved, choice }: PullOwners): string[] {
  if (!owners) return [];
  const { needs, reviewers } = owners;
  const more = needs.length - MOST.folders;
  return [
    ...(needs.length === 0 ? ['Nobody has to approve them.'] : ['*Approvers*']),
    ...needs.slice(0, MOST.folders).map(needLine),
    ...(more > 0 ? [`• and ${more === 1 ? 'one more folder' : `${more} more folders`}`] : []),
    ...(approved.length > 0 ? [`Approved by ${namesText(approved, MOST.names)}.`] : []),
    ...(choice ? askLines(choice) : []),
    ...(reviewers.length > 0 ? ['*Reviewers*', `• ${namesText(reviewers, MOST.names)}`] : []),
  ];
}

function needLine({ folder, files, approvers, nearest }: ApprovalNeed): string {
  return approvers.length === 0
    ? `• ${filesText(files)}: nobody by OWNERS`
    : `• ${folderText(folder)}, for ${countText(files.length)}: ${namesText(nearest, MOST.names)}`;
}

/** "`a.go`, `b.go` and 3 more files" */
function filesText(files: readonly string[]): string {
  const more = files.length - MOST.files;
  const named = files.slice(0, MOST.files).map(code).join(', ');
  return more > 0 ? `${named} and ${more === 1 ? 'one more file' : `${more} more files`}` : named;
}

function askLines({ chosen, uncovered, fewest }: ApproverChoice): string[] {
  const authors = uncovered.filter(({ approvers }) => approvers.length > 0);
  const open = foldersText(authors);
  const heading = fewest ? '*The fewest to ask*' : '*Few to ask*, perhaps not the fewest';
  return [
    ...(chosen.length > 0 ? [heading, ...chosen.map(chosenLine)] : []),
    ...(open === '' ? [] : [`Nobody but the author may approve ${open}.`]),
  ];
}

function chosenLine({ login, away, needs }: ChosenApprover): string {
  return `• ${escape(login, 60)}${away ? ', who is away,' : ''} for ${foldersText(needs)}`;
}

/** "`hull`, `mast` and 3 more" */
function foldersText(needs: readonly ApprovalNeed[]): string {
  const more = needs.length - MOST.asked;
  const named = needs.slice(0, MOST.asked).map(({ folder }) => folderText(folder));
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function codeownersLines({ codeowners, repository }: PullOwners): string[] {
  if (!codeowners) return [];
  const { path, rules } = codeowners;
  const looked = rules.reduce((all, { count }) => all + count, 0);
  const more = rules.length - MOST.folders;
  const lines = rules.slice(0, MOST.folders).map(({ rule, count }) => {
    const files = countText(count);
    return rule
      ? `• ${ruledText(path, rule, repository, `, for ${files}`)}`
      : `• no line of it fits ${files}`;
  });
  return [
    `${codeownersTitle(path, repository)}${looked < MOST_RULED ? '' : `, for the first ${looked} files`}`,
    ...lines,
    ...(more > 0 ? [`• and ${more === 1 ? 'one more line' : `${more} more lines`} of it`] : []),
  ];
}

function countText(files: number): string {
  return files === 1 ? 'one file' : `${files} files`;
}

function folderText(folder: string): string {
  return folder === '' ? 'the root' : code(folder);
}
