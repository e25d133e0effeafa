import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import type { Outlet } from '../../domain/outlet.ts';
import { mergeRegion, regionStart } from '../../domain/region.ts';
import { FULL, type Draft, type Place, type Written } from './document-draft.ts';
import { graphqlTypes } from './failure.ts';

type DiscussionOutlet = Extract<Outlet, { to: 'discussion' }>;

const discussionSchema = z.object({
  id: z.string(),
  url: z.string(),
  title: z.string(),
  body: z.string(),
  /** Whoever can begin a discussion can write a mark into it. */
  viewerDidAuthor: z.boolean(),
});
type Discussion = z.infer<typeof discussionSchema>;

const FIELDS = 'id url title body viewerDidAuthor';

/** Discussions have no REST API (docs.github.com/graphql/guides/using-the-graphql-api-for-discussions). */
const READ = `query readDocument($id: ID!) { node(id: $id) { ... on Discussion { ${FIELDS} } } }`;

const FIND = `query findDocument($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    id
    discussionCategories(first: 100) { nodes { id name } }
    discussions(first: 100, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { ${FIELDS} } }
  }
}`;

const CREATE = `mutation createDocument($input: CreateDiscussionInput!) {
  createDiscussion(input: $input) { discussion { ${FIELDS} } }
}`;

const UPDATE = `mutation updateDocument($input: UpdateDiscussionInput!) {
  updateDiscussion(input: $input) { discussion { id } }
}`;

const repositorySchema = z.object({
  repository: z.object({
    id: z.string(),
    discussionCategories: z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })) }),
    discussions: z.object({ nodes: z.array(discussionSchema) }),
  }),
});

/** Writes our region into the occurrence's discussion; begins it where there is none. */
export async function writeDiscussion(
  outlet: DiscussionOutlet,
  draft: Draft,
  place: Place,
): Promise<Written> {
  const before = draft.known ?? draft.beside;
  if (before) {
    const found = await read(before.place, place);
    return found ? edited(found, draft, place) : { left: 'gone', url: before.url };
  }
  const { repository } = repositorySchema.parse(await ask(place, FIND, nameOf(place)));
  const marks = draft.keys.map(regionStart);
  const ours = repository.discussions.nodes.filter(({ viewerDidAuthor }) => viewerDidAuthor);
  const found = ours.find(({ body }) => marks.some((mark) => body.includes(mark)));
  if (found) return edited(found, draft, place);
  const { nodes } = repository.discussionCategories;
  const category = nodes.find(({ name }) => name.toLowerCase() === outlet.category.toLowerCase());
  if (!category)
    throw new UserError(
      `${outlet.repo} has no category “${outlet.category}” for discussions.`,
      nodes.length > 0 ? `It has ${nodes.map(({ name }) => name).join(', ')}.` : 'Turn discussions on there.',
    );
  return begun(repository.id, category.id, draft, place);
}

async function edited(present: Discussion, draft: Draft, place: Place): Promise<Written> {
  const { id, url, body } = present;
  const { known } = draft;
  const merged = mergeRegion(body, draft.key, draft.markdown, known !== undefined);
  if ('left' in merged) return { left: merged.left, url };
  if (merged.text.length > FULL) return { left: 'full', url };
  const isOurs = known?.title === present.title;
  const title = isOurs ? draft.title : present.title;
  if (merged.text !== body || title !== present.title)
    await ask(place, UPDATE, {
      input: { discussionId: id, body: merged.text, ...(isOurs ? { title } : {}) },
    });
  return { did: merged.did, place: id, url, title: known && !isOurs ? known.title : title };
}

async function begun(
  repositoryId: string,
  categoryId: string,
  { title, key, markdown }: Draft,
  place: Place,
): Promise<Written> {
  const first = mergeRegion(undefined, key, markdown, false);
  const body = 'text' in first ? first.text : '';
  const answer = await ask(place, CREATE, { input: { repositoryId, categoryId, title, body } });
  const created = z.object({ createDiscussion: z.object({ discussion: discussionSchema }) }).parse(answer);
  const { id, url } = created.createDiscussion.discussion;
  return { did: 'opened', place: id, url, title };
}

/** Undefined where it is no longer there. */
async function read(id: string, place: Place): Promise<Discussion | undefined> {
  const answer = await ask(place, READ, { id }).catch((error: unknown) => {
    if (graphqlTypes(error).includes('NOT_FOUND')) return { node: null };
    throw error;
  });
  return z.object({ node: discussionSchema.nullable() }).parse(answer).node ?? undefined;
}

function ask({ octokit, at }: Place, query: string, variables: Record<string, unknown>): Promise<unknown> {
  return octokit.graphql(query, { ...variables, request: at.request });
}

function nameOf({ at: { owner, repo } }: Place): { owner: string; name: string } {
  return { owner, name: repo };
}
