import type { KnownBlock, ModalView } from '@slack/types';
import { actions, button, context, escape, fitting, link, notice, sections, when } from '../../blocks.ts';
import type { Freeze } from '../../domain/freeze.ts';
import type { Group } from '../../domain/group.ts';
import { needText, overText, readyText, untilText } from '../../domain/radar-words.ts';
import { isReady, type KepStanding } from '../../domain/radar.ts';
import type { Instant } from '../../domain/time.ts';
import type { Message } from '../../feature.ts';
import type { KepAndIssue, MissedFreeze } from '../../radar.ts';
import { doersOf, type Wanted } from './plan.ts';

/** A group's proposals, as one person is shown them. */
export interface Shown {
  group: Group;
  /** The repository they lie in. */
  repo: { name: string; url: string };
  /** Undefined: all that are open are shown, of every milestone. */
  wanted: Wanted | undefined;
  optedIn: string;
  exceptions: string | undefined;
  standings: readonly KepStanding[];
  /** Freezes of the milestone that are over, and who missed them. */
  over: readonly MissedFreeze[];
  open: readonly KepAndIssue[];
  /** To its leads: the open ones whose files have a wart. */
  warts: readonly KepAndIssue[];
  now: Instant;
}

/** How many lines a message and a page have: quickly read, and well under Slack's limits. */
const FEW = 18;
const PAGE = 30;

/** The proposals in one message; what has no room stands behind “Show all”. */
export function kepsMessage(shown: Shown): Message {
  const lines = linesOf(shown);
  const told = fitting(lines.slice(0, FEW));
  const more = told.length < lines.length;
  const rest = more ? [actions(button('Show all', 'keps:page', pageValue(shown, 0)))] : [];
  return {
    text: titleOf(shown),
    blocks: [...sections([`*${titleOf(shown)}*`, ...told]), ...rest, ...foot(shown)],
  };
}

/** A page of them, as things stand now. */
export function kepsPage(shown: Shown, wanted: number): ModalView {
  const lines = linesOf(shown);
  const pages = Math.max(1, Math.ceil(lines.length / PAGE));
  const page = Math.min(Math.max(0, wanted), pages - 1);
  const turn = (label: string, to: number, place: number) =>
    button(label, `keps:page.${place}`, pageValue(shown, to, true));
  const turns = [
    ...(page > 0 ? [turn('Earlier', page - 1, 0)] : []),
    ...(page < pages - 1 ? [turn('Later', page + 1, 1)] : []),
  ];
  return notice('Proposals', [
    ...sections([`*${titleOf(shown)}*`, ...lines.slice(page * PAGE, (page + 1) * PAGE)]),
    ...(turns.length > 0 ? [actions(...turns)] : []),
    context(`Page ${page + 1} of ${pages}, as things stand now`),
  ]);
}

/** What a button of a page carries. */
export interface PageValue {
  group: string;
  milestone: string;
  page: number;
  turned?: boolean;
}

function pageValue({ group, wanted }: Shown, page: number, turned = false): string {
  const value: PageValue = { group: group.id, milestone: wanted?.milestone ?? 'all', page, turned };
  return JSON.stringify(value);
}

/** "SIG Node, v1.37: Enhancements Freeze in 9 days, 3 of 5 not ready" */
function titleOf({ group, wanted, standings, open, now }: Shown): string {
  const title = escape(group.title, 80);
  if (!wanted)
    return `${title}: ${open.length === 1 ? 'one open proposal' : `${open.length} open proposals`}`;
  const { milestone, next } = wanted;
  const lacking = standings.filter((one) => !isReady(one)).length;
  const of = standings.length;
  const count = of === 0 ? 'no proposals' : readyText(lacking, of);
  return next
    ? `${title}, ${milestone}: ${escape(next.name, 80)} ${untilText(next.at, now)}, ${count}`
    : `${title}, ${milestone}: ${count}`;
}

