import { subjectKey, subjectOf, type Subject } from '../../effect.ts';
import type { PostedMessage } from '../../ports.ts';
import type { Session } from './session.ts';

/** The messages the bot keeps true, one for each subject and channel. */
export interface Messages {
  of(subject: Subject): Promise<PostedMessage[]>;
  at(channel: string, ts: string): Promise<Subject | undefined>;
  /** Keeps where the message stands and what it shows, in place of what was known. */
  sent(message: Required<PostedMessage>): Promise<void>;
}

export function messagesOf({ db }: Session): Messages {
  return {
    async of(subject) {
      const about = db.selectFrom('messages').where('subject', '=', subjectKey(subject));
      const rows = await about.select(['channel', 'ts', 'shown']).orderBy('channel').execute();
      return rows.map((row) => ({ subject, ...row }));
    },
    async at(channel, ts) {
      const there = db.selectFrom('messages').where('channel', '=', channel).where('ts', '=', ts);
      const row = await there.select('subject').executeTakeFirst();
      return row && subjectOf(row.subject);
    },
    async sent({ subject, channel, ts, shown }) {
      await db
        .insertInto('messages')
        .values({ subject: subjectKey(subject), channel, ts, shown })
        .onConflict((on) => on.columns(['subject', 'channel']).doUpdateSet({ ts, shown }))
        .execute();
    },
  };
}
