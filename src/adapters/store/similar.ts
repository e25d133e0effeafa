import { sql } from 'kysely';
import type { Issue, IssueId } from '../../domain/issue.ts';
import {
  BACKGROUND,
  byLikeness,
  CLOSED_WITHIN,
  likeliest,
  POOL,
  SHOWN,
  tellingTerms,
  weightBy,
  type Similar,
} from '../../domain/similar.ts';
import { termsOf, type Terms } from '../../domain/terms.ts';
import type { Instant } from '../../domain/time.ts';
import { issues, keyOf, toIssue, type IssueRow } from './issue-row.ts';
import type { Session } from './session.ts';
import { keptText, termsIn, type Key } from './texts.ts';

/**
 * The issues like this one: those that were found when it was new and are still to be seen, else found now. Most alike
 * first; none where nothing is known of what it says.
 */
export async function similarTo(session: Session, id: IssueId, limit: number): Promise<Similar[]> {
  const key = keyOf(id);
  const text = await keptText(session, key);
  if (!text) return [];
  const most = Math.min(limit, SHOWN);
  if (text.compared === 1) return (await keptSimilar(session, key)).slice(0, most);
  const row = await issues(session)
    .where('issues.repo_id', '=', key.repo_id)
    .where('issues.number', '=', key.number)
    .executeTakeFirst();
  return row ? (await findSimilar(session, row, termsIn(text))).slice(0, most) : [];
}

/** What an issue with this text, opened then in that repository, would be like. */
export async function similarToText(
  session: Session,
  { repoId, title, body, at }: { repoId: number; title: string; body: string; at: Instant },
  limit: number,
): Promise<Similar[]> {
  const unopened = { repo_id: repoId, number: 0, created_at: at };
  return (await findSimilar(session, unopened, termsOf(title, body))).slice(0, limit);
}

/** Finds what a new issue is like, and keeps it: whatever is opened later does not change its cards. */
export async function compare(tx: Session, row: IssueRow, terms: Terms): Promise<void> {
  const { repo_id, number } = row;
  const found = await findSimilar(tx, row, terms);
  await tx.db
    .deleteFrom('similar_issues')
    .where('repo_id', '=', repo_id)
    .where('number', '=', number)
    .execute();
  const rows = found.map(({ issue, score }) => {
    const like = keyOf(issue.id);
    return { repo_id, number, like_repo_id: like.repo_id, like_number: like.number, score };
  });
  if (rows.length > 0) await tx.db.insertInto('similar_issues').values(rows).execute();
  const text = tx.db.updateTable('issue_texts').set({ compared: 1 });
  await text.where('repo_id', '=', repo_id).where('number', '=', number).execute();
}

/** The issues that show this one, or one of this repository's, as similar. */
export async function besides(
  session: Session,
  { repo_id, number }: { repo_id: number; number?: number },
): Promise<Issue[]> {
  const rows = issues(session).where((of) =>
    of.exists(
      of
        .selectFrom('similar_issues as s')
        .select('s.number')
        .whereRef('s.repo_id', '=', 'issues.repo_id')
        .whereRef('s.number', '=', 'issues.number')
        .where('s.like_repo_id', '=', repo_id)
        .$if(number !== undefined, (q) => q.where('s.like_number', '=', number ?? 0)),
    ),
  );
  const all = await rows.orderBy('issues.repo_id').orderBy('issues.number').execute();
  return all.map(toIssue);
}

async function keptSimilar(session: Session, { repo_id, number }: Key): Promise<Similar[]> {
  const rows = await visible(session, repo_id)
    .innerJoin('similar_issues as s', (on) =>
      on.onRef('s.like_repo_id', '=', 'issues.repo_id').onRef('s.like_number', '=', 'issues.number'),
    )
    .select('s.score')
    .where('s.repo_id', '=', repo_id)
    .where('s.number', '=', number)
    .execute();
  return rows.map(({ score, ...row }) => ({ issue: toIssue(row), score })).toSorted(byLikeness);
}

/** Where and when an issue was opened. */
type Place = Pick<IssueRow, 'repo_id' | 'number' | 'created_at'>;

/** The database finds candidates by its full-text index; which of them are like it is decided in one place for both. */
async function findSimilar(session: Session, of: Place, terms: Terms): Promise<Similar[]> {
  const weight = weightBy(await background(session, of));
  const asked = tellingTerms(terms, weight);
  if (asked.length === 0) return [];
  const rows = await candidates(session, of, asked);
  const among = rows.map(({ title_terms, body_terms, ...row }) => ({
    issue: toIssue(row),
    terms: termsIn({ title_terms, body_terms }),
  }));
  return likeliest(terms, among, weight);
}

/** The issues last taken in, by which terms are weighed. */
async function background({ db }: Session, { repo_id, number }: Key): Promise<Terms[]> {
  const latest = db
    .selectFrom('issue_texts')
    .select(['repo_id', 'number', 'title_terms', 'body_terms'])
    .orderBy('id', 'desc')
    .limit(BACKGROUND + 1);
  const others = (await latest.execute()).filter((row) => row.repo_id !== repo_id || row.number !== number);
  return others.slice(0, BACKGROUND).map(termsIn);
}

/**
 * What it may be a duplicate of, the best matches first: issues opened before it, which are open, or were closed not long
 * before, but not as duplicates themselves.
 */
function candidates(session: Session, of: Place, asked: readonly string[]) {
  const { created_at, repo_id, number } = of;
  const found = session.embedded ? matchOfSqlite(asked) : matchOfPostgres(asked);
  return visible(session, repo_id)
    .innerJoin('issue_texts as t', (on) =>
      on.onRef('t.repo_id', '=', 'issues.repo_id').onRef('t.number', '=', 'issues.number'),
    )
    .innerJoin(found.as('found'), 'found.id', 't.id')
    .select(['t.title_terms', 't.body_terms'])
    .where('issues.is_pull_request', '=', 0)
    .where(
      sql<boolean>`(issues.created_at, issues.repo_id, issues.number) < (${created_at}, ${repo_id}, ${number})`,
    )
    .where(
      sql<boolean>`(issues.state = 'open' or (issues.closed_at >= ${created_at - CLOSED_WITHIN}
        and coalesce(issues.state_reason, '') <> 'duplicate'))`,
    )
    .orderBy('found.rank', 'desc')
    .orderBy('t.id', 'desc')
    .limit(POOL)
    .execute();
}

interface Match {
  id: number;
  rank: number;
}

/** bm25 is the better the smaller it is. */
function matchOfSqlite(asked: readonly string[]) {
  const query = asked.map((term) => `"${term}"`).join(' OR ');
  return sql<Match>`(select rowid as id, -bm25(issue_words, 2.0, 1.0) as rank
    from issue_words where issue_words match ${query})`;
}

function matchOfPostgres(asked: readonly string[]) {
  const query = asked.map((term) => `'${term}'`).join(' | ');
  return sql<Match>`(select id, ts_rank(terms, ${query}::tsquery) as rank
    from issue_texts where terms @@ ${query}::tsquery)`;
}

/**
 * Issues that may be named on a card of this repository's: its own, and those of repositories known to be public. What
 * is gone, or in a repository that is, is not to be named anywhere.
 */
export function visible(session: Session, repoId: number) {
  return issues(session)
    .where('issues.gone', 'is', null)
    .where('repositories.gone', '=', 0)
    .where((of) => of.or([of('repositories.id', '=', repoId), of('repositories.private', '=', 0)]));
}
