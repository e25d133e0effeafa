import type { Fact } from './fact.ts';
import { groupsWithLabels, type Group } from './group.ts';
import type { Issue, StateReason } from './issue.ts';
import { hasLabel, isUntriaged, type UntriagedRule } from './label.ts';
import { labelsAsked, labelsDropped, type Command } from './prow.ts';
import { SECOND, type Instant } from './time.ts';
import { kindOfLabel, type Verdict } from './verdict.ts';

/** Somebody's account on GitHub. */
export interface Account {
  login: string;
  /** It is a robot's: what it does, somebody else has asked for. */
  robot: boolean;
}

/** What happened to an issue on GitHub, as an event or two polls tell it. */
export interface News {
  at: Instant;
  /** Absent where it is not known. */
  by?: Account | undefined;
  /** Labels. */
  added: readonly string[];
  removed: readonly string[];
  /** It was closed, and as what where GitHub says so. */
  closed?: { reason?: StateReason | undefined } | undefined;
  reopened: boolean;
  /** What a new comment asks for. */
  commands: readonly Command[];
}

/** What is known when the news comes. */
export interface Around {
  /** As it is after the news. */
  issue: Issue;
  verdicts: readonly Verdict[];
  groups: readonly Group[];
  /** The GitHub logins of a group's triagers by the configuration: they speak for it as its leads do. */
  named: (group: Group) => readonly string[];
  untriaged: UntriagedRule;
  /** Whether this change of a label is the bot's own, which carries out what was decided in Slack. */
  ours: (does: 'add' | 'remove', label: string) => boolean;
  /** Whether the closing is. */
  closedByUs: () => boolean;
}

/** What the news has to do with the issue's verdicts. */
export function factsIn(news: News, around: Around): Fact[] {
  const { at } = news;
  const by = news.by?.robot ? undefined : news.by?.login;
  const labels = (names: readonly string[], does: 'add' | 'remove') =>
    names
      .map((name) => name.toLowerCase())
      .filter((name) => kindOfLabel(name) !== undefined && !around.ours(does, name));
  const groups = by === undefined ? [] : groupsOf(by, around);
  const bare = isUntriaged(around.issue, around.untriaged);
  return [
    ...commandsIn(news, around),
    ...labels(news.removed, 'remove')
      // What a poll no longer finds, and another one of its kind instead, was replaced: that takes nothing back.
      .filter(() => news.by !== undefined || bare)
      .map((label) => ({ what: 'unlabelled' as const, at, by, label, bare })),
    ...labels(news.added, 'add').map((label) => ({ what: 'labelled' as const, at, by, groups, label })),
    ...movesIn(news, around),
    ...closingIn(news, around),
    ...(news.reopened ? [{ what: 'reopened' as const, at, by }] : []),
    ...returned(news, around).map((group) => ({ what: 'returned' as const, at, by, group })),
  ];
}

/** Changes of groups' labels that may hand the issue over: by who speaks for some group, or by a robot for them. */
function movesIn({ at, by, added, removed }: News, around: Around): Fact[] {
  if (!by || (!by.robot && speaksFor(by.login, around.groups, around).length === 0)) return [];
  const login = by.robot ? undefined : by.login;
  const moves = (names: readonly string[], does: 'add' | 'remove') =>
    names
      .map((name) => name.toLowerCase())
      .filter((name) => groupsWithLabels(around.groups, [name]).length > 0 && !around.ours(does, name))
      .map((label) => ({
        at,
        by: login,
        groups: login === undefined ? [] : ofLabel(login, label, around),
        label,
      }));
  return [
    ...moves(removed, 'remove').map((move) => ({ what: 'unlabelled' as const, ...move, bare: false })),
    ...moves(added, 'add').map((move) => ({ what: 'labelled' as const, ...move })),
  ];
}

/** How a pull request ends, merged or not, is nobody's verdict. */
function closingIn({ at, by, closed }: News, around: Around): Fact[] {
  if (!closed || !by || around.issue.isPullRequest || around.closedByUs()) return [];
  const { reason } = closed;
  if (by.robot) return [{ what: 'closed', at, groups: [], reason }];
  return [{ what: 'closed', at, by: by.login, groups: groupsOf(by.login, around), reason }];
}

function commandsIn({ at, by, commands }: News, around: Around): Fact[] {
  if (!by) return [];
  const { login } = by;
  const moves = !by.robot && speaksFor(login, around.groups, around).length > 0;
  const bears = (label: string) =>
    kindOfLabel(label) !== undefined || (moves && groupsWithLabels(around.groups, [label]).length > 0);
  const fact = (does: 'add' | 'remove') => (label: string) => ({
    what: 'commanded' as const,
    at,
    by: login,
    groups: kindOfLabel(label) === undefined ? ofLabel(login, label, around) : groupsOf(login, around),
    label,
    does,
    there: hasLabel(around.issue.labels, label),
  });
  const closes = !by.robot && !around.issue.isPullRequest && commands.some(({ does }) => does === 'close');
  return [
    ...labelsAsked(commands).filter(bears).map(fact('add')),
    ...labelsDropped(commands).filter(bears).map(fact('remove')),
    ...(closes ? [{ what: 'close-asked' as const, at, by: login, groups: groupsOf(login, around) }] : []),
  ];
}

/** The groups of the issue for which this person speaks; where there are none, they speak for the whole issue. */
function groupsOf(login: string, around: Around): string[] {
  return speaksFor(login, groupsWithLabels(around.groups, around.issue.labels), around);
}

/** The groups of that label for which this person speaks. */
function ofLabel(login: string, label: string, around: Around): string[] {
  return speaksFor(login, groupsWithLabels(around.groups, [label]), around);
}

/** Those of the groups that this person leads, or triages for by the configuration. */
function speaksFor(login: string, groups: readonly Group[], { named }: Pick<Around, 'named'>): string[] {
  return groups
    .filter((group) => hasLabel([...group.leads.map(({ github }) => github), ...named(group)], login))
    .map(({ id }) => id);
}

/** The groups that have got back what they had handed on. GitHub dates in whole seconds: within one it is back already. */
function returned({ added, at }: News, { groups, verdicts }: Around): string[] {
  const before = (moment: Instant) => moment - (moment % SECOND) <= at;
  return groupsWithLabels(groups, added)
    .map(({ id }) => id)
    .filter((id) =>
      verdicts.some(
        (verdict) =>
          verdict.group === id && verdict.kind === 'not-ours' && !verdict.ended && before(verdict.at),
      ),
    );
}
