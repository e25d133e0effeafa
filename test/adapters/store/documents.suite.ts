import { expect, it } from 'vitest';
import type { PublishedDocument } from '../../../src/ports/meeting.ts';
import { useWorld, type Backend } from './backend.ts';

export function documentsSuite(backend: Backend): void {
  const world = useWorld(backend);

  it('knows where a subject is written, and what was written there last', async () => {
    const { documents } = world.store;
    const issue: PublishedDocument = {
      subject: { kind: 'agenda', id: 'sig-node/weekly/2026-12-03' },
      outlet: 'issue harbour/notes',
      place: '7',
      url: 'https://github.com/harbour/notes/issues/7',
      title: 'Agenda',
      print: 'a',
    };
    const file = { ...issue, outlet: 'file harbour/notes {date}.md', place: '8' };
    for (const one of [issue, file, { ...issue, subject: { ...issue.subject, kind: 'sitting' as const } }])
      await documents.put(one);
    expect(await documents.of(issue.subject)).toEqual([file, issue]);
    expect(await documents.at(issue.outlet)).toEqual([
      issue,
      { ...issue, subject: { ...issue.subject, kind: 'sitting' } },
    ]);
    expect(await documents.at('issue harbour/boats')).toEqual([]);
    await documents.put({ ...issue, title: 'Agenda!', print: 'b' });
    expect(await documents.of(issue.subject)).toEqual([file, { ...issue, title: 'Agenda!', print: 'b' }]);
    expect(await documents.of({ kind: 'agenda', id: 'sig-node/weekly/2026-12-10' })).toEqual([]);
  });
}
