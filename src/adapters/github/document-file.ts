import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import { branchFor, pathFor, type Outlet } from '../../domain/outlet.ts';
import { mergeRegion, type Merged } from '../../domain/region.ts';
import type { Did, Draft, Place, Written } from './document-draft.ts';
import { statusOf } from './failure.ts';

type FileOutlet = Extract<Outlet, { to: 'file' }>;

/** A file of a repository, as it is on one branch. */
interface Held {
  text: string;
  sha: string;
}

const pullSchema = z.object({
  number: z.number(),
  html_url: z.string(),
  state: z.string(),
  merged_at: z.string().nullish(),
  head: z.object({ ref: z.string() }),
});
type Pull = z.infer<typeof pullSchema>;

/** How often a file is read again that somebody changed between our reading and our writing. */
const TRIES = 3;

/**
 * Writes our region into a file by pull request: one at a time for each file, found again by its branch and changed by
 * further commits while it is open. After a merge the next change makes a new one; one that people closed without merging
 * is a no to this text, and the next meeting's is asked for again.
 */
export async function writeFile(outlet: FileOutlet, draft: Draft, place: Place): Promise<Written> {
  const path = pathFor(outlet.path, draft.told);
  const { known } = draft;
  const last = known && known.place !== '' ? await pullOf(Number(known.place), place) : undefined;
  if (last && last.state !== 'open' && !last.merged_at) return { left: 'declined', url: last.html_url };
  const isOpen = last?.state === 'open';
  const rounds = isOpen ? { open: last, next: 0 } : await roundsOf(path, place);
  const { open } = rounds;
  if (open) {
    const did = await committed(path, open.head.ref, draft, place);
    if (typeof did === 'object') return { left: did.left, url: open.html_url };
    return { did, place: String(open.number), url: open.html_url, title: draft.title };
  }
  const base = (await place.octokit.rest.repos.get(place.at)).data.default_branch;
  const merged = merge(await read(path, base, place), draft);
  if ('left' in merged) return { left: merged.left, url: known?.url ?? '' };
  if (merged.did === 'nothing')
    return { did: 'nothing', place: known?.place ?? '', url: known?.url ?? '', title: draft.title };
  const branch = branchFor(path, rounds.next);
  await branchedOff(branch, base, place);
  const did = await committed(path, branch, draft, place);
  if (typeof did === 'object') return { left: did.left, url: '' };
  const pull = await proposed(path, branch, base, draft, place);
  return { did: 'proposed', place: String(pull.number), url: pull.html_url, title: draft.title };
}

function merge(held: Held | undefined, { key, markdown, known }: Draft): Merged {
  return mergeRegion(held?.text, key, markdown, known !== undefined);
}

async function pullOf(number: number, { octokit, at }: Place): Promise<Pull> {
  return pullSchema.parse((await octokit.rest.pulls.get({ ...at, pull_number: number })).data);
}

/**
 * The open pull request of a file, and the round that a new one would be. Rounds have no gaps, so the last is found by
 * doubling and halving, however many there were.
 */
async function roundsOf(path: string, place: Place): Promise<{ open: Pull | undefined; next: number }> {
  let last: { round: number; pulls: Pull[] } = { round: 0, pulls: [] };
  let next = 1;
  for (let free = false; !free || next - last.round > 1;) {
    const round: number = free ? Math.floor((last.round + next) / 2) : next;
    const pulls = await pullsOn(branchFor(path, round), place);
    if (pulls.length > 0) last = { round, pulls };
    if (pulls.length === 0) [free, next] = [true, round];
    else if (!free) next *= 2;
  }
  return { open: last.pulls.find(({ state }) => state === 'open'), next };
}

async function pullsOn(branch: string, { octokit, at }: Place): Promise<Pull[]> {
  const head = `${at.owner}:${branch}`;
  const { data } = await octokit.rest.pulls.list({ ...at, head, state: 'all', per_page: 10 });
  return z.array(pullSchema).parse(data);
}

/** A branch of that name is there already where an earlier attempt came no further. */
async function branchedOff(branch: string, base: string, { octokit, at }: Place): Promise<void> {
  const { data } = await octokit.rest.git.getRef({ ...at, ref: `heads/${base}` });
  const made = { ...at, ref: `refs/heads/${branch}`, sha: data.object.sha };
  await octokit.rest.git.createRef(made).catch((error: unknown) => {
    if (!says(error, 422, /already exists/i)) throw error;
  });
}

/** Commits what the file is to say; read and merged again where somebody was faster. */
async function committed(
  path: string,
  branch: string,
  draft: Draft,
  place: Place,
): Promise<Did | { left: 'gone' | 'broken' }> {
  const { octokit, at } = place;
  for (let attempt = 1; ; attempt += 1) {
    const held = await read(path, branch, place);
    const merged = merge(held, draft);
    if ('left' in merged) return merged;
    if (merged.text === held?.text) return 'nothing';
    const content = Buffer.from(merged.text).toString('base64');
    const commit = { ...at, path, branch, message: draft.title, content, ...(held ? { sha: held.sha } : {}) };
    try {
      await octokit.rest.repos.createOrUpdateFileContents(commit);
      return merged.did;
    } catch (error) {
      if (attempt === TRIES || ![409, 422].includes(statusOf(error) ?? 0)) throw error;
    }
  }
}

/**
 * The file with its bytes kept; undefined where there is none.
 * @throws UserError where it could not be written back as it was
 */
async function read(path: string, ref: string, { octokit, at }: Place): Promise<Held | undefined> {
  const answer = await octokit.rest.repos.getContent({ ...at, path, ref }).catch((error: unknown) => {
    if (statusOf(error) === 404) return undefined;
    throw error;
  });
  if (!answer) return undefined;
  const file = z.object({ content: z.string(), encoding: z.literal('base64'), sha: z.string() });
  const { data } = file.safeParse(answer.data);
  if (!data) throw new UserError(`${path} is no file, or larger than a megabyte.`, 'Name another path.');
  try {
    const bytes = Buffer.from(data.content, 'base64');
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), sha: data.sha };
  } catch {
    throw new UserError(`${path} is not written in UTF-8.`, 'Name another path.');
  }
}

async function proposed(
  path: string,
  branch: string,
  base: string,
  { title, back }: Draft,
  place: Place,
): Promise<Pull> {
  const { octokit, at } = place;
  const where = back === undefined ? 'Slack' : `[Slack](${back})`;
  const body = [
    `This writes \`${path}\` from what stands in ${where}, and follows it while this is open.`,
    'What people write around the marked text, or into it, stays as they wrote it.',
  ].join('\n\n');
  try {
    const { data } = await octokit.rest.pulls.create({ ...at, title, head: branch, base, body });
    return pullSchema.parse(data);
  } catch (error) {
    // It was opened by an attempt whose answer was lost.
    if (!says(error, 422, /already exists/i)) throw error;
    const [pull] = await pullsOn(branch, place);
    if (!pull) throw error;
    return pull;
  }
}

function says(error: unknown, status: number, words: RegExp): boolean {
  return statusOf(error) === status && error instanceof Error && words.test(error.message);
}
