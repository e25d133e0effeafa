import { sql } from 'kysely';
import type { IssueId } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import { commentKey, subjectKey, subjectOf, type Subject } from '../../effect.ts';
import type { Named } from '../../feature.ts';
import type { PostedMessage, Ports } from '../../ports.ts';
import type { Session } from './session.ts';

/** The messages the bot keeps true, one for each subject and channel. */
export interface Messages extends Pick<Ports['messages'], 'naming' | 'namedIn'> {
  of(subject: Subject): Promise<PostedMessage[]>;
  cardsSince(channel: string, since: Instant): Promise<number>;
  commentsSince(channel: string, issue: IssueId, since: Instant): Promise<number>;
  at(channel: string, ts: string): Promise<Subject | undefined>;
  /** Keeps where the message stands, what it shows and which issues it names, in place of what was known. */
  sent(message: Required<PostedMessage> & { names?: readonly Named[] | undefined }): Promise<void>;
}

/** How many rows one statement writes: databases take so many values at once. */
const AT_ONCE = 1000;

export function messagesOf({ db }: Session): Messages {
  /** The channels in which a first message about the subject is still to be sent. */
  async function waitingFor(subject: Subject): Promise<string[]> {
    if (subject.kind !== 'card') return [];
    const open = db.selectFrom('outbox').select('lane').where('issue', '=', subject.id);
    const posts = open.where('done_at', 'is', null).where(sql<boolean>`substr(once, 1, 5) = 'card:'`);
    return (await posts.orderBy('lane').execute()).map(({ lane }) => lane.slice('slack/'.length));
  }

  /** What was planned in a channel since then, under keys that begin so. */
  async function plannedSince(channel: string, since: Instant, prefix: string): Promise<number> {
    const planned = db
      .selectFrom('outbox')
      .select((of) => of.fn.countAll<number>().as('n'))
      .where('lane', '=', `slack/${channel}`)
      .where('planned_at', '>', since)
      .where(sql<boolean>`once is not null and substr(once, 1, ${sql.lit(prefix.length)}) = ${prefix}`);
    return (await planned.executeTakeFirstOrThrow()).n;
  }

  async function name(subject: string, channel: string, names: readonly Named[]): Promise<void> {
    const before = db.deleteFrom('named_issues').where('subject', '=', subject);
    await before.where('channel', '=', channel).execute();
    const rows = names.map(({ issue, hidden }) => ({ subject, channel, issue, hidden: Number(hidden) }));
    for (let from = 0; from < rows.length; from += AT_ONCE)
      await db
        .insertInto('named_issues')
        .values(rows.slice(from, from + AT_ONCE))
        .execute();
  }

  return {
    async of(subject) {
      const about = db.selectFrom('messages').where('subject', '=', subjectKey(subject));
      const rows = await about.select(['channel', 'ts', 'shown']).orderBy('channel').execute();
      const sent: PostedMessage[] = rows.map((row) => ({ subject, ...row }));
      const waiting = (await waitingFor(subject)).filter(
        (channel) => !rows.some((row) => row.channel === channel),
      );
      return [...sent, ...waiting.map((channel) => ({ subject, channel }))];
    },
    cardsSince: (channel, since) => plannedSince(channel, since, 'card:'),
    commentsSince: (channel, issue, since) => plannedSince(channel, since, commentKey(channel, issue)),
    async at(channel, ts) {
      const there = db.selectFrom('messages').where('channel', '=', channel).where('ts', '=', ts);
      const row = await there.select('subject').executeTakeFirst();
      return row && subjectOf(row.subject);
    },
    async naming(issue) {
      const rows = db
        .selectFrom('named_issues as named')
        .innerJoin('messages', (on) =>
          on.onRef('messages.subject', '=', 'named.subject').onRef('messages.channel', '=', 'named.channel'),
        )
        .select(['named.subject', 'named.channel', 'named.hidden', 'messages.ts', 'messages.shown'])
        .where('named.issue', '=', issue);
      const found = await rows.orderBy('named.subject').orderBy('named.channel').execute();
      return found.flatMap(({ subject: key, hidden, ...row }) => {
        const subject = subjectOf(key);
        return subject ? [{ subject, hidden: hidden === 1, ...row }] : [];
      });
    },
    async namedIn(subject) {
      const named = db.selectFrom('named_issues').select(['channel', 'issue']);
      return named.where('subject', '=', subjectKey(subject)).orderBy('channel').orderBy('issue').execute();
    },
    async sent({ subject, channel, ts, shown, names }) {
      await db
        .insertInto('messages')
        .values({ subject: subjectKey(subject), channel, ts, shown })
        .onConflict((on) => on.columns(['subject', 'channel']).doUpdateSet({ ts, shown }))
        .execute();
      if (names) await name(subjectKey(subject), channel, names);
    },
  };
}
