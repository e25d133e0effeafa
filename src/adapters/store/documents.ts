import { subjectKey, subjectOf } from '../../effect.ts';
import type { DocumentPorts, PublishedDocument } from '../../ports/meeting.ts';
import type { Session } from './session.ts';

/** What is written beside the messages, one for each subject and place. */
export interface Documents extends DocumentPorts {
  /** Keeps where it is and what it says, in place of what was known. */
  put(document: PublishedDocument): Promise<void>;
}

export function documentsOf({ db }: Session): Documents {
  return {
    async of(subject) {
      const rows = db.selectFrom('documents').selectAll().where('subject', '=', subjectKey(subject));
      return (await rows.orderBy('outlet').execute()).map((row) => ({ ...row, subject }));
    },
    async at(outlet) {
      const rows = db.selectFrom('documents').selectAll().where('outlet', '=', outlet);
      return (await rows.orderBy('subject').execute()).flatMap((row) => {
        const subject = subjectOf(row.subject);
        return subject ? [{ ...row, subject }] : [];
      });
    },
    async put({ subject, ...rest }) {
      const row = { subject: subjectKey(subject), ...rest };
      const insert = db.insertInto('documents').values(row);
      await insert.onConflict((on) => on.columns(['subject', 'outlet']).doUpdateSet(row)).execute();
    },
  };
}
