import { escape, LIMITS, link } from './blocks.ts';
import type { ChosenApprover } from './domain/approvers.ts';
import type { Issue } from './domain/issue.ts';
import { hasLabel } from './domain/label.ts';
import type { Lack } from './domain/merging.ts';
import { sizeLabelled, sizeOf, type Pull } from './domain/pull.ts';
import type { Merging } from './merging.ts';

/** Where a pull request stands on its way into the branch, in a few words: what is waited for first tells it. */
export function mergeState({ state, author }: Issue, { pull, missing }: Merging): string {
  if (pull?.mergedAt !== undefined) return 'Merged';
  if (state === 'closed') return 'Closed without being merged';
  const [first] = missing;
  if (!first) return 'Ready to merge';
  if (missing.some(({ what }) => what === 'hold') && first.what !== 'draft') return 'On hold';
  return WAITING[first.what] ?? `Waiting for ${escape(author, 40)}`;
}

const WAITING: Readonly<Partial<Record<Lack['what'], string>>> = {
  draft: 'Draft',
  'ok-to-test': 'Waiting to be tested',
  pending: 'Checks are running',
  lgtm: 'Waiting for review',
  review: 'Waiting for review',
  changes: 'Changes asked for',
  approved: 'Waiting for approval',
  label: 'Waiting for labels',
  required: 'Waiting for labels',
};

/** "size M · +120 −30 in 4 files": by Prow's label where there is one, for that leaves generated files out. */
export function sizeText({ labels, url }: Pick<Issue, 'labels' | 'url'>, pull: Pull | undefined): string {
  const extent = pull?.extent;
  const size = sizeLabelled(labels) ?? (extent && sizeOf(extent));
  const files = extent && `${extent.files} ${extent.files === 1 ? 'file' : 'files'}`;
  const lines = extent && `+${extent.additions} −${extent.deletions} in ${link(`${url}/files`, files ?? '')}`;
  return [size === undefined ? '' : `size ${size}`, lines ?? ''].filter(Boolean).join(' · ');
}

/** Whose word stands already: "`lgtm` by noor · `approved` by dana". What a push has taken back does not count. */
export function givenText(issue: Issue, { given, by }: Pick<Merging, 'given' | 'by'>): string {
  if (by === 'reviews')
    return given.reviewed.length === 0 ? '' : `approved by ${people(issue, given.reviewed)}`;
  const lgtm = hasLabel(issue.labels, 'lgtm') ? given.lgtm : [];
  const said = [
    lgtm.length > 0 ? `\`lgtm\` by ${people(issue, lgtm)}` : '',
    given.approved.length > 0 ? `\`approve\` by ${people(issue, given.approved)}` : '',
  ];
  return said.filter(Boolean).join(' · ');
}

/** What a pull request lacks, a line each, and who can give it: logins, nobody is mentioned. */
export function lackLines(issue: Issue, missing: readonly Lack[]): string[] {
  const lines = missing.flatMap((lack) => lackLine(issue, lack));
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...lines.slice(0, MOST_LINES), `${more} more`] : lines;
}

/** No more than a reader takes in. */
const MOST_LINES = 12;

function lackLine(issue: Issue, lack: Lack): string[] {
  const author = people(issue, [issue.author]);
  switch (lack.what) {
    case 'draft':
      return [`to be ready for review: ${author}`];
    case 'ok-to-test':
      return ['`/ok-to-test` from a member of the organisation'];
    case 'rebase':
      return [`a rebase: ${author}`];
    case 'failing':
      return [`${failingText(issue, lack.checks ?? [])}: ${author}`];
    case 'pending':
      return [`${link(`${issue.url}/checks`, 'checks')} that are running`];
    case 'changes':
      return [`approval of ${people(issue, lack.logins)}, who asked for changes`];
    case 'lgtm':
      return [`\`lgtm\` from ${people(issue, lack.logins, ' or ') || 'a reviewer; nobody is asked yet'}`];
    case 'review':
      return [reviewText(issue, lack)];
    case 'approved':
      return approvedLines(issue, lack);
    case 'hold':
      return [holdText(issue, lack)];
    case 'label':
    case 'required':
      return [labelText(lack, author)];
  }
}

