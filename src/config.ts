import { basename, dirname, resolve } from 'node:path';
import * as z from 'zod';
import { clocksPlaced } from './config/clocks.ts';
import { githubAuth, keysOf, oauthOf } from './config/credentials.ts';
import { environmentSchema, type Environment, type Variables } from './config/environment.ts';
import { DEFAULT_KINDS, fileSchema, type FileConfig } from './config/file.ts';
import { checkYaml, openYaml, readOverlay, readText, type ReadFile } from './config/read.ts';
import { ConfigError, problemsOf, shown, type Checked, type Problem } from './config/problems.ts';
import type { RepositoryRule } from './config/repositories.ts';
import { fileOutOfReach, variablesTogether } from './config/together.ts';
import { untriagedRule } from './config/triage.ts';
import type { AgendaPolicy } from './domain/agenda-policy.ts';
import type { ClockRules } from './domain/clock-policy.ts';
import type { ConsensusPolicy } from './domain/consensus-policy.ts';
import type { DigestPolicy } from './domain/digest.ts';
import type { GroupKind, GroupOverlay, TriagerRule } from './domain/group.ts';
import type { KepPolicy } from './domain/kep-policy.ts';
import type { LabelPolicy } from './domain/label.ts';
import type { MeetingDefaults, MeetingPolicy } from './domain/meeting.ts';
import type { MergeRules } from './domain/merging.ts';
import { nearest } from './domain/nearest.ts';
import type { Noise } from './domain/noise.ts';
import type { Outlet } from './domain/outlet.ts';
import type { Privacy } from './domain/privacy.ts';
import { PLAIN_PATH, type PathPolicy } from './domain/path.ts';
import type { Role } from './domain/person.ts';
import type { SteeringPolicy } from './domain/steering.ts';
import type { StrayPolicy } from './domain/suggest.ts';
import { DAY, MINUTE } from './domain/time.ts';
import type { TriagePolicy } from './domain/verdict.ts';

/** Whom the operator names: who they are on GitHub, and what they may do. */
export interface NamedPerson {
  slack: string;
  /** GitHub login. */
  github: string;
  role: Role;
  /** Ids of the groups a triager is limited to. */
  groups?: readonly string[] | undefined;
}

/** A key for people's tokens: 32 bytes under a name that stands beside what it encrypted. */
export interface SealingKey {
  id: string;
  key: Buffer;
}

/** Everything the operator decides, checked and complete. Times in milliseconds. */
export interface Config {
  slack: {
    botToken: string;
    appToken?: string | undefined;
    signingSecret?: string | undefined;
    /** Ends with /api/. */
    apiUrl?: string | undefined;
    /** In one channel. */
    postsPerSecond: number;
    timeout: number;
  };
  github: {
    /** Undefined: the bot reads public repositories and writes nothing. */
    auth: { token: string } | { appId: string; privateKey: string } | undefined;
    webhookSecrets: string[];
    /** The App's own name and secret in OAuth; undefined: nobody can link an account. */
    oauth?: { clientId: string; clientSecret?: string | undefined } | undefined;
    /** Without a slash at its end. */
    apiUrl: string;
    pollEvery: number;
    timeout: number;
  };
  http: { host: string; port: number; publicUrl?: string | undefined };
  databaseUrl: string;
  logLevel: string;
  community: string;
  directory: {
    /** An absolute path, or an https address. */
    source: string;
    refreshEvery: number;
    /** By top-level key. */
    kinds: Record<string, GroupKind>;
  };
  /** By group id. */
  overlay: Record<string, GroupOverlay>;
  /** The channels the bot may post in, by name or id; `directory` trusts the directory's. */
  channels: 'directory' | readonly string[];
  /** The first that fits a repository counts. */
  repositories: readonly RepositoryRule[];
  labels: LabelPolicy;
  /** What every group has that says nothing else. */
  noise: Noise;
  /** What a group's leads may not change. */
  noiseLocked: readonly (keyof Noise)[];
  /** What is needed to merge; without `by`, as a repository's `through` has it. */
  merging: Omit<MergeRules, 'by'> & { by?: MergeRules['by'] | undefined };
  /** What every group's digests are that says nothing else; without a zone that of its noise. */
  digest: Omit<DigestPolicy, 'zone'> & { zone?: string | undefined };
  /** What of its digests a group's leads may not choose. */
  digestLocked: readonly (keyof DigestPolicy)[];
  /** What every meeting has that says nothing else. */
  meetings: MeetingDefaults & MeetingPolicy;
  /** What every group's agendas are that says nothing else. */
  agenda: AgendaPolicy;
  /** What of their agendas a group's leads may not change. */
  agendaLocked: readonly (keyof AgendaPolicy)[];
  /** What every group's clocks are that says nothing else. */
  clocks: ClockRules;
  /** How every group seeks consensus that says nothing else. */
  consensus: ConsensusPolicy;
  privacy: Privacy;
  /** Undefined: the community's proposals are not followed. */
  proposals?: KepPolicy | undefined;
  path: PathPolicy;
  steering: SteeringPolicy;
  /** `activeFor`: how long ago, in ms, an active approver did something at the latest. */
  health: { activeFor: number };
  /** `channel` by name or id; undefined: nobody is told of issues that no group has. */
  strays?: (StrayPolicy & { channel: string }) | undefined;
  triage: TriagePolicy;
  /** Where agendas and minutes are written beside the messages, for groups that say nothing else; and whether in canvases. */
  documents: { outlets: readonly Outlet[]; canvas: boolean };
  people: readonly NamedPerson[];
  /** An absolute path, or an https address. */
  usersFile?: string | undefined;
  /** For every group that has no rule of its own. */
  triagers: TriagerRule;
  /** The first encrypts, all decrypt; none: no token of anybody's is kept. */
  keys: readonly SealingKey[];
  /** Name or id. */
  operatorChannel?: string | undefined;
  /** HH:MM in UTC. */
  sweepAt: string;
}

