import type { Config } from '../config.ts';
import {
  allowsChannel,
  findChannel,
  readChannel,
  type Channel,
  type Directory,
  type Doubt,
  type Group,
} from '../domain/group.ts';
import { meetingDoubts } from '../domain/meeting-doubts.ts';
import { nearest } from '../domain/nearest.ts';
import { asksGithub, leads, mayTriage, nobody, type Person } from '../domain/person.ts';

/** What was asked of Slack or GitHub, or why there is no answer. */
type Answer<T> = readonly T[] | { reason: string };

/** What `sigbot check` found out before it reports. */
export interface CheckFacts {
  config: Pick<Config, 'community' | 'channels' | 'repositories' | 'people' | 'operatorChannel'> &
    Partial<Pick<Config, 'privacy' | 'proposals' | 'strays'>>;
  directory: Directory;
  /** The workspace's channels. */
  channels: Answer<Channel>;
  /** The repositories that each pattern of the configuration stands for, as owner/name. */
  repositories: readonly { pattern: string; found: Answer<string> }[];
  /** What stands in the way of documents on GitHub, by outlet. */
  obstacles?: readonly { about: string; wrong: string }[];
  /** The GitHub logins that another account has taken since the bot first looked. */
  takenOver: Answer<string>;
}

/** The report of `sigbot check`: groups, repositories, doubts with errors first, a verdict. 1 where there are errors. */
export function checkReport(facts: CheckFacts): { lines: string[]; exitCode: 0 | 1 } {
  const doubts = [
    ...facts.directory.doubts,
    ...channelDoubts(facts),
    ...repositoryDoubts(facts),
    ...peopleDoubts(facts),
    ...takenDoubts(facts),
    ...strayDoubts(facts),
    ...proposalDoubts(facts),
    ...(facts.obstacles ?? []).map(({ about, wrong }): Doubt => ({ severity: 'error', about, text: wrong })),
    ...meetingDoubts(facts.directory.groups),
  ];
  const ranked = SEVERITIES.flatMap((severity) => doubts.filter((doubt) => doubt.severity === severity));
  const lines = [
    `${facts.config.community}: ${plural(facts.directory.groups.length, 'group')}`,
    '',
    ...table([
      ['GROUP', 'LABEL', 'CHANNEL'],
      ...facts.directory.groups.map((group) => groupRow(group, facts)),
    ]),
    '',
    ...table([['REPOSITORIES', 'INTAKE', 'WRITE', 'THROUGH', 'FOUND'], ...repositoryRows(facts)]),
    '',
    ...table(ranked.map(({ severity, about, text }) => [severity, `${about}: ${text}`])),
    ...(ranked.length > 0 ? [''] : []),
    verdict(ranked),
  ];
  return { lines, exitCode: ranked.some(({ severity }) => severity === 'error') ? 1 : 0 };
}

const SEVERITIES: readonly Doubt['severity'][] = ['error', 'warning', 'note'];

function groupRow(group: Group, { channels }: CheckFacts): string[] {
  const found = group.channel && isList(channels) ? findChannel(group.channel, channels) : undefined;
  const written = group.channel?.name === undefined ? group.channel?.id : `#${group.channel.name}`;
  const channel = found ? `#${found.name} (${found.id})` : written && `${written} (not resolved)`;
  return [group.id, group.label ?? '-', `${channel ?? '-'}${group.paused ? ', paused' : ''}`];
}

function repositoryRows({ config, repositories }: CheckFacts): string[][] {
  return config.repositories.map(({ pattern, intake, write, through }) => {
    const found = repositories.find((entry) => entry.pattern === pattern)?.found;
    return [pattern, intake, write, through, found && isList(found) ? String(found.length) : '?'];
  });
}

