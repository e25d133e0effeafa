import type { Octokit } from '@octokit/rest';
import { issueId } from '../../domain/issue.ts';
import { HISTORY_DAYS } from '../../domain/history.ts';
import { DAY, iso, type Instant } from '../../domain/time.ts';
import type { Inbox, Mirror, NewDelivery, Repository } from '../store/store.ts';
import { followTemplates } from './follow-templates.ts';
import { issueDelivery } from './poll.ts';
import { issuePages, readIssue, readLabels, readRepository, type Reading } from './read.ts';
import { toSnapshot, type IssueJson, type RepositoryJson } from './schema.ts';

/** How far a first sync has come. `total` is GitHub's count, which may change meanwhile. */
export interface Progress {
  done: number;
  total: number | undefined;
}

/** What a sync or a sweep came to: `gone` where the repository is not there any more, or hidden from us. */
export type Synced = { issues: number } | { gone: string };

type SyncMirror = Pick<
  Mirror,
  'byId' | 'put' | 'setLabels' | 'setRepository' | 'setTemplates' | 'templates' | 'track'
>;

/**
 * Reads all open issues and the labels of a repository straight into the mirror: they existed before, so nobody needs
 * to hear of them. What was closed lately comes after them, so that what the groups' last weeks came to is known.
 * Whatever happens from the moment the repository was tracked comes with the next poll or webhook.
 */
export async function syncRepository(
  octokit: Octokit,
  repository: Repository,
  { mirror, ...reading }: Reading & { mirror: SyncMirror },
  progress: (so: Progress) => void = () => undefined,
): Promise<Synced> {
  const found = await follow(octokit, repository, mirror, reading);
  if ('gone' in found) return found;
  const issues = new Set<number>();
  for await (const page of issuePages(octokit, found.full_name, { state: 'open' }, reading)) {
    for (const issue of page.issues) {
      await mirror.put(toSnapshot(issue, found), { opened: false });
      issues.add(issue.number);
    }
    progress({ done: issues.size, total: found.open_issues_count });
  }
  const since = Math.max(0, repository.trackedSince - HISTORY_DAYS * DAY);
  for await (const page of issuePages(octokit, found.full_name, { state: 'closed', since }, reading))
    for (const issue of page.issues) {
      // One that is known was closed since: its cards hear of that by the next poll or webhook.
      const known = await mirror.byId(issueId(found.id, issue.number));
      if (!known) await mirror.put(toSnapshot(issue, found), { opened: false });
    }
  await mirror.setRepository(found.id, {
    synced: true,
    pollCursor: repository.pollCursor ?? repository.trackedSince,
  });
  return { issues: issues.size };
}

interface Sweeping extends Reading {
  inbox: Pick<Inbox, 'put'>;
  mirror: Pick<Mirror, 'open'> & Omit<SyncMirror, 'byId' | 'put'>;
}

/** What a sweep found: issues read, and of these the ones of which the mirror had another idea. */
export type Swept = { issues: number; repaired: number } | { gone: string };

/**
 * Compares the open issues of GitHub with those of the mirror, and puts what differs into the inbox: lost webhooks,
 * issues that were closed, deleted or moved unseen. The labels are read anew.
 * @param now tells this sweep's deliveries from those of another, which repaired the same in vain
 */
export async function sweepRepository(
  octokit: Octokit,
  repository: Repository,
  { inbox, mirror, ...reading }: Sweeping,
  now: Instant,
): Promise<Swept> {
  const found = await follow(octokit, repository, mirror, reading);
  if ('gone' in found) return found;
  const home = { id: found.id, name: found.full_name };
  const put = ({ key, ...rest }: NewDelivery) => inbox.put({ key: `${key}/${iso(now)}`, ...rest });
  const unseen = new Map((await mirror.open(found.id)).map((issue) => [issue.number, issue]));
  const read = new Set<number>();
  let repaired = 0;
  for await (const { issues } of issuePages(octokit, home.name, { state: 'open' }, reading)) {
    const fresh = issues.filter((issue) => !read.has(issue.number));
    const odd = fresh.filter((issue) => isNews(issue, unseen.get(issue.number)));
    await Promise.all(odd.map((issue) => put(issueDelivery('sweep', issue, home))));
    repaired += odd.length;
    for (const { number } of fresh) {
      read.add(number);
      unseen.delete(number);
    }
  }
  for (const number of unseen.keys()) {
    const told = await fate(octokit, home, number, reading);
    if (!told) continue;
    await put(told);
    repaired += 1;
  }
  return { issues: read.size, repaired };
}

/** A reaction does not change `updated_at`, nor is there a webhook of it. */
function isNews({ updated_at, reactions }: IssueJson, known?: { updatedAt: Instant; reactions: number }) {
  if (known?.updatedAt !== Date.parse(updated_at)) return true;
  return reactions !== undefined && reactions.total_count !== known.reactions;
}

/** What became of an issue that is no longer among the open ones; undefined where that is not understood. */
async function fate(
  octokit: Octokit,
  home: { id: number; name: string },
  number: number,
  reading: Reading,
): Promise<NewDelivery | undefined> {
  const issue = await readIssue(octokit, home.name, number, reading);
  if (issue === undefined) return undefined;
  if (typeof issue === 'object' && 'number' in issue) return issueDelivery('sweep', issue, home);
  const how = issue === 'deleted' ? { how: 'deleted' } : { how: 'transferred', ...issue };
  return {
    source: 'sweep',
    key: `${issueId(home.id, number)}/${how.how}`,
    event: 'sweep.gone',
    body: JSON.stringify({ repository: { id: home.id, full_name: home.name }, number, ...how }),
  };
}

/** Looks where the repository is now, follows its rename and reads its labels and templates. */
async function follow(
  octokit: Octokit,
  repository: Repository,
  mirror: Omit<SyncMirror, 'byId' | 'put'>,
  reading: Reading,
): Promise<RepositoryJson | { gone: string }> {
  const { signal } = reading;
  signal.throwIfAborted();
  const found = await readRepository(octokit, repository.name, { signal });
  if (found?.id !== repository.id) {
    await mirror.setRepository(repository.id, { gone: true });
    return {
      gone: found ? `${repository.name} is another repository now` : `${repository.name} is not there`,
    };
  }
  const { id, full_name: name } = found;
  // Later on trackAll() hears of it: then there are cards, which follow by way of the inbox.
  const hidden = repository.synced ? undefined : found.private;
  const differs = name !== repository.name || (hidden !== undefined && hidden !== repository.private);
  if (repository.gone || differs) await mirror.track({ id, name, private: hidden });
  await mirror.setLabels(found.id, await readLabels(octokit, found.full_name, { signal }));
  await followTemplates(octokit, found, mirror, reading);
  return found;
}
