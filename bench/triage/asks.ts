import { sql } from 'kysely';
import { createMeetings } from '../../src/adapters/meetings.ts';
import { portsMaker } from '../../src/adapters/ports.ts';
import type { Database } from '../../src/adapters/store/session.ts';
import type { Store } from '../../src/adapters/store/store.ts';
import type { App } from '../../src/app.ts';
import { PLAIN_AGENDA } from '../../src/domain/agenda-policy.ts';
import { PLAIN_CLOCKS } from '../../src/domain/clock-policy.ts';
import { PLAIN_CONSENSUS } from '../../src/domain/consensus-policy.ts';
import { PLAIN_DIGEST } from '../../src/domain/digest.ts';
import { KUBERNETES_RULES } from '../../src/domain/merging.ts';
import { PLAIN_NOISE } from '../../src/domain/noise.ts';
import { PLAIN_PATH } from '../../src/domain/path.ts';
import { PLAIN_STEERING } from '../../src/domain/steering.ts';
import { DAY } from '../../src/domain/time.ts';
import { standing } from '../../src/domain/verdict.ts';
import { issueView } from '../../src/features/triage/issue-view.ts';
import type { QueueQuery } from '../../src/ports/issue.ts';
import type { Ports } from '../../src/ports.ts';
import { sigNetwork, sigNode } from '../../test/support/facts.ts';
import { portsOf } from '../../test/support/ports.ts';
import { NOW, OPEN } from './stage.ts';

/** Something that is asked; `turn` counts how often it was. */
export interface Ask {
  what: string;
  run(turn: number): Promise<unknown>;
}

const PRIORITIES = ['critical-urgent', 'important-soon', 'important-longterm', 'backlog'];
const WEEKLY = {
  description: 'Weekly Meeting',
  day: 'Thursday',
  time: '10:00',
  tz: 'UTC',
  frequency: 'weekly',
};
const GROUPS = [{ ...sigNode, meetings: [WEEKLY] }, sigNetwork];
export const CHANNEL = { id: 'C0NODE', name: 'sig-node' };
const QUERY: QueueQuery = {
  group: sigNode.id,
  label: 'sig/node',
  untriaged: { without: 'triage/' },
  priorities: PRIORITIES,
  now: NOW,
  limit: 5,
  offset: 0,
};

/** What a walker has seen after an hour or two. */
const SEEN = Array.from({ length: 200 }, (_, index) => `1#${index * 3 + 1}`);

/** What asking needs; `github` counts how often it is asked. */
export interface AskNeeds {
  store: Store;
  app: App;
  github: { calls: number };
}

/** What is measured: the queue by itself, and whole commands from their words to the answer as it is sent. */
export function asks(needs: AskNeeds): Ask[] {
  const { app, store } = needs;
  const ports = portsOver(needs);
  const page = (over: Partial<QueueQuery>) => () => store.mirror.queue({ ...QUERY, ...over });
  const call = { user: 'U0DANA', channel: CHANNEL.id, now: NOW };
  const command = (text: string) => async () => JSON.stringify(await app.command(text, call, ports));
  return [
    { what: 'the queue: five issues, and how many', run: page({}) },
    { what: 'the same by priority', run: page({ order: 'priority' }) },
    { what: 'the same, answered alone', run: page({ answered: true }) },
    {
      what: 'the next of a walk, 200 seen',
      run: page({ limit: 1, without: SEEN, freeFor: { user: 'U0DANA', now: NOW } }),
    },
    { what: 'an issue in full', run: (turn) => inFull(`1#${(turn * 16) % OPEN}`, ports) },
    { what: '/sig triage', run: command('triage') },
    { what: '/sig triage kind/bug priority', run: command('triage kind/bug priority') },
  ];
}

/** All that a walker shows of one issue. */
async function inFull(id: string, { issues, verdicts, policy }: Ports): Promise<string> {
  const issue = await issues.byId(id);
  if (!issue) return '';
  const standings = standing(issue, await verdicts.of(id), GROUPS, policy.labels, NOW);
  const [excerpt, linked, similar] = [
    await issues.excerpt(id),
    await issues.linked(id),
    await issues.similar(id, 3),
  ];
  return JSON.stringify(issueView({ issue, standings, excerpt, linked, similar, others: [] }));
}

/** The floor: the label's five oldest issues and their number, by no rule at all. */
export async function askFloor({ db }: Database): Promise<void> {
  await sql`select count(*) from issue_labels where name = 'sig/node'`.execute(db);
  await sql`select issues.* from issue_labels as l join issues on issues.repo_id = l.repo_id
    and issues.number = l.number where l.name = 'sig/node' order by issues.created_at limit 5`.execute(db);
}

/** The bot's own ports over the store; of those that may ask GitHub it is counted how often they are asked. */
export function portsOver({ store, github }: Pick<AskNeeds, 'store' | 'github'>): Ports {
  const { people, linking, calendars } = portsOf();
  const counted: Ports['people'] = {
    find: (slackId) => people.find(slackId),
    slackOf: (logins) => people.slackOf(logins),
    zoneOf: (slackId) => people.zoneOf(slackId),
    named: (group) => people.named(group),
    rights: (...asked) => {
      github.calls += 1;
      return people.rights(...asked);
    },
  };
  const directory = {
    current: () => ({ groups: GROUPS, doubts: [] }),
    channelOf: () => CHANNEL,
    groupsIn: () => [sigNode],
    refresh: () => Promise.resolve(),
    channel: (id: string) => ({ id, name: id }),
    find: () => undefined,
    resolveChannels: () => Promise.resolve(),
  };
  const meetings = createMeetings({ minutes: 60 }, directory, { readingOf: () => undefined });
  const { labels, triage } = portsOf().policy;
  const config = {
    labels,
    triage,
    agenda: PLAIN_AGENDA,
    noise: PLAIN_NOISE,
    noiseLocked: [],
    merging: KUBERNETES_RULES,
    digest: PLAIN_DIGEST,
    digestLocked: [],
    agendaLocked: [],
    consensus: PLAIN_CONSENSUS,
    meetings: { minutes: 60, remind: [], ask: false, pin: false },
    overlay: {},
    repositories: [],
    path: PLAIN_PATH,
    steering: PLAIN_STEERING,
    privacy: { channels: [], labels: [] },
    health: { activeFor: 180 * DAY },
    strays: undefined,
    documents: { outlets: [], canvas: false },
    github: { apiUrl: 'https://api.github.com' },
  };
  return portsMaker(
    config,
    directory,
    {
      people: counted,
      linking,
      calendars,
      pictures: { address: () => undefined },
      meetings,
      clocks: () => PLAIN_CLOCKS,
      milestones: () => [],
    },
    {
      now: () => NOW,
      calendar: { now: () => NOW },
      workspace: () => undefined,
      log: { warn: () => undefined },
    },
  )(store);
}