/**
 * The configuration from the environment and from the file that SIGBOT_CONFIG names.
 * @throws ConfigError with all that is wrong
 */
export function loadConfig(variables: Variables, readFile: ReadFile = readText): Config {
  const problems: Problem[] = [];
  const given = Object.fromEntries(
    Object.entries(variables).flatMap(([key, value]) => (value?.trim() ? [[key, value.trim()]] : [])),
  );
  const environment = checkEnvironment(given, problems);
  const path = given['SIGBOT_CONFIG'] ?? './sigbot.yml';
  const file = collect(problems, () => checkFile(path, readFile));
  const overlay = file && collect(problems, () => readOverlay(file, path, readFile));
  problems.push(...variablesTogether(given), ...(file ? fileOutOfReach(file, basename(path), given) : []));
  if (problems.length > 0 || !environment || !file || !overlay) throw new ConfigError(problems);
  return assemble(environment, file, overlay, path);
}

/** The values that must never show, in logs above all: tokens, keys, and the database's password as it is written. */
export function secretsOf({ slack, github, databaseUrl, keys }: Config): string[] {
  const { auth, webhookSecrets, oauth } = github;
  const githubSecret = auth && ('token' in auth ? auth.token : auth.privateKey);
  const password = /^\w+:\/\/[^:@/]*:(.+)@/.exec(databaseUrl)?.[1];
  const secrets = [
    slack.botToken,
    slack.appToken,
    slack.signingSecret,
    githubSecret,
    oauth?.clientSecret,
    ...webhookSecrets,
    ...keys.map(({ key }) => key.toString('base64')),
    password,
  ];
  return secrets.filter((secret) => secret !== undefined);
}

