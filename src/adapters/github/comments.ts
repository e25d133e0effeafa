import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { issueId } from '../../domain/issue.ts';
import type { Activity } from '../../domain/activity.ts';
import { DAY, iso, MINUTE, SECOND, type Instant } from '../../domain/time.ts';
import type { Inbox, Kv, Mirror, NewDelivery, Repository } from '../store/store.ts';
import { statusOf } from './failure.ts';
import { commentActivity, commentSchema } from './heard.ts';
import { ownerAndName, PER_PAGE, type Reading } from './read.ts';
import { places } from './schema.ts';

/** How far back the first reading goes, in ms: what was said before that stays unknown. */
const REMEMBERED = 30 * DAY;

/** How far a reading reaches back behind the last one, in ms: GitHub's replicas lag, and clocks differ. */
const OVERLAP = 2 * MINUTE;

/** Pages of each list in one round, so that a busy repository's past does not hold up the others; the rest comes next. */
const PAGES = 20;

/** The lists that a whole repository has. Of reviews there is none. */
const LISTS = ['comment', 'remark'] as const;
type List = (typeof LISTS)[number];

interface Reader extends Reading {
  inbox: Pick<Inbox, 'put'>;
  mirror: Pick<Mirror, 'hear'>;
  kv: Pick<Kv, 'get' | 'set'>;
}

/** How far a list is read; `etag` is good for the time it stands with alone. */
interface Place {
  cursor: Instant;
  etag?: { since: Instant; value: string } | undefined;
}

/**
 * Reads what was said in a repository since the last time, page by page: who, when and on what, not the words. What is
 * older than the bot goes straight into the mirror, for nobody needs to hear of it; the rest into the inbox. A list in
 * which nothing has happened answers 304, which costs nothing. Returns how many comments had not come in before.
 * @throws what Octokit throws, see failureOf(); the signal's reason
 */
export async function pollComments(
  octokit: Octokit,
  repository: Repository,
  reader: Reader,
): Promise<number> {
  let fresh = 0;
  for (const list of LISTS) fresh += await pollList(octokit, repository, list, reader);
  return fresh;
}

async function pollList(
  octokit: Octokit,
  repository: Repository,
  list: List,
  reader: Reader,
): Promise<number> {
  const key = `${list}s read in ${repository.id}`;
  const kept = await reader.kv.get(key);
  const start = kept === undefined ? undefined : placeSchema.parse(JSON.parse(kept));
  let place: Place = start ?? { cursor: repository.trackedSince - REMEMBERED };
  let since = Math.max(0, place.cursor - (start ? OVERLAP : 0));
  let fresh = 0;
  for (let page = 1, round = 1; round <= PAGES; round += 1) {
    const etag = round === 1 && place.etag?.since === since ? place.etag.value : undefined;
    const read = await readPage(octokit, repository.name, { list, since, page, etag }, reader);
    if (!read) return fresh;
    for (const comment of read.comments) fresh += Number(await take(list, comment, repository, reader));
    const last = Math.max(place.cursor, ...read.comments.map(({ updated_at }) => updated_at));
    const alone = round === 1 && !read.full && read.etag !== undefined;
    place = { cursor: last, ...(alone ? { etag: { since, value: read.etag ?? '' } } : {}) };
    await reader.kv.set(key, JSON.stringify(place));
    if (!read.full) return fresh;
    // Page numbers slip when a comment is edited meanwhile, so they are used only within one second.
    const next = last - SECOND;
    if (next > since) [since, page] = [next, 1];
    else page += 1;
  }
  return fresh;
}

const placeSchema = z.object({
  cursor: z.number(),
  etag: z.object({ since: z.number(), value: z.string() }).optional(),
});

/** Of a comment on an issue, and of one at a line of a pull request. */
const listedSchema = commentSchema
  .extend({ issue_url: z.string().optional(), pull_request_url: z.string().optional() })
  .transform(({ issue_url, pull_request_url, ...comment }, context) => {
    const number = /\/(\d+)$/.exec(issue_url ?? pull_request_url ?? '')?.[1];
    if (number !== undefined) return { ...comment, number: Number(number) };
    context.addIssue({ code: 'custom', path: ['issue_url'] });
    return z.NEVER;
  });
type Listed = z.infer<typeof listedSchema>;

/** A page, least recently changed first, without what is not understood; undefined where nothing has changed. */
async function readPage(
  octokit: Octokit,
  name: string,
  { list, since, page, etag }: { list: List; since: Instant; page: number; etag: string | undefined },
  { signal, log }: Reading,
): Promise<{ comments: Listed[]; full: boolean; etag: string | undefined } | undefined> {
  signal.throwIfAborted();
  const { rest } = octokit;
  const ask = list === 'comment' ? rest.issues.listCommentsForRepo : rest.pulls.listReviewCommentsForRepo;
  try {
    const { data, headers } = await ask({
      ...ownerAndName(name),
      request: { signal },
      sort: 'updated',
      direction: 'asc',
      since: iso(since),
      per_page: PER_PAGE,
      page,
      ...(etag === undefined ? {} : { headers: { 'if-none-match': etag } }),
    });
    const comments = data.flatMap((one) => {
      const { data: comment, error } = listedSchema.safeParse(one);
      if (error)
        log.warn({ repository: name, odd: places(error) }, `a ${list} could not be understood: left out`);
      return comment ?? [];
    });
    return { comments, full: data.length >= PER_PAGE, etag: headers.etag };
  } catch (error) {
    if (statusOf(error) === 304) return undefined;
    throw error;
  }
}

/** Whether it had not come in before. */
async function take(
  list: List,
  { number, ...comment }: Listed,
  repository: Repository,
  { inbox, mirror }: Reader,
): Promise<boolean> {
  const activity = commentActivity(list, comment);
  if (comment.updated_at < repository.trackedSince) {
    await mirror.hear(issueId(repository.id, number), [activity]);
    return false;
  }
  return (await inbox.put(activityDelivery(number, activity, repository))).fresh;
}

function activityDelivery(
  number: number,
  activity: Activity,
  { id, name }: Pick<Repository, 'id' | 'name'>,
): NewDelivery {
  return {
    source: 'poll',
    key: `${issueId(id, number)}/${activity.id}@${iso(activity.changedAt)}`,
    event: 'poll.activity',
    body: JSON.stringify({ repository: { id, full_name: name }, number, activity: [activity] }),
  };
}
