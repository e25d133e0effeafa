import { actions, button, context, escape, linkButton, section, sections, when } from '../../blocks.ts';
import type { Choice, TokenChoice } from '../../effect.ts';
import type { Group } from '../../domain/group.ts';
import { asksGithub, readsOnly, roleIn, type Person } from '../../domain/person.ts';
import type { Writing } from '../../domain/rights.ts';
import type { Message } from '../../feature.ts';
import type { KeptLink } from '../../ports.ts';

/** Where to go in the browser. */
export function browserMessage(url: string): Message {
  const text =
    'GitHub will ask you who you are; then a page of sigbot’s names both accounts and asks whether to link them. The button is good for ten minutes and for you alone: give its address to nobody.';
  return { text, blocks: [section(text), actions(linkButton('Show my GitHub account', 'people:go', url))] };
}

/** A code to enter at GitHub. */
export function codeMessage({ code, address, ref }: { code: string; address: string; ref: string }): Message {
  const text = `Open ${escape(address)} and enter this code there: *${escape(code)}*\nThen sigbot writes to you and asks whether to link the two accounts. Give the code to nobody, and enter none that somebody sent you.`;
  const buttons = [
    linkButton('Open GitHub', 'people:go', address),
    button('I have entered it', 'people:code', ref),
  ];
  return { text, blocks: [section(text), actions(...buttons)] };
}

/** The question whether both accounts are the person's. */
export function askMessage({ text, choices }: { text: string; choices: readonly Choice[] }): Message {
  const buttons = choices.map(({ label, action, value }) => button(label, action, value));
  return { text, blocks: [section(text), ...(buttons.length > 0 ? [actions(...buttons)] : [])] };
}

const TOKEN_WORDS: Readonly<Record<TokenChoice, string>> = {
  none: '',
  once: ' For ten minutes sigbot writes there as you.',
  keep: ' sigbot writes there as you from now on, where the operator wants it so.',
};

/** What a new link means. */
export function linkedMessage(login: string, choice: TokenChoice): Message {
  const text = `You are linked with the GitHub account ${escape(login)}.${TOKEN_WORDS[choice]} What that means: \`/sig whoami\``;
  return { text, blocks: [section(text)] };
}

/** What a link's end means, and what is left to do at GitHub. */
export function unlinkedMessage({ login, source, token }: KeptLink): Message {
  const forgotten = token ? ', and sigbot has forgotten your sign-in' : '';
  const written =
    source === 'self'
      ? ''
      : ` The operator has written the link down, so it comes back${token ? ' without your sign-in' : ''}; ask whoever runs sigbot to take it out.`;
  const shown = source === 'self' || token !== undefined;
  const left = shown ? '\nYou can also take its access away at GitHub, under Settings → Applications.' : '';
  const text = `You are no longer linked with ${escape(login)}${forgotten}.${written}${left}`;
  return { text, blocks: [section(text)] };
}

/** All that `/sig whoami` tells. */
export interface Whoami {
  person: Person;
  link: KeptLink | undefined;
  groups: readonly Group[];
  repositories: readonly { name: string; writing: Writing | undefined }[];
  how: 'browser' | 'code' | undefined;
}

/** At most so many repositories and groups are named. */
const NAMED = 20;

/** Who somebody is, what they decide, and how the bot acts for them. */
export function whoamiMessage(facts: Whoami): Message {
  const lines = [whoLine(facts), ...roleLines(facts), ...writeLines(facts)];
  const change = changeText(facts);
  return {
    text: 'Who you are to sigbot',
    blocks: [...sections(lines), ...(change === '' ? [] : [context(change)])],
  };
}

/** What somebody can do about it themselves. */
function changeText({ person, link, how }: Whoami): string {
  const mayLink = how !== undefined && readsOnly(person) === undefined;
  const ways = [...(mayLink ? ['`/sig link`'] : []), ...(link ? ['`/sig unlink`'] : [])];
  return ways.length === 0 ? '' : `Change it: ${ways.join(' or ')}`;
}

function whoLine({ person, link, how }: Whoami): string {
  const reads = readsOnly(person);
  if (reads !== undefined) return `*${escape(reads)}*`;
  if (person.doubt !== undefined) return `*${escape(person.doubt, 400)}*`;
  if (person.github === undefined) {
    const way =
      how === undefined ? 'Ask whoever runs sigbot to add you under `people:`.' : '`/sig link` shows it.';
    return `*sigbot does not know who you are on GitHub.* ${way}`;
  }
  return `*You are ${escape(person.github)} on GitHub* (number ${person.githubId}), ${sourceText(link)}.`;
}

function sourceText(link: KeptLink | undefined): string {
  if (link?.source === 'config') return 'by the operator’s configuration';
  if (link?.source === 'file') return 'by the community’s users file';
  return link ? `linked by you ${when(link.linkedAt)}` : 'by the operator’s word';
}

function roleLines({ person, groups }: Whoami): string[] {
  const roles = groups.map((group) => ({ group, role: roleIn(person, group) }));
  const titles = (role: string) =>
    roles.filter((entry) => entry.role === role).map(({ group }) => escape(group.title));
  if (titles('operator').length > 0) return ['You are an operator: you decide for every group.'];
  const lines = [
    listed('You lead', titles('lead')),
    listed('You triage for', titles('triager')),
    person.githubId !== undefined && person.standing === 'member' && asksGithub(groups)
      ? 'For groups that take GitHub’s word, it is asked when you decide.'
      : '',
  ].filter((line) => line !== '');
  return lines.length > 0 ? lines : ['You can look everywhere, and decide for no group.'];
}

function listed(what: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return `${what} ${names.slice(0, NAMED).join(', ')}${more}.`;
}

function writeLines({ person, link, repositories }: Whoami): string[] {
  if (readsOnly(person) !== undefined) return [];
  const known = repositories.flatMap(({ name, writing }) => (writing ? [{ name, writing }] : []));
  const byWords = Map.groupBy(known, ({ writing }) => writeText(writing, person, link));
  return [...byWords].map(
    ([words, all]) =>
      `${listed(
        'In',
        all.map(({ name }) => escape(name)),
      ).slice(0, -1)}: ${words}`,
  );
}

function writeText({ write, through }: Writing, { signedIn }: Person, link: KeptLink | undefined): string {
  const how = through === 'prow' ? 'comments Prow’s commands' : 'changes labels, assignees and state';
  if (write === 'handoff') return 'sigbot hands you the comment to paste.';
  if (write === 'as-bot')
    return `sigbot ${how} with its own account, after asking GitHub what you may do there.`;
  if (!signedIn)
    return 'sigbot would write as you, but has no sign-in of yours: it hands you the comment to paste.';
  const until = link?.token?.until;
  return `sigbot ${how} as you${until === undefined ? '' : `, until ${when(until, '{time}')}`}.`;
}
