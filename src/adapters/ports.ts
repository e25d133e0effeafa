import type { Config } from '../config.ts';
import { chosenAgenda } from '../domain/agenda-policy.ts';
import type { Group } from '../domain/group.ts';
import type { Noise } from '../domain/noise.ts';
import type { MergeRules } from '../domain/merging.ts';
import { timetableOf } from '../domain/occurrence.ts';
import { NO_TEMPLATES } from '../domain/template.ts';
import { permalink } from '../domain/slack-text.ts';
import type { Instant } from '../domain/time.ts';
import type { Ports } from '../ports.ts';
import type { DirectorySource } from './directory/source.ts';
import { webOf } from './github/oauth.ts';
import type { MeetingSource } from './meetings.ts';
import { kepReader } from './keps.ts';
import type { Milestones } from './milestones.ts';
import { ownersPorts, ownersReader } from './owners.ts';
import { ruleFor } from './github/repositories.ts';
import type { StoreParts } from './store/store.ts';

/** What is told from outside the store. */
interface Surroundings {
  now: () => Instant;
  calendar: { now(): Instant };
  /** The workspace's address in Slack, "https://harbour.slack.com/"; undefined until Slack has told it. */
  workspace: () => string | undefined;
  log: Ports['log'];
}

/** What ports are made of beside the store. */
export interface PortsParts extends Pick<Ports, 'people' | 'linking' | 'pictures'> {
  calendars: Omit<Ports['calendars'], 'of'>;
  meetings: MeetingSource;
  clocks: Ports['policy']['clocks'];
  milestones: Milestones['all'];
}

