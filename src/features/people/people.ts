import { UserError } from '../../domain/errors.ts';
import { readsOnly } from '../../domain/person.ts';
import { shownText, takenText } from '../../domain/link-words.ts';
import type { Call, Feature, Reply } from '../../feature.ts';
import type { Ports, ShownAccount } from '../../ports.ts';
import type { Effect, TokenChoice } from '../../effect.ts';
import { escape, say } from '../../blocks.ts';
import {
  askMessage,
  codeMessage,
  browserMessage,
  linkedMessage,
  unlinkedMessage,
  whoamiMessage,
} from './blocks.ts';

/** Who somebody is on GitHub: to show it, to take it back, and to see what follows from it. */
export const people: Feature = {
  name: 'people',

  commands: [
    {
      name: 'link',
      usage: ['link'],
      summary: 'Links your Slack account with your GitHub account.',
      who: 'Members of this Slack; not guests, and not people of other workspaces.',
      examples: ['link'],
      run: (_words, call, ports) => begin(call, ports),
    },
    {
      name: 'unlink',
      usage: ['unlink'],
      summary: 'Ends the link, and forgets what sigbot holds of your GitHub account.',
      who: 'Anyone, for themselves.',
      examples: ['unlink'],
      run: (_words, call, ports) => unlink(call, ports),
    },
    {
      name: 'whoami',
      usage: ['whoami'],
      summary: 'Tells who you are to sigbot, what you may decide, and how it acts for you.',
      who: 'Anyone.',
      examples: ['whoami'],
      run: async (_words, call, ports) => ({ message: await whoami(call, ports) }),
    },
  ],

  presses: {
    'people:link': (_value, call, ports) => begin(call, ports),
    // The button itself leads to GitHub.
    'people:go': () => Promise.resolve({}),
    'people:code': (ref, call, ports) => code(ref, call, ports),
    'people:link-keep': (secret, call, ports) => make(secret, 'keep', call, ports),
    'people:link-once': (secret, call, ports) => make(secret, 'once', call, ports),
    'people:link-none': (secret, call, ports) => make(secret, 'none', call, ports),
    'people:link-cancel': () => Promise.resolve({ message: say('Nothing was linked.'), replace: true }),
  },
};

async function begin({ user }: Call, ports: Ports): Promise<Reply> {
  const { how } = ports.linking;
  const reads = readsOnly(await ports.people.find(user));
  if (reads !== undefined) throw new UserError(reads, 'Ask a lead of the group to decide.');
  if (how === undefined) {
    const remedy = 'Ask whoever runs sigbot to add you under `people:`, or to set GITHUB_CLIENT_ID.';
    throw new UserError('Nobody can link an account by themselves here.', remedy);
  }
  const start = await ports.linking.begin(user);
  if (start.how === 'code')
    return { message: codeMessage(start), because: ['began to link an account, by a code'] };
  const { secret, verifier, expiresAt } = start;
  return {
    message: browserMessage(start.url),
    effects: [{ kind: 'link.begin', user, secret, verifier, expiresAt }],
    because: ['began to link an account, in the browser'],
  };
}

/** The person says that they have entered the code. */
async function code(ref: string, { user }: Call, ports: Ports): Promise<Reply> {
  const now = ports.linking.codeState(ref, user);
  if (!now) throw new UserError('This code is not asked about any more.', 'Begin again: `/sig link`');
  if (now.state === 'refused') throw new UserError(now.why, 'Begin again: `/sig link`');
  if (now.state === 'waiting')
    throw new UserError('GitHub has not seen the code yet.', 'Enter it there, and wait some seconds.');
  const account = await ports.linking.shown(now.secret, user);
  if (!account) throw new UserError('This link is over.', 'Begin again: `/sig link`');
  const name = await ports.linking.nameOf(user);
  return { message: askMessage(shownText(account, { user, name }, now.secret)), replace: true };
}

async function make(secret: string, choice: TokenChoice, { user }: Call, ports: Ports): Promise<Reply> {
  const account = await ports.linking.shown(secret, user);
  if (!account) throw new UserError('This link is over, or was made already.', 'See `/sig whoami`.');
  const { login, githubId, owner } = account;
  if (owner !== undefined && owner !== user) throw new UserError(takenText(login, owner));
  const kept = await ports.linking.of(user);
  if (kept && kept.source !== 'self' && kept.githubId !== githubId) {
    const remedy = 'Ask whoever runs sigbot to change it.';
    throw new UserError(
      `The operator has written down another GitHub account for you: ${kept.login}.`,
      remedy,
    );
  }
  return {
    message: linkedMessage(login, choice),
    replace: true,
    effects: [{ kind: 'link.make', user, secret, choice }, ...noticeOf(account, user, ports)],
    because: [`linked with ${login} (number ${githubId})`],
  };
}

/**
 * Whoever enters a code that somebody else sent them links their account with that person's Slack. Nobody can tell from
 * here; so where the account leads a group, the operator hears who has it now.
 */
function noticeOf({ login, githubId }: ShownAccount, user: string, { directory }: Ports): Effect[] {
  const { groups } = directory.current();
  const led = groups.filter((group) =>
    group.leads.some(({ github }) => github.toLowerCase() === login.toLowerCase()),
  );
  if (led.length === 0) return [];
  const titles = led.map(({ title }) => escape(title)).join(' and ');
  const text = `<@${user}> has linked the GitHub account ${escape(login)}, who leads ${titles}, by a code. If they are not the same person, write the right one under \`people:\` in sigbot.yml.`;
  return [{ kind: 'slack.notice', text, once: `notice:linked:${user}:${githubId}` }];
}

async function unlink({ user }: Call, ports: Ports): Promise<Reply> {
  const kept = await ports.linking.of(user);
  if (!kept) {
    const mayLink = ports.linking.how !== undefined && readsOnly(await ports.people.find(user)) === undefined;
    throw new UserError(
      'You are not linked with a GitHub account.',
      mayLink ? 'Link one: `/sig link`' : undefined,
    );
  }
  return {
    message: unlinkedMessage(kept),
    effects: [{ kind: 'link.drop', user }],
    because: [`link with ${kept.login} ended`],
  };
}

async function whoami({ user }: Call, ports: Ports) {
  const [person, link, names] = await Promise.all([
    ports.people.find(user),
    ports.linking.of(user),
    ports.issues.repositories(),
  ]);
  const repositories = await Promise.all(
    names.map(async (name) => ({ name, writing: await ports.policy.writing({ name }) })),
  );
  const { groups } = ports.directory.current();
  return whoamiMessage({ person, link, groups, repositories, how: ports.linking.how });
}
