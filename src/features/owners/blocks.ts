import { channelLink, context, escape, fitting, link, section, sections, when } from '../../blocks.ts';
import type { CodeownersRule } from '../../domain/codeowners.ts';
import type { OwnersFinding, OwnersOrigin } from '../../domain/owners.ts';
import type { Message } from '../../feature.ts';
import type { OwnedRepository } from '../../ports/owners.ts';
import type { LabelledGroup, Named, OwnedLabel, PathOwners } from './plan.ts';

/** How many of each are shown, at most. */
const MOST = { names: 25, places: 12, labels: 12, findings: 5 };

/** Who owns a path: by OWNERS files, with the place each comes from, then by GitHub's CODEOWNERS. */
export function pathMessage(facts: PathOwners): Message {
  const { repository, path, owners, labels, codeowners, findings } = facts;
  const title = `Owners of ${path === '' ? 'the root' : code(path)} in ${link(repository.url, repository.name)}`;
  const told = owners && [
    ...kindLines('Approvers', owners.approvers, repository),
    ...kindLines('Reviewers', owners.reviewers, repository),
    ...kindLines('Required reviewers', owners.requiredReviewers, repository),
    ...labelLines(labels, repository),
  ];
  const lines = [
    ...(told?.length === 0 ? ['No OWNERS file names anybody for it.'] : (told ?? [])),
    ...(codeowners
      ? [`*${fileLink(codeowners.path, repository)}*, GitHub’s own`, ruleText(codeowners, repository)]
      : []),
    ...(told === undefined && !codeowners ? ['The repository has neither OWNERS files nor CODEOWNERS.'] : []),
    ...findingLines(findings, repository),
  ];
  const shown = fitting(lines);
  return {
    text: title,
    blocks: [
      section(`*${title}*`),
      ...sections([...shown, ...more(lines.length - shown.length, 'line')]),
      context(`The files were read ${when(repository.readAt)}.`),
    ],
  };
}

function kindLines(kind: string, all: readonly Named[], repository: OwnedRepository): string[] {
  if (all.length === 0) return [];
  const lines = all
    .slice(0, MOST.places)
    .map(({ origin, names }) => `• ${originText(origin, repository)}: ${namesText(names)}`);
  return [`*${kind}*`, ...lines, ...more(all.length - MOST.places, 'place')];
}

/** "dana, noor and 3 more" */
export function namesText(names: readonly string[], most = MOST.names): string {
  const shown = names.slice(0, most).map((name) => escape(name, 60));
  const rest = names.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function more(count: number, what: string): string[] {
  return count > 0 ? [`• and ${count} more ${what}${count === 1 ? '' : 's'}`] : [];
}

/** "pkg/hull/OWNERS, as harbour-masters, where `\.go$`" */
function originText({ folder, pattern, alias }: OwnersOrigin, repository: OwnedRepository): string {
  const file = fileLink(folder === '' ? 'OWNERS' : `${folder}/OWNERS`, repository);
  const through = alias === undefined ? '' : `, as ${escape(alias, 80)}`;
  return `${file}${through}${pattern === undefined ? '' : `, where ${code(pattern)}`}`;
}

function fileLink(path: string, repository: OwnedRepository): string {
  return link(fileUrl(path, repository), path);
}

function fileUrl(path: string, { url }: OwnedRepository): string {
  return `${url}/blob/HEAD/${path.toWellFormed().split('/').map(encodeURIComponent).join('/')}`;
}

function labelLines(labels: readonly OwnedLabel[], repository: OwnedRepository): string[] {
  if (labels.length === 0) return [];
  const lines = labels.slice(0, MOST.labels).map(({ name, origin, groups }) => {
    const whose = groups.map(groupText).join(', ');
    return `• ${code(name)}${whose === '' ? '' : ` (${whose})`}: ${originText(origin, repository)}`;
  });
  return ['*Labels*', ...lines, ...more(labels.length - MOST.labels, 'label')];
}

function groupText({ group, channel }: LabelledGroup): string {
  return `${escape(group.title, 80)}${channel ? ` in ${channelLink(channel.id)}` : ''}`;
}

/** "• line 12, `/pkg/`: dana, harbour/masters and one by e-mail address" */
function ruleText(
  { path, rule }: { path: string; rule: CodeownersRule | undefined },
  repository: OwnedRepository,
): string {
  if (!rule) return '• No line of it fits.';
  const { line, pattern, owners, mails } = rule;
  const named = [
    ...(owners.length > 0 ? [namesText(owners)] : []),
    ...(mails > 0 ? [mails === 1 ? 'one by e-mail address' : `${mails} by e-mail address`] : []),
  ];
  const where = link(`${fileUrl(path, repository)}#L${line}`, `line ${line}`);
  return `• ${where}, ${code(pattern)}: ${named.length > 0 ? named.join(', and ') : 'nobody, on purpose'}`;
}

function findingLines(findings: readonly OwnersFinding[], repository: OwnedRepository): string[] {
  if (findings.length === 0) return [];
  const lines = findings
    .slice(0, MOST.findings)
    .map(({ file, text }) => `• ${fileLink(file, repository)}: ${escape(text, 300)}`);
  return ['*Amiss*', ...lines, ...more(findings.length - MOST.findings, 'finding')];
}

/** Foreign text as code: a backtick would end it. */
export function code(text: string): string {
  return `\`${escape(text, 120).replaceAll('`', '')}\``;
}