/** How many checks are named; the rest is counted. */
const NAMED = 3;

/** "2 checks that fail (unit, lint)" */
function failingText({ url }: Issue, checks: readonly string[]): string {
  const names = checks.slice(0, NAMED).map((name) => escape(name, 60));
  const more = checks.length > NAMED ? ` and ${checks.length - NAMED} more` : '';
  const count = checks.length === 1 ? '1 failing check' : `${checks.length} failing checks`;
  return `${link(`${url}/checks`, count)} (${names.join(', ')}${more})`;
}

function reviewText(issue: Issue, { count = 1, logins }: Lack): string {
  const from = people(issue, logins, ' or ') || 'a reviewer; nobody is asked yet';
  return count === 1 ? `an approving review from ${from}` : `${count} approving reviews from ${from}`;
}

/** Whom to ask and for what; folders that nobody but the author approves stand in a line of their own. */
function approvedLines(issue: Issue, { approvers }: Lack): string[] {
  const chosen = approvers?.chosen ?? [];
  const alone = chosen.length === 1 && approvers?.uncovered.length === 0;
  const ask = chosen.map((one) => `${person(issue, one.login)}${alone ? '' : foldersText(one)}`);
  const uncovered = (approvers?.uncovered ?? []).map(({ folder }) => folderName(folder));
  const nobody = `\`approved\` for ${within(uncovered)}: OWNERS names nobody but the author`;
  return [
    ...(ask.length > 0 ? [`\`approved\` from ${within(ask, ' and ')}`] : []),
    ...(uncovered.length > 0 ? [nobody] : []),
    ...(ask.length + uncovered.length === 0 ? ['`approved` from an approver'] : []),
  ];
}

function foldersText({ needs, away }: ChosenApprover): string {
  const folders = [...new Set(needs.map(({ folder }) => folderName(folder)))];
  return ` (${within(folders)}${away ? '; away' : ''})`;
}

function folderName(folder: string): string {
  return folder === '' ? 'the root' : `\`${escape(folder, 80).replaceAll('`', 'ˋ')}\``;
}

function holdText(issue: Issue, { logins }: Lack): string {
  return `the hold to end: ${people(issue, logins) || GIVERS.holder}`;
}

function labelText({ what, label = '', from }: Lack, author: string): string {
  const name = `\`${escape(label, 60).replaceAll('`', 'ˋ')}\``;
  if (what === 'required') return `${name} from a maintainer`;
  return `${name} to go: ${from === 'author' ? author : GIVERS[from]}`;
}

const GIVERS: Readonly<Record<Lack['from'], string>> = {
  author: 'the author',
  member: 'a member of the organisation',
  reviewer: 'a reviewer',
  approver: 'an approver',
  holder: 'whoever holds it',
  anybody: 'anybody, by a command',
  maintainer: 'a maintainer',
  robot: 'a robot',
};

/** Logins as links to their pages; "owner/team" is a team's. */
function people(issue: Issue, logins: readonly string[], last = ', '): string {
  return within(
    logins.map((login) => person(issue, login)),
    last,
  );
}

function person({ url }: Pick<Issue, 'url'>, login: string): string {
  const origin = /^https?:\/\/[^/]+/.exec(url)?.[0] ?? '';
  const [owner, team] = login.split('/');
  const path = team === undefined ? login : `orgs/${owner}/teams/${team}`;
  return link(`${origin}/${path}`, login, 60);
}

/** "a, b or c"; of many the first ones, and how many more. */
function within(texts: readonly string[], last = ', '): string {
  const shown: string[] = [];
  for (const text of texts) {
    if (shown.length === NAMED || [...shown, text].join().length > LIMITS.contextText / 4) break;
    shown.push(text);
  }
  const more = texts.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')}${last}${shown.at(-1)}`;
}
