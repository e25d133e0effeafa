#!/usr/bin/env node
import { parseArgs } from 'node:util';
import type { Logger } from 'pino';
import { createClocks } from './adapters/clocks.ts';
import { createMilestones } from './adapters/milestones.ts';
import { createDirectory } from './adapters/directory/source.ts';
import { createUsersFile, type UsersFile } from './adapters/directory/users.ts';
import { createGithub } from './adapters/github/auth.ts';
import { outletObstacles } from './adapters/github/outlets.ts';
import { resolveRepositories } from './adapters/github/resolve.ts';
import { readAgain } from './adapters/github/rounds.ts';
import { createLog } from './adapters/log.ts';
import { listChannels } from './adapters/slack/channels.ts';
import { interactiveClient } from './adapters/slack/client.ts';
import { openStore, readStore } from './adapters/store/store.ts';
import { checkReport } from './cli/check.ts';
import { loadConfig, secretsOf, type Config, type NamedPerson } from './config.ts';
import { messageOf, UserError } from './domain/errors.ts';
import { chooseIssue, parseIssueRef } from './domain/issue.ts';
import { explanation } from './cli/explain.ts';
import { historyLines, verdictLines } from './cli/export.ts';
import { annualReport, healthReport } from './cli/health.ts';
import { meetingsReport } from './cli/meetings.ts';
import { kepsReport } from './cli/keps.ts';
import { ownersReport, type OwnersOptions } from './cli/owners.ts';
import { rebuild } from './record.ts';
import { start } from './start.ts';

const HELP = `sigbot brings a community's groups and their GitHub issues together in Slack.

  npm run -s sigbot COMMAND, or node src/main.ts COMMAND

  start              run the bot
  check              read the configuration and the directory, and say every doubt
  explain <issue>    what came in about an issue, what was decided, what was done
  health --group G   say how a group fares; --csv: its last twelve weeks, one a line
  report --group G   the numbers of a group's year for its annual report, as Markdown; --year Y
  meetings           say of every meeting when it takes place, or why that cannot be computed; --json;
                     --directory FILE, --overlay FILE: without sigbot.yml; --now 2026-11-23T08:00:00Z
  owners PATH…       say who approves and reviews paths, and what labels they get, by the OWNERS files of a
                     checked-out tree; --tree DIR; --json
  keps               say of the proposals of a checked-out tree where each is, and what is wrong with its kep.yaml;
                     --tree DIR; --json
  sync               read the open issues of all repositories again
  export [verdicts]  print what was decided, one JSON object a line; --history: all that it comes from
  rebuild verdicts   make the table of verdicts anew from the audit; the bot must not run
  trust <login>      take whoever has this GitHub login now for who is meant by it

The configuration is read from the environment and from sigbot.yml: docs/configuration.md
`;

const COMMANDS = [
  'start',
  'check',
  'explain',
  'health',
  'report',
  'meetings',
  'owners',
  'keps',
  'sync',
  'export',
  'rebuild',
  'trust',
];

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  history: { type: 'boolean' },
  directory: { type: 'string' },
  overlay: { type: 'string' },
  now: { type: 'string' },
  tree: { type: 'string' },
  json: { type: 'boolean' },
  group: { type: 'string' },
  csv: { type: 'boolean' },
  year: { type: 'string' },
} as const;

/** Runs one command and returns the exit code; `start` returns when it is told to stop. */
async function main(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: OPTIONS,
  });
  const [command = 'help', ...subjects] = positionals;
  const [subject] = subjects;
  if (values.help || command === 'help') return print(HELP);
  if (!COMMANDS.includes(command)) throw new UserError(`There is no command "${command}".`, HELP);
  if (command === 'meetings')
    return print(await meetingsReport(values, () => loadConfig(process.env), { now: Date.now }));
  if (command === 'owners') return owners(values, subjects);
  if (command === 'keps') return print(await kepsReport(values));
  const config = loadConfig(process.env);
  const log = createLog(config.logLevel, secretsOf(config));
  switch (command) {
    case 'start':
      return run(config, log);
    case 'check':
      return check(config, createLog('silent'));
    case 'explain':
      if (subject === undefined) throw new UserError('Explain what?', 'sigbot explain owner/name#12345');
      return explain(subject, config, log);
    case 'health':
      return print(await healthReport(values, config, { log, clock: { now: Date.now } }));
    case 'report':
      return print(await annualReport(values, config, { log, clock: { now: Date.now } }));
    case 'export':
      if (subject !== undefined && subject !== 'verdicts')
        throw new UserError('Export what?', 'sigbot export');
      return exportVerdicts(values.history ?? false, config, log);
    case 'rebuild':
      if (subject !== 'verdicts') throw new UserError('Rebuild what?', 'sigbot rebuild verdicts');
      return rebuildVerdicts(config, log);
    case 'trust':
      if (subject === undefined) throw new UserError('Trust whom?', 'sigbot trust login');
      return trust(subject, config, log);
    default:
      return syncAll(config, log);
  }
}

async function owners(options: OwnersOptions, paths: readonly string[]): Promise<number> {
  const { text, notes } = await ownersReport(options, paths);
  process.stderr.write(notes.map((note) => `${note}\n`).join(''));
  return print(text);
}

