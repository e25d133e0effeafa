import type { Fact } from './fact.ts';
import { groupsWithLabels, type Group } from './group.ts';
import type { Issue } from './issue.ts';
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
  untriaged: UntriagedRule;
  /** Whether this change of a label is the bot's own, which carries out what was decided in Slack. */
  ours: (does: 'add' | 'remove', label: string) => boolean;
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
    ...(news.reopened && around.verdicts.some(closing) ? [{ what: 'reopened' as const, at, by }] : []),
    ...returned(news, around).map((group) => ({ what: 'returned' as const, at, by, group })),
  ];
}

function commandsIn({ at, by, commands }: News, around: Around): Fact[] {
  if (!by) return [];
  const fact = (does: 'add' | 'remove') => (label: string) => ({
    what: 'commanded' as const,
    at,
    by: by.login,
    groups: groupsOf(by.login, around),
    label,
    does,
    there: hasLabel(around.issue.labels, label),
  });
  const triage = (label: string) => kindOfLabel(label) !== undefined;
  return [
    ...labelsAsked(commands).filter(triage).map(fact('add')),
    ...labelsDropped(commands).filter(triage).map(fact('remove')),
  ];
}

/** The groups of the issue that this person leads: for these they speak, and for the whole issue where there are none. */
function groupsOf(login: string, { issue, groups }: Around): string[] {
  const lower = login.toLowerCase();
  return groupsWithLabels(groups, issue.labels)
    .filter(({ leads }) => leads.some(({ github }) => github.toLowerCase() === lower))
    .map(({ id }) => id);
}

function closing({ kind, ended }: Verdict): boolean {
  return ended === undefined && (kind === 'closed' || kind === 'duplicate');
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