function linesOf(shown: Shown): string[] {
  const { wanted, standings, over, open, exceptions, warts } = shown;
  const [lacking, ready] = [standings.filter((one) => !isReady(one)), standings.filter(isReady)];
  const asking = exceptions === undefined ? [] : [`An exception is asked for ${link(exceptions, 'here')}.`];
  return [
    ...(wanted?.next ? [deadlineLine(wanted.next)] : []),
    ...part(
      'Not ready',
      lacking.map((one) => standingLine(one, shown)),
    ),
    ...part(
      'Ready',
      ready.map((one) => kepLine(one, shown)),
    ),
    ...over.flatMap(({ record, missed, total }) =>
      part(overText(record, missed.length, total), [
        ...missed.map((one) => missedLine(one, record.milestone, shown)),
        ...asking,
      ]),
    ),
    ...(wanted ? [] : open.map((one) => kepLine(one, shown))),
    ...part(
      'In their files',
      warts.map((one) => wartLine(one, shown)),
    ),
  ];
}

function part(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`*${escape(heading, 160)}*`, ...lines];
}

function deadlineLine({ at }: Freeze): string {
  return `Until ${when(at, '{date_short_pretty}, {time}')}`;
}

/** "#7 Tar the planks · beta, implementable" */
function kepLine(one: KepAndIssue, shown: Shown): string {
  const { stage, status, latestMilestone } = one.kep;
  const where = shown.wanted ? [] : [latestMilestone ?? 'no milestone'];
  const said = [stage ?? 'no stage', status ?? 'no status', ...where].join(', ');
  return `• ${kepLink(one, shown)} · ${escape(said, 80)}`;
}

/** With what it lacks, and who can do it: "· lacks label lead-opted-in (dana), PRR approver for beta (mori)". */
function standingLine(standing: KepStanding, shown: Shown): string {
  const { group, wanted, optedIn } = shown;
  const words = { milestone: wanted?.milestone ?? '', optedIn };
  const textOf = (need: KepStanding['missing'][number]) => needText(need, standing.kep, words);
  const lacks = doersOf(standing, group).map(({ who, needs }) => `${needs.map(textOf).join(', ')} (${who})`);
  const unknown = standing.unknown.map((need) => `${textOf(need)} unknown: its issue is not read`);
  const said = [...(lacks.length > 0 ? [`lacks ${lacks.join('; ')}`] : []), ...unknown].join('; ');
  return `${kepLine(standing, shown)} · ${escape(said, 300)}`;
}

function missedLine(standing: KepStanding, milestone: string, shown: Shown): string {
  const needs = standing.missing.map((need) =>
    needText(need, standing.kep, { milestone, optedIn: shown.optedIn }),
  );
  return `• ${kepLink(standing, shown)} · lacked ${escape(needs.join(', '), 200)}`;
}

function wartLine(one: KepAndIssue, { repo }: Shown): string {
  const { number, path, findings } = one.kep;
  const file = link(`${repo.url}/blob/HEAD/${encodeURI(path)}`, `#${number ?? '?'} kep.yaml`);
  return `• ${file}: ${escape(findings.join(' '), 400)}`;
}

function kepLink({ kep, issue }: KepAndIssue, { repo }: Shown): string {
  const { number, title, path } = kep;
  const url =
    number === undefined ? `${repo.url}/blob/HEAD/${encodeURI(path)}` : `${repo.url}/issues/${number}`;
  return link(issue?.url ?? url, `#${number ?? '?'} ${title ?? path}`, 90);
}

function foot({ wanted, group, standings }: Shown): KnownBlock[] {
  const all = `\`/sig keps ${group.id} all\``;
  if (!wanted) return [];
  const none = standings.length === 0 ? `No proposal of the group is meant for ${wanted.milestone}. ` : '';
  return [context(`${none}All that are open, of every milestone: ${all}`)];
}
