import { APP } from './roster.ts';
import type { Workspace } from './workspace.ts';

/** Who, what and where can be named: by what is typed, as Slack refers to it, and under what name. */
type Nameable = readonly [typed: string, reference: string, name: string];

/** A message as Slack keeps it: `<@U…>` for people and the bot, `<!subteam^S…>` for groups, `<#C…>`, links in angle brackets. */
export function messageText(typed: string, workspace: Workspace): string {
  const all = nameables(workspace);
  return escaped(typed, all, ([, reference]) => `<${reference}>`);
}

/** The words of a command as Slack sends them with `should_escape`: the same, with names. */
export function commandText(typed: string, workspace: Workspace): string {
  const all = nameables(workspace).filter(([, reference]) => !BROADCASTS.includes(reference));
  return escaped(typed, all, ([, reference, name]) => `<${reference}|${name}>`);
}

const BROADCASTS = ['!here', '!channel', '!everyone'];

function nameables({ roster, usergroups }: Workspace): Nameable[] {
  return [
    [`@${APP.name}`, `@${APP.user}`, APP.name],
    ...roster.people.map(({ id, name }): Nameable => [`@${name}`, `@${id}`, name]),
    ...usergroups.map(({ id, handle }): Nameable => [`@${handle}`, `!subteam^${id}`, `@${handle}`]),
    ...roster.channels.map(({ id, name }): Nameable => [`#${name}`, `#${id}`, name]),
    ...BROADCASTS.map((reference): Nameable => [reference.replace('!', '@'), reference, reference.slice(1)]),
  ];
}

function escaped(typed: string, all: readonly Nameable[], write: (named: Nameable) => string): string {
  const byName = new Map(all.map((one) => [one[0], one]));
  return typed
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/(?<![\w/])[@#][\w.-]+/g, (whole) => {
      const bare = whole.replace(/[.-]+$/, '');
      const exact = byName.get(whole);
      const named = exact ?? byName.get(bare);
      return named ? `${write(named)}${exact ? '' : whole.slice(bare.length)}` : whole;
    })
    .replace(/https?:\/\/\S+/g, (url) => `<${url}>`);
}
