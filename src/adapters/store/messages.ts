import { subjectKey, type Subject } from '../../effect.ts';
import type { PostedMessage } from '../../ports.ts';
import type { Session } from './database.ts';

/** The messages the bot keeps true, one for each subject and channel. */
export interface Messages {
  of(subject: Subject): Promise<PostedMessage[]>;
  get(subject: Subject, channel: string): Promise<PostedMessage | undefined>;
  /** Keeps where the message stands and what it shows, in place of what was known. */
  sent(message: Required<PostedMessage>): Promise<void>;
  forget(subject: Subject, channel: string): Promise<void>;
}

export function messagesOf({ db }: Session): Messages {
  const of = (subject: Subject) => db.selectFrom('messages').where('subject', '=', subjectKey(subject));
  return {
    async of(subject) {
      const rows = await of(subject).select(['channel', 'ts', 'shown']).orderBy('channel').execute();
      return rows.map((row) => ({ subject, ...row }));
    },
    async get(subject, channel) {
      const one = of(subject).select(['channel', 'ts', 'shown']).where('channel', '=', channel);
      const row = await one.executeTakeFirst();
      return row && { subject, ...row };
    },
    async sent({ subject, channel, ts, shown }) {
      await db
        .insertInto('messages')
        .values({ subject: subjectKey(subject), channel, ts, shown })
        .onConflict((on) => on.columns(['subject', 'channel']).doUpdateSet({ ts, shown }))
        .execute();
    },
    async forget(subject, channel) {
      const gone = db.deleteFrom('messages').where('subject', '=', subjectKey(subject));
      await gone.where('channel', '=', channel).execute();
    },
  };
}