/** Columns of equal width; the last as wide as it comes. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function channelDoubts({ config, directory, channels }: CheckFacts): Doubt[] {
  if (!isList(channels)) {
    return [
      { severity: 'error', about: 'Slack', text: `The channels could not be asked for: ${channels.reason}` },
    ];
  }
  const doubts = directory.groups.flatMap((group) => groupChannelDoubt(group, channels, config.channels));
  const reached = directory.groups.some((group) => {
    const channel = group.channel && findChannel(group.channel, channels);
    return channel && allowsChannel(config.channels, channel);
  });
  if (!reached)
    doubts.unshift({
      severity: 'error',
      about: 'channels',
      text: 'No group has a channel the bot may post in: there would be no cards at all.',
    });
  const listed = [
    ...(config.channels === 'directory' ? [] : config.channels),
    ...(config.operatorChannel ? [config.operatorChannel] : []),
    ...(config.strays ? [config.strays.channel] : []),
    ...(config.privacy?.channels ?? []),
  ];
  const strangers = listed.filter((entry) => !findChannel(readChannel(entry) ?? {}, channels));
  return [
    ...doubts,
    ...strangers.map((entry): Doubt => ({
      severity: 'warning',
      about: entry,
      text: unseen('This channel of the configuration', entry, channels),
    })),
  ];
}

function groupChannelDoubt(group: Group, channels: readonly Channel[], allowed: Config['channels']): Doubt[] {
  if (!group.channel) return [];
  const channel = findChannel(group.channel, channels);
  const written = group.channel.name ?? group.channel.id ?? '';
  if (!channel)
    return [{ severity: 'warning', about: group.id, text: unseen('Its channel', written, channels) }];
  if (allowsChannel(allowed, channel)) return [];
  return [
    {
      severity: 'warning',
      about: group.id,
      text: `Its channel #${channel.name} is not among the configuration’s channels: it gets no cards.`,
    },
  ];
}

function unseen(what: string, written: string, channels: readonly Channel[]): string {
  const meant = nearest(
    written.replace(/^#/, ''),
    channels.map(({ name }) => name),
  );
  return `${what} (${written}) is no public channel of this Slack. A private one is named by its id, and the bot invited.${meant ? ` Did you mean #${meant}?` : ''}`;
}

function repositoryDoubts({ repositories }: CheckFacts): Doubt[] {
  return repositories.flatMap(({ pattern, found }): Doubt[] => {
    if (!isList(found))
      return [{ severity: 'error', about: pattern, text: `It could not be looked up: ${found.reason}` }];
    if (found.length > 0) return [];
    const what = pattern.includes('*') ? 'No repository fits this pattern' : 'There is no such repository';
    return [{ severity: 'error', about: pattern, text: `${what}, or the bot’s account cannot see it.` }];
  });
}

function peopleDoubts({ config, directory }: CheckFacts): Doubt[] {
  const ids = directory.groups.map((group) => group.id);
  const doubts = config.people.flatMap(({ slack, groups = [] }) =>
    groups
      .filter((id) => !ids.includes(id))
      .map((id): Doubt => ({ severity: 'warning', about: `people.${slack}`, text: noGroup(id, ids) })),
  );
  const orphans = directory.groups.filter(
    (group) =>
      group.label &&
      !asksGithub([group]) &&
      !config.people.some((person) => mayTriage(believed(person), group)),
  );
  if (orphans.length > 0) {
    const names = orphans.slice(0, 3).map((group) => group.title);
    const rest = orphans.length > names.length ? ` and ${orphans.length - names.length} more` : '';
    doubts.push({
      severity: 'warning',
      about: 'people',
      text: `Nobody may triage for ${names.join(', ')}${rest}: map their leads, or name a triager.`,
    });
  }
  return [...doubts, ...leadNote(directory, config)];
}

function takenDoubts({ takenOver }: CheckFacts): Doubt[] {
  if (!isList(takenOver)) {
    const text = `The database could not be read (${takenOver.reason}), so nothing is known of logins that somebody else has taken. Before the first start that is as it should be.`;
    return [{ severity: 'note', about: 'people', text }];
  }
  return takenOver.map((login) => ({
    severity: 'warning',
    about: login,
    text: `This GitHub login belongs to another account than before, or belonged to nobody: nobody is taken for it. Look who has it now; then change the directory or people:, or run sigbot trust ${login}.`,
  }));
}

/** Paths that are said to be those of a group which is not there. */
function strayDoubts({ config, directory }: CheckFacts): Doubt[] {
  const ids = directory.groups.map(({ id }) => id);
  return (config.strays?.paths ?? [])
    .filter(({ group }) => !ids.includes(group))
    .map(({ glob, group }) => ({
      severity: 'warning',
      about: `strays.paths.${glob}`,
      text: noGroup(group, ids),
    }));
}

/** A proposal's labels, and its file, are read where its repository is followed. */
function proposalDoubts({ config: { proposals }, repositories }: CheckFacts): Doubt[] {
  const names = repositories
    .flatMap(({ found }) => (isList(found) ? found : []))
    .map((name) => name.toLowerCase());
  if (!proposals || names.includes(proposals.repository.toLowerCase())) return [];
  if (!repositories.every(({ found }) => isList(found))) return [];
  const text = `${proposals.repository} is none of the repositories that are followed, so no proposal is read. Add it to repositories.`;
  return [{ severity: 'error', about: 'proposals.repository', text }];
}

function noGroup(id: string, ids: readonly string[]): string {
  const meant = nearest(id, ids);
  return `The directory has no group ${id}.${meant ? ` Did you mean ${meant}?` : ''}`;
}

/** Somebody as the configuration has them: the account behind the login is looked up when the bot runs. */
function believed({ github, ...person }: CheckFacts['config']['people'][number]): Person {
  return { ...nobody(person.slack), ...person, github, githubId: 1, logins: [github.toLowerCase()] };
}

function leadNote({ groups }: Directory, { people }: CheckFacts['config']): Doubt[] {
  const all = new Set(groups.flatMap((group) => group.leads.map(({ github }) => github.toLowerCase())));
  const mapped = people.filter((person) => groups.some((group) => leads(believed(person), group)));
  if (mapped.length >= all.size) return [];
  return [
    {
      severity: 'note',
      about: 'people',
      text: `${mapped.length} of ${plural(all.size, 'lead')} can triage; the others have no Slack id there yet.`,
    },
  ];
}

function verdict(doubts: readonly Doubt[]): string {
  const count = (severity: Doubt['severity']) => doubts.filter((doubt) => doubt.severity === severity).length;
  const warnings = plural(count('warning'), 'warning');
  const errors = count('error');
  return errors > 0
    ? `Not ready: ${plural(errors, 'error')}, ${warnings}.`
    : `Ready: no errors, ${warnings}.`;
}

function isList<T>(answer: Answer<T>): answer is readonly T[] {
  return Array.isArray(answer);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