async function run(config: Config, log: Logger): Promise<number> {
  const bot = await start(config, log);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  log.info('stopping: what has begun is finished');
  await bot.stop();
  return 0;
}

async function check(config: Config, log: Logger): Promise<number> {
  const known = { all: () => Promise.resolve([]), put: () => Promise.resolve() };
  const kv = { get: () => Promise.resolve(undefined), set: () => Promise.resolve() };
  const directory = createDirectory({ config, kv, channels: known, log });
  const file = createUsersFile({ source: config.usersFile, kv, log });
  const clocks = createClocks(config, { kv, log });
  const milestones = createMilestones(config.proposals, { kv, log });
  await Promise.all([directory, file, clocks, milestones].map((one) => one.refresh()));
  const people = [...config.people, ...fromFile(file.current(), config)];
  const { groups, doubts } = directory.current();
  const read = {
    groups,
    doubts: [...doubts, ...file.current().doubts, ...clocks.doubts(), ...milestones.doubts()],
  };
  const client = interactiveClient(config, log);
  const channels = await listChannels(client).catch((error: unknown) => ({ reason: messageOf(error) }));
  const github = createGithub(config.github, log);
  const patterns = config.repositories.map(({ pattern }) => pattern);
  const repositories = await resolveRepositories(github, patterns).then(
    (all) =>
      all.map(({ pattern, found }) => ({
        pattern,
        found: 'reason' in found ? found : found.map(({ name }) => name),
      })),
    (error: unknown) => patterns.map((pattern) => ({ pattern, found: { reason: messageOf(error) } })),
  );
  const obstacles = await outletObstacles(github, config);
  const takenOver = await takenLogins(config, log).catch((error: unknown) => ({ reason: messageOf(error) }));
  const facts = {
    config: { ...config, people },
    directory: read,
    channels,
    repositories,
    takenOver,
    obstacles,
  };
  const report = checkReport(facts);
  print(`${report.lines.join('\n')}\n`);
  return report.exitCode;
}

/** The GitHub logins of which the running bot doubts whose they are. */
async function takenLogins(config: Config, log: Logger): Promise<string[]> {
  const store = readStore(config.databaseUrl, { log, clock: { now: Date.now } });
  try {
    return (await store.accounts.doubtful()).map(({ login }) => login);
  } finally {
    await store.close();
  }
}

/** Whom the users file adds to those that sigbot.yml names. */
function fromFile({ logins }: UsersFile, { people }: Config): NamedPerson[] {
  const named = new Set(people.map(({ slack }) => slack));
  const others = [...logins].filter(([slack]) => !named.has(slack));
  return others.map(([slack, github]) => ({ slack, github, role: 'member' }));
}

async function explain(text: string, config: Config, log: Logger): Promise<number> {
  const store = readStore(config.databaseUrl, { log, clock: { now: Date.now } });
  try {
    const issue = chooseIssue(text, await store.mirror.like(parseIssueRef(text)), []);
    return print(explanation(issue, await store.ledger.of(issue.id, 10_000), await store.audit.of(issue.id)));
  } finally {
    await store.close();
  }
}

async function syncAll(config: Config, log: Logger): Promise<number> {
  const store = await openStore(config.databaseUrl, { log, clock: { now: Date.now } });
  try {
    const { mirror, inbox } = store;
    const { signal } = new AbortController();
    const github = createGithub(config.github, log);
    await readAgain({ config, github, mirror, inbox, log, signal }, Date.now());
    return 0;
  } finally {
    await store.close();
  }
}

async function exportVerdicts(history: boolean, config: Config, log: Logger): Promise<number> {
  const store = readStore(config.databaseUrl, { log, clock: { now: Date.now } });
  try {
    const repositories = await store.mirror.repositories();
    const names = new Map(repositories.map(({ id, name }) => [id, name]));
    const lines = history
      ? historyLines(await store.audit.allFacts(), names)
      : verdictLines(await store.verdicts.all(), names);
    return print(lines.map((line) => `${line}\n`).join(''));
  } finally {
    await store.close();
  }
}

async function rebuildVerdicts(config: Config, log: Logger): Promise<number> {
  const store = await openStore(config.databaseUrl, { log, clock: { now: Date.now } });
  try {
    const { verdicts, issues } = await store.atomically((tx) => rebuild(tx, config.triage));
    return print(`${count(verdicts, 'verdict')} about ${count(issues, 'issue')}, from the audit.\n`);
  } finally {
    await store.close();
  }
}

/** An operator has looked at a login that another account has taken. On SQLite the bot must be stopped. */
async function trust(login: string, config: Config, log: Logger): Promise<number> {
  const store = await openStore(config.databaseUrl, { log, clock: { now: Date.now } });
  try {
    if (await store.accounts.forget(login))
      return print(`${login}: whoever has this login when the bot looks next is taken for it.\n`);
    throw new UserError(
      `Nobody was looked up as ${login}.`,
      'Write the login as the directory or people: has it.',
    );
  } finally {
    await store.close();
  }
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  if (error instanceof UserError && error.remedy !== undefined) process.stderr.write(`${error.remedy}\n`);
  return 1;
});
