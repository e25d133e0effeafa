import { DatabaseSync } from 'node:sqlite';
import { SHOWN } from '../../src/domain/similar.ts';
import type { Answers } from './judge.ts';
import { randomFrom, type Trial } from './reports.ts';

/** The floor: FTS5 as it is, over title and whole body, asked for any of the words, in the order of its own rank. */
export function bareRank({ mirrored, asked }: Trial): Answers {
  using file = new DatabaseSync(':memory:');
  file.exec('create virtual table texts using fts5 (title, body)');
  const insert = file.prepare('insert into texts (rowid, title, body) values (?, ?, ?)');
  for (const [index, { title, body }] of mirrored.entries()) insert.run(index, title, body);
  const find = file.prepare(
    'select rowid, -rank as score from texts where texts match ? order by rank limit ?',
  );
  return asked.map((question) => {
    const words = new Set(`${question.title} ${question.body}`.toLowerCase().match(/[\p{L}\p{N}]+/gu));
    const rows = find.all([...words].map((word) => `"${word}"`).join(' OR '), SHOWN + 1);
    return rows
      .flatMap((row) => {
        const report = mirrored[Number(row['rowid'])];
        return report && report !== question ? [{ report, score: Number(row['score']) }] : [];
      })
      .slice(0, SHOWN);
  });
}

/** Below the floor: any three. */
export function anyThree({ mirrored, asked }: Trial): Answers {
  const random = randomFrom(7);
  const pick = () => mirrored[Math.floor(random() * mirrored.length)];
  return asked.map((question) =>
    Array.from({ length: SHOWN }, pick).flatMap((report) =>
      report && report !== question ? [{ report, score: 1 }] : [],
    ),
  );
}
