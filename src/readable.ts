import type { Issue, IssueId } from './domain/issue.ts';
import { isPrivate, privateRefusal, showsPrivate } from './domain/privacy.ts';
import type { Timetable } from './domain/occurrence.ts';
import type { Ports } from './ports.ts';
import type { OwnersPorts } from './ports/owners.ts';

/**
 * What may be read by somebody who asks in this channel: private issues only where the operator lets it show them. Every
 * command, button, form, shortcut and Home tab reads through it, so no feature can forget to look. What private
 * repositories are called is told in those channels alone, too.
 * @param channel undefined in Home, where nothing private is shown
 */
export function readableIn(channel: string | undefined, ports: Ports): Ports {
  const { issues, policy, pulls, directory, work, consensus, escalations } = ports;
  const { privacy } = policy;
  const meetings = meetingsIn(channel, ports);
  const decisionLog = logIn(channel, { ...ports, meetings });
  if (showsPrivate(channel === undefined ? undefined : directory.channel(channel), privacy))
    return { ...ports, meetings, decisionLog };
  const open = (issue: Issue) => !isPrivate(issue, privacy);
  const about = async <T extends { issue?: IssueId | undefined }>(all: T[]) => aboutOpen(all, open, work);
  const onlyOpen = (found: Issue[]) => {
    const readable = found.filter(open);
    if (found.length > 0 && readable.length === 0) throw privateRefusal(privacy);
    return readable;
  };
  return {
    ...ports,
    decisionLog: { find: async (query) => about(await decisionLog.find(query)) },
    consensus: {
      byId: async (id) => (await about([await consensus.byId(id)].filter((one) => one !== undefined)))[0],
      live: async (group) => about(await consensus.live(group)),
      about: async (issue) => about(await consensus.about(issue)),
      acceptedBetween: async (...of) => about(await consensus.acceptedBetween(...of)),
    },
    meetings,
    owners: ownersOfAll(ports.owners),
    escalations: {
      byId: async (id) => (await about([await escalations.byId(id)].filter((one) => one !== undefined)))[0],
      about: async (issue) => about(await escalations.about(issue)),
    },
    work: {
      find: (query) => work.find({ ...query, hide: privacy.labels }),
      issues: async (ids) => (await work.issues(ids)).filter(open),
      heard: work.heard,
      turning: work.turning,
      counts: (query) => work.counts({ ...query, hide: privacy.labels }),
      owed: (query) => work.owed({ ...query, hide: privacy.labels }),
      owedBy: (query) => work.owedBy({ ...query, hide: privacy.labels }),
    },
    pulls: {
      ...pulls,
      about: async (ids) => pulls.about((await work.issues(ids)).filter(open).map(({ id }) => id)),
      open: (query) => pulls.open({ ...query, hide: privacy.labels }),
    },
    issues: {
      ...issues,
      async byId(id) {
        const issue = await issues.byId(id);
        return issue && onlyOpen([issue])[0];
      },
      like: async (ref) => onlyOpen(await issues.like(ref)),
      async excerpt(id) {
        const issue = await issues.byId(id);
        return issue && open(issue) ? issues.excerpt(id) : undefined;
      },
      linked: async (id) => (await issues.linked(id)).filter((pull) => !isPrivate(pull, privacy)),
      likeText: async (...of) => (await issues.likeText(...of)).filter(({ issue }) => open(issue)),
      similar: async (id, limit) => (await issues.similar(id, limit)).filter(({ issue }) => open(issue)),
      repositories: async () => (await issues.openRepositories()).map(({ name }) => name),
      queue: (query) => issues.queue({ ...query, hide: privacy.labels }),
      openedSince: async (label, since) => (await issues.openedSince(label, since)).filter(open),
    },
  };
}

/**
 * What may stand in a document, which anybody may read: nothing private. It is left out as if it were not there, for there
 * is nobody to be told where else to ask.
 */
export function readableByAll(ports: Ports): Ports {
  const readable = readableIn(undefined, ports);
  const open = (issue: Issue) => !isPrivate(issue, ports.policy.privacy);
  return {
    ...readable,
    issues: {
      ...readable.issues,
      async byId(id) {
        const issue = await ports.issues.byId(id);
        return issue && open(issue) ? issue : undefined;
      },
      like: async (ref) => (await ports.issues.like(ref)).filter(open),
    },
  };
}

/** What is about no issue, or about one that is open to all; one that nobody knows any more is not. */
async function aboutOpen<T extends { issue?: IssueId | undefined }>(
  all: readonly T[],
  open: (issue: Issue) => boolean,
  work: Ports['work'],
): Promise<T[]> {
  const ids = new Set(all.flatMap(({ issue }) => issue ?? []));
  const known = ids.size === 0 ? [] : await work.issues([...ids]);
  const shown = new Set(known.filter(open).map(({ id }) => id));
  return all.filter(({ issue }) => issue === undefined || shown.has(issue));
}

/**
 * What a meeting decided is read of where the meeting is. Of one that the directory has no more nobody knows whether it was
 * private: it is read of where it was held.
 */
function logIn(channel: string | undefined, { decisionLog, meetings }: Ports): Ports['decisionLog'] {
  return {
    async find(query) {
      const known = new Set((await meetings.all()).map(({ meeting }) => meeting.id));
      const found = await decisionLog.find(query);
      return found.filter(
        ({ by }) => by.what === 'consensus' || known.has(by.meeting) || by.channel === channel,
      );
    },
  };
}

/** Private meetings are read of in their own channel alone. */
function meetingsIn(channel: string | undefined, { meetings }: Ports): Ports['meetings'] {
  const open = ({ meeting }: Timetable) => !meeting.private || meetings.channelOf(meeting)?.id === channel;
  return {
    ...meetings,
    all: async () => (await meetings.all()).filter(open),
    async byId(id) {
      const timetable = await meetings.byId(id);
      return timetable && open(timetable) ? timetable : undefined;
    },
  };
}

/** Who owns what in repositories that everybody may see; which these are is asked once. */
function ownersOfAll(owners: OwnersPorts): OwnersPorts {
  let asked: ReturnType<OwnersPorts['repositories']> | undefined;
  const all = () => (asked ??= owners.repositories());
  const isHidden = async (repo: string) =>
    (await all()).some((one) => one.private && one.name.toLowerCase() === repo.toLowerCase());
  return {
    ...owners,
    repositories: async () => (await all()).filter((one) => !one.private),
    of: async (repo) => ((await isHidden(repo)) ? undefined : owners.of(repo)),
    codeowners: async (repo) => ((await isHidden(repo)) ? undefined : owners.codeowners(repo)),
  };
}