/** Notes what is wrong and goes on, so that all of it is told at once. */
function collect<T>(problems: Problem[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

const ENVIRONMENT_SHAPE = z.toJSONSchema(environmentSchema, { io: 'input' });

function checkEnvironment(given: Variables, problems: Problem[]): Environment | undefined {
  const result = environmentSchema.safeParse(given);
  if (result.success) return result.data;
  const checked: Checked = { input: given, shape: ENVIRONMENT_SHAPE, keyOf: (path) => String(path[0]) };
  problems.push(...problemsOf(result.error.issues, checked).map((problem) => withNearMiss(problem, given)));
  return undefined;
}

/** SLACK_TOKEN is set, SLACK_BOT_TOKEN is not: most likely one was meant for the other. */
function withNearMiss(problem: Problem, given: Variables): Problem {
  const strays = Object.keys(given).filter(
    (key) => /^(?:SLACK|GITHUB)_/.test(key) && !(key in environmentSchema.shape),
  );
  const stray = problem.value === shown(undefined) ? nearest(problem.key, strays) : undefined;
  return stray ? { ...problem, remedy: `${stray} is set: is it this one? ${problem.remedy}` } : problem;
}

function checkFile(path: string, readFile: ReadFile): FileConfig {
  const remedy = 'Copy sigbot.example.yml there and edit it, or name another file in SIGBOT_CONFIG.';
  return checkYaml(fileSchema, openYaml({ key: 'SIGBOT_CONFIG', path, remedy }, readFile));
}

function assemble(
  environment: Environment,
  file: FileConfig,
  overlay: Record<string, GroupOverlay>,
  path: string,
): Config {
  const placeOf = (source: string) => (/^https?:/i.test(source) ? source : resolve(dirname(path), source));
  const { locked: noiseLocked, ...noise } = file.noise;
  const { locked: agendaLocked, ...agenda } = file.meetings.agenda;
  const { locked: digestLocked, ...digest } = file.digest;
  return {
    slack: {
      botToken: environment.SLACK_BOT_TOKEN,
      appToken: environment.SLACK_APP_TOKEN,
      signingSecret: environment.SLACK_SIGNING_SECRET,
      apiUrl: environment.SLACK_API_URL?.replace(/(?:\/api)?\/*$/, '/api/'),
      ...file.slack,
    },
    github: {
      auth: githubAuth(environment),
      webhookSecrets: (environment.GITHUB_WEBHOOK_SECRET ?? '')
        .split(',')
        .map((secret) => secret.trim())
        .filter(Boolean),
      oauth: oauthOf(environment),
      apiUrl: environment.GITHUB_API_URL.replace(/\/+$/, ''),
      pollEvery: file.github.poll,
      timeout: file.github.timeout,
    },
    http: {
      host: environment.HOST,
      port: Number(environment.PORT),
      publicUrl: environment.PUBLIC_URL?.replace(/\/+$/, ''),
    },
    databaseUrl: environment.DATABASE_URL,
    logLevel: environment.LOG_LEVEL,
    community: file.community,
    directory: {
      source: placeOf(file.directory.source),
      refreshEvery: file.directory.refresh,
      kinds: { ...DEFAULT_KINDS, ...file.directory.kinds },
    },
    overlay,
    channels: file.channels,
    repositories: file.repositories.map(({ name, ...rule }) => ({ pattern: name, ...rule })),
    noise,
    noiseLocked,
    merging: file.merging,
    digest,
    digestLocked,
    meetings: {
      minutes: file.meetings.duration / MINUTE,
      remind: file.meetings.remind.map((before) => before / MINUTE),
      ask: file.meetings.ask,
      pin: file.meetings.pin,
    },
    labels: { untriaged: untriagedRule(file.labels), exclusive: file.labels.exclusive },
    agenda,
    agendaLocked,
    clocks: clocksPlaced(file.clocks, placeOf),
    health: { activeFor: file.health.activeDays * DAY },
    consensus: file.consensus,
    privacy: file.private,
    proposals: file.proposals?.keps && placed(file.proposals.keps, placeOf),
    path: file.proposals?.path ?? PLAIN_PATH,
    steering: file.steering,
    strays: file.strays,
    triage: file.triage,
    documents: { outlets: file.meetings.outlets, canvas: file.meetings.canvas },
    people: Object.entries(file.people).map(([slack, person]) => ({ slack, ...person })),
    usersFile: file.usersFile === undefined ? undefined : placeOf(file.usersFile),
    triagers: file.triagers,
    keys: keysOf(environment.SIGBOT_KEYS),
    operatorChannel: file.operator.channel,
    sweepAt: file.sweep,
  };
}

/** The same, each calendar where `placeOf` finds it. */
function placed(policy: KepPolicy, placeOf: (source: string) => string): KepPolicy {
  const milestones = policy.milestones.map(({ calendar, ...rest }) =>
    calendar === undefined ? rest : { ...rest, calendar: placeOf(calendar) },
  );
  return { ...policy, milestones };
}
