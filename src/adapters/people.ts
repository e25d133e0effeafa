import type { Logger } from 'pino';
import type { NamedPerson } from '../config.ts';
import { messageOf } from '../domain/errors.ts';
import type { Directory } from '../domain/group.ts';
import { nobody, type Person } from '../domain/person.ts';
import { DAY, type Instant } from '../domain/time.ts';
import type { KnownRights, Ports } from '../ports.ts';
import type { UsersSource } from './directory/users.ts';
import type { AccountBook } from './github/accounts.ts';
import type { RightsAnswer, RightsQuestion } from './github/rights.ts';
import type { SlackUser } from './slack/users.ts';
import type { Link, Store, StoreParts } from './store/store.ts';

export interface PeopleNeeds {
  config: { people: readonly NamedPerson[] };
  file: Pick<UsersSource, 'current' | 'known'>;
  directory: { current(): Directory };
  store: Store;
  book: AccountBook;
  slackUser: (id: string) => Promise<SlackUser>;
  rights: (question: RightsQuestion) => Promise<RightsAnswer>;
  now: () => Instant;
  log: Logger;
}

/** Whom the operator wrote down, and where. */
interface Written {
  slack: string;
  login: string;
  source: 'config' | 'file';
}

/** Who people are. What counts is sigbot.yml first, then the users file, then what somebody has linked. */
export function createPeople(needs: PeopleNeeds) {
  const { config, directory, store, book, slackUser, now } = needs;
  const named = new Map(config.people.map((person) => [person.slack, person]));
  const port: Ports['people'] = {
    async find(slack) {
      const { role = 'member', groups } = named.get(slack) ?? {};
      const [{ standing }, who] = await Promise.all([slackUser(slack), identify(slack, needs)]);
      return { ...nobody(slack), standing, role, ...(groups ? { groups } : {}), ...who };
    },
    zoneOf: async (slack) => (await slackUser(slack)).zone,
    async slackOf(logins) {
      const accounts = await store.accounts.all();
      const ids = new Set(logins.map((login) => accounts.get(login.toLowerCase())?.githubId));
      return (await store.people.all()).filter(({ githubId }) => ids.has(githubId)).map(({ slack }) => slack);
    },
    named: ({ id }) =>
      config.people
        .filter(({ role, groups }) => role === 'triager' && (groups === undefined || groups.includes(id)))
        .map(({ github }) => github),
    rights: (person, issue, asked = {}) => rightsOf(person, issue, asked, needs),
  };
  return {
    port,
    /** Once a minute: who was written down becomes an account, and logins are looked at again. */
    async refresh(): Promise<void> {
      const entries = written(needs);
      const leads = directory.current().groups.flatMap((group) => group.leads.map(({ github }) => github));
      await book.refresh([...entries.map(({ login }) => login), ...leads]);
      await importAll(entries, needs);
      await warn(store);
      await store.atomically((tx) => forgetTokens(tx, now()));
      await store.flows.forget(now() - DAY);
    },
  };
}

/** One login and one Slack id each: sigbot.yml's before the file's. */
function written({ config, file }: Pick<PeopleNeeds, 'config' | 'file'>): Written[] {
  const first = config.people.map(({ slack, github }) => ({
    slack,
    login: github,
    source: 'config' as const,
  }));
  const slacks = new Set(first.map(({ slack }) => slack));
  const logins = new Set(first.map(({ login }) => login.toLowerCase()));
  const more = [...file.current().logins]
    .filter(([slack, login]) => !slacks.has(slack) && !logins.has(login.toLowerCase()))
    .map(([slack, login]) => ({ slack, login, source: 'file' as const }));
  return [...first, ...more];
}

/** What is known of the person's GitHub account, or why nobody can be sure of it. */
async function identify(slack: string, needs: PeopleNeeds): Promise<Partial<Person>> {
  const { store, now, log } = needs;
  const entry = written(needs).find((candidate) => candidate.slack === slack);
  if (!entry) {
    const link = await store.people.of(slack);
    return link?.source === 'self' ? accountOf(link, store, now()) : {};
  }
  try {
    const link = await settle(entry, needs);
    const account = await store.accounts.of(entry.login);
    if (account?.otherId !== undefined) return { doubt: takenOver(account.login) };
    return link ? await accountOf(link, store, now()) : { doubt: `GitHub has no account ${entry.login}.` };
  } catch (error) {
    log.warn({ err: error, slack }, 'GitHub could not be asked who somebody is');
    return { doubt: `GitHub could not be asked who ${entry.login} is.` };
  }
}

async function accountOf(link: Link, store: Store, now: Instant): Promise<Partial<Person>> {
  const over = link.tokenUntil !== undefined && link.tokenUntil <= now;
  return {
    github: link.login,
    githubId: link.githubId,
    logins: await store.accounts.loginsOf(link.githubId),
    signedIn: link.token !== undefined && !over,
  };
}