/** The features' view of the world, over the store or over one transaction of it. */
export function portsMaker(
  config: Pick<
    Config,
    | 'agenda'
    | 'agendaLocked'
    | 'consensus'
    | 'digest'
    | 'digestLocked'
    | 'documents'
    | 'health'
    | 'labels'
    | 'meetings'
    | 'merging'
    | 'noise'
    | 'noiseLocked'
    | 'overlay'
    | 'privacy'
    | 'path'
    | 'proposals'
    | 'steering'
    | 'repositories'
    | 'strays'
    | 'triage'
  > & { github: Pick<Config['github'], 'apiUrl'> },
  directory: DirectorySource,
  { people, linking, pictures, calendars, meetings, clocks, milestones }: PortsParts,
  { now, calendar, workspace, log }: Surroundings,
): (parts: StoreParts) => Ports {
  const ownersIn = ownersReader();
  const kepsIn = config.proposals && kepReader(config.proposals);
  return ({ mirror, messages, verdicts, ledger, bundles, settings, ...parts }) => ({
    directory,
    issues: {
      byId: mirror.byId,
      excerpt: mirror.excerpt,
      similar: mirror.similar,
      linked: mirror.linked,
      queue: mirror.queue,
      labels: mirror.labels,
      templates: async (repo) => (await mirror.templates(repo)) ?? NO_TEMPLATES,
      openedSince: mirror.openedSince,
      repositories: async () => {
        const known = await mirror.repositories();
        return known.filter(({ gone }) => !gone).map(({ name }) => name);
      },
      openRepositories: async (label) => {
        const first = label === undefined ? undefined : await mirror.busiest(label);
        const open = (await mirror.repositories()).filter((known) => !known.gone && known.private === false);
        const sorted = open.toSorted((one, other) => Number(other.id === first) - Number(one.id === first));
        return sorted.map(({ id, name }) => ({ id, name, url: `${webOf(config.github.apiUrl)}/${name}` }));
      },
      allRead: async () => {
        const followed = (await mirror.repositories()).filter(
          (known) => !known.gone && ruleFor(config.repositories, known) !== undefined,
        );
        return followed.every(({ synced }) => synced);
      },
      likeText: async (repo, said, limit) => {
        const known = await mirror.repository(repo);
        return known ? mirror.likeText(known.id, said, limit) : [];
      },
      like: async ({ repo, number }) => {
        if (repo === undefined) return mirror.byNumber(number);
        const issue = await mirror.find({ repo, number });
        return issue ? [issue] : [];
      },
    },
    messages: { ...messages, address: (channel, ts) => permalink(workspace(), channel, ts) },
    strays: {
      ...parts.strays,
      channel: () => (config.strays ? directory.find(config.strays.channel) : undefined),
    },
    owners: ownersPorts({ mirror, ...parts }, ownersIn, config),
    keps: {
      policy: config.proposals,
      known: async () => {
        const repo = config.proposals && (await mirror.repository(config.proposals.repository));
        const all = repo && kepsIn && (await kepsIn(parts.keps, repo.id, directory.current().groups));
        if (!repo || repo.gone || !all) return undefined;
        const { id, name } = repo;
        const url = `${webOf(config.github.apiUrl)}/${name}`;
        return { repo: { id, name, url }, private: repo.private !== false, all };
      },
      milestones,
      records: parts.freezes.since,
    },
    verdicts,
    bundles,
    digests: parts.digests,
    mine: parts.mine,
    claims: parts.claims,
    consensus: parts.consensus,
    escalations: parts.escalations,
    path: { policy: config.path, ...parts.paths },
    decisionLog: parts.decisionLog,
    boards: parts.boards,
    decisions: parts.decisions,
    handOffs: parts.handOffs,
    ownActs: parts.ownActs,
    comments: parts.comments,
    held: parts.held,
    meetings: {
      async all() {
        const changes = await parts.meetings.changes();
        return meetings.all().map((meeting) => timetableOf(meeting, changes));
      },
      async byId(id) {
        const meeting = meetings.all().find((one) => one.id === id);
        return meeting && timetableOf(meeting, await parts.meetings.changes());
      },
      channelOf: meetings.channelOf,
      reading: meetings.readingOf,
      told: parts.meetings.told,
      change: parts.meetings.change,
      listeners: parts.meetings.listeners,
    },
    calendars: { ...calendars, of: parts.calendars.of },
    pictures,
    agenda: { ...parts.sittings, ...parts.agendas },
    documents: parts.documents,
    work: parts.work,
    pulls: { ...parts.pulls, rules: (repo) => rulesFor(repo, config, mirror) },
    history: parts.history,
    ledger,
    people,
    linking,
    policy: {
      labels: config.labels,
      noiseLocked: config.noiseLocked,
      noise: (group) => noiseFor(group, config, settings),
      digestLocked: config.digestLocked,
      digest: async (group, choice) => {
        const chosen = unlocked(choice ?? (await parts.digests.chosenFor(group.id)), config.digestLocked);
        const said = { ...config.digest, ...config.overlay[group.id]?.digest, ...chosen };
        return { ...said, zone: said.zone ?? (await noiseFor(group, config, settings)).zone };
      },
      privacy: config.privacy,
      steering: config.steering,
      health: config.health,
      strays: config.strays,
      triage: config.triage,
      meetings: config.meetings,
      outlets: ({ id }) => ({
        outlets: config.overlay[id]?.outlets ?? config.documents.outlets,
        canvas: config.documents.canvas,
      }),
      agenda: async ({ id }, change) => {
        const policy = { ...config.agenda, ...config.overlay[id]?.agenda };
        return chosenAgenda(policy, { ...(await settings.agendaOf(id)), ...change }, config.agendaLocked);
      },
      agendaLocked: config.agendaLocked,
      consensus: ({ id }) => ({ ...config.consensus, ...config.overlay[id]?.consensus }),
      clocks,
      writing: async ({ name, id }) => {
        const known = await (id === undefined ? mirror.repository(name) : mirror.repositoryById(id));
        const rule = ruleFor(config.repositories, { name, firstName: known?.firstName ?? name });
        return rule && { write: rule.write, through: rule.through };
      },
    },
    log,
    clock: { now },
    calendar,
  });
}

/** What is needed to merge in that repository. */
async function rulesFor(
  repo: string,
  { merging, repositories }: Pick<Config, 'merging' | 'repositories'>,
  mirror: Pick<StoreParts['mirror'], 'repository'>,
): Promise<MergeRules> {
  if (merging.by) return { ...merging, by: merging.by };
  const known = (await mirror.repository(repo)) ?? { name: repo, firstName: repo };
  return { ...merging, by: ruleFor(repositories, known)?.through === 'labels' ? 'reviews' : 'prow' };
}

async function noiseFor(
  { id, pullRequests }: Group,
  { noise, noiseLocked, overlay }: Pick<Config, 'noise' | 'noiseLocked' | 'overlay'>,
  settings: StoreParts['settings'],
): Promise<Noise> {
  const chosen = Object.entries(unlocked(await settings.noiseOf(id), noiseLocked));
  const plain = Object.fromEntries(chosen.map(([key, value]) => [key, value ?? undefined]));
  return { ...noise, ...(pullRequests && { pullRequests }), ...overlay[id]?.noise, ...plain };
}

/** What leads chose, without what the operator alone decides by now. */
function unlocked<T extends object>(chosen: T, locked: readonly (keyof T)[]): Partial<T> {
  const allowed = Object.entries(chosen).filter(([key]) => !locked.some((one) => one === key));
  return Object.fromEntries(allowed) as Partial<T>;
}
