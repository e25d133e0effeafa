import { z } from 'zod';
import { mergeRegion, regionStart } from '../../domain/region.ts';
import type { Outlet } from '../../domain/outlet.ts';
import { FULL, type Draft, type Place, type Written } from './document-draft.ts';
import { findIssue } from './marker.ts';
import { isGone } from './read.ts';

type IssueOutlet = Extract<Outlet, { to: 'issue' }>;

/** Writes our region into the occurrence's issue, or into the one that is always the same; opens it where there is none. */
export async function writeIssue(outlet: IssueOutlet, draft: Draft, place: Place): Promise<Written> {
  const number = outlet.number ?? (await numberOf(draft, place));
  if (number === undefined) return opened(draft, place);
  const { octokit, at } = place;
  const { known, key, markdown } = draft;
  const issue = await octokit.rest.issues.get({ ...at, issue_number: number }).catch((error: unknown) => {
    if (isGone(error) && known) return undefined;
    throw error;
  });
  if (!issue) return { left: 'gone', url: known?.url ?? '' };
  const { body, title: present, html_url: url } = issue.data;
  const merged = mergeRegion(body ?? '', key, markdown, known !== undefined);
  if ('left' in merged) return { left: merged.left, url };
  if (merged.text.length > FULL) return { left: 'full', url };
  // A title is people's as soon as it is not what we wrote.
  const isOurs = outlet.number === undefined && known?.title === present;
  const title = isOurs ? draft.title : present;
  const text = merged.text;
  if (text !== body || title !== present)
    await octokit.rest.issues.update({
      ...at,
      issue_number: number,
      body: text,
      ...(isOurs ? { title } : {}),
    });
  return { did: merged.did, place: String(number), url, title: known && !isOurs ? known.title : title };
}

/** The occurrence's issue: where it was written last, where its other text is, or which carries its mark. */
async function numberOf(
  { known, beside, keys, since }: Draft,
  { octokit, at }: Place,
): Promise<number | undefined> {
  const place = (known ?? beside)?.place;
  if (place !== undefined) return Number(place);
  const ours = ({ node_id: id }: { node_id: string }) => isByUs(id, { octokit, at });
  return (await findIssue(octokit, at, keys.map(regionStart), since, ours))?.number;
}

const AUTHOR = 'query authorOf($id: ID!) { node(id: $id) { ... on Issue { viewerDidAuthor } } }';

/** Only GraphQL tells whether the credential's own account opened it, whatever kind of credential it is. */
async function isByUs(id: string, { octokit, at }: Place): Promise<boolean> {
  const answer: unknown = await octokit.graphql(AUTHOR, { id, request: at.request });
  return z.object({ node: z.object({ viewerDidAuthor: z.boolean() }) }).parse(answer).node.viewerDidAuthor;
}

async function opened({ title, key, markdown }: Draft, { octokit, at }: Place): Promise<Written> {
  const begun = mergeRegion(undefined, key, markdown, false);
  const body = 'text' in begun ? begun.text : '';
  const { data } = await octokit.rest.issues.create({ ...at, title, body });
  return { did: 'opened', place: String(data.number), url: data.html_url, title };
}