/** The link of somebody who was written down, kept as soon as GitHub has said which account the login is. */
async function settle(entry: Written, { store, book, now }: PeopleNeeds): Promise<Link | undefined> {
  const account = await book.of(entry.login);
  if (!account || account.otherId !== undefined) return undefined;
  const kept = await store.people.of(entry.slack);
  if (kept && fits(kept, entry, account.githubId)) return kept;
  await store.atomically((tx) => declare(entry, account.githubId, tx, now()));
  return store.people.of(entry.slack);
}

/** Whether the link is what the operator wrote down, and the account still the one that is meant. */
function fits(link: Link, { source, login }: Written, githubId: number): boolean {
  return (
    link.source === source && link.githubId === githubId && link.login.toLowerCase() === login.toLowerCase()
  );
}

function takenOver(login: string): string {
  return `The GitHub login ${login} belongs to another account than before, or belonged to nobody, so nobody is taken for it until an operator has looked (\`sigbot trust ${login}\`).`;
}

/**
 * Keeps what the operator wrote down, and puts it into the audit. Who had linked the same account by themselves loses it,
 * and so does whoever had linked another account than is written down for them: they are told.
 */
async function declare(
  { slack, login, source }: Written,
  githubId: number,
  tx: StoreParts,
  now: Instant,
): Promise<void> {
  const lost = await tx.people.declare({ slack, githubId, login, source, linkedAt: now });
  for (const link of lost) {
    const own = link.slack === slack;
    if (link.token !== undefined) await tx.flows.discard(link.slack, link.token, now);
    const other = own ? `another GitHub account for you: ${login}` : 'another Slack account for it';
    const text = `Your Slack account is no longer linked with the GitHub account ${link.login}: the operator has written down ${other}. If that is wrong, ask whoever runs sigbot.`;
    const once = `link:${link.slack}:${now}`;
    if (!own || link.source === 'self')
      await tx.outbox.add([{ effect: { kind: 'slack.dm', user: link.slack, text, once } }]);
    const act = `link ended: the operator names ${own ? login : slack}`;
    await tx.audit.add({ at: now, slack: link.slack, github: link.login, act });
  }
  const act = `linked with ${login} (number ${githubId}) by ${source === 'config' ? 'sigbot.yml' : 'the users file'}`;
  await tx.audit.add({ at: now, slack, github: login, act });
}

async function importAll(
  entries: readonly Written[],
  { store, file, ...needs }: Pick<PeopleNeeds, 'store' | 'file' | 'now'>,
): Promise<void> {
  const now = needs.now();
  const links = new Map((await store.people.all()).map((link) => [link.slack, link]));
  const accounts = await store.accounts.all();
  for (const entry of entries) {
    const kept = links.get(entry.slack);
    const account = accounts.get(entry.login.toLowerCase());
    if (account && account.otherId === undefined && !(kept && fits(kept, entry, account.githubId)))
      await store.atomically((tx) => declare(entry, account.githubId, tx, now));
  }
  const slacks = new Set(entries.map(({ slack }) => slack));
  // Before the file was read nobody knows whom it names no more.
  const known = file.known() ? ['config', 'file'] : ['config'];
  const orphans = [...links.values()].filter(
    ({ source, slack }) => known.includes(source) && !slacks.has(slack),
  );
  for (const { slack, login } of orphans) {
    await store.atomically(async ({ people, audit }) => {
      await people.undeclare(slack);
      await audit.add({ at: now, slack, github: login, act: `the operator names ${login} no more` });
    });
  }
}

/** Whose ten minutes are over. */
async function forgetTokens({ people, flows }: StoreParts, now: Instant): Promise<void> {
  for (const { slack, token } of await people.forgetTokens(now))
    if (token !== undefined) await flows.discard(slack, token, now);
}

/** The operator hears once of each login that another account has taken. */
async function warn(store: Store): Promise<void> {
  for (const { login, otherId } of await store.accounts.doubtful()) {
    const once = `notice:login:${login}:${otherId}`;
    await store.outbox.add([{ effect: { kind: 'slack.notice', text: takenOver(login), once } }]);
  }
}

async function rightsOf(
  person: Person,
  issue: Parameters<Ports['people']['rights']>[1],
  { teams = [], since }: { teams?: readonly string[]; since?: Instant },
  { rights, store, log }: PeopleNeeds,
): Promise<KnownRights> {
  const { githubId } = person;
  if (githubId === undefined) return { rights: undefined, author: false, why: 'the account is not known' };
  const question = { githubId, issue, teams, since };
  const answer = await rights(question).catch((error: unknown) => ({ unknown: messageOf(error) }));
  if ('unknown' in answer) {
    log.warn(
      { why: answer.unknown, repository: issue.repo },
      'GitHub could not be asked what somebody may do',
    );
    return { rights: undefined, author: false, why: answer.unknown };
  }
  if (answer.login !== undefined && answer.login !== person.github && person.github !== undefined)
    await store.people.renamed(githubId, answer.login);
  return { rights: answer.rights, author: answer.author };
}
