import { anIssue } from '../../test/support/facts.ts';
import { CHANNEL, portsOver, type Ask, type AskNeeds } from '../triage/asks.ts';
import { measure } from '../triage/main.ts';
import { NOW } from '../triage/stage.ts';

const AGENDA = { kind: 'agenda', id: 'sig-node/weekly-meeting/2026-11-26' } as const;
const PUBLISHED = {
  meeting: 'sig-node/weekly-meeting',
  key: '2026-11-26',
  group: 'sig-node',
  until: NOW + 1,
};

/** Measures an agenda: asked for, drawn for its channel, turned over, written down, and followed. */
export const measureAgenda = () => measure(asks, 200);

function asks(needs: AskNeeds): Ask[] {
  const { app, store } = needs;
  const ports = portsOver(needs);
  const call = { user: 'U0DANA', channel: CHANNEL.id, now: NOW };
  const page = JSON.stringify({ id: AGENDA.id, page: 3 });
  const standing = { ...ports, agenda: { ...ports.agenda, published: () => Promise.resolve([PUBLISHED]) } };
  return [
    { what: '/sig agenda', run: async () => JSON.stringify(await app.command('agenda', call, ports)) },
    {
      what: 'the message in its channel',
      run: async () => JSON.stringify(await app.render(AGENDA, CHANNEL.id, ports)),
    },
    { what: 'the document', run: async () => JSON.stringify(await app.document(AGENDA, ports)) },
    {
      what: 'a page of all of it',
      run: async () => JSON.stringify(await app.press('agenda:page', page, call, ports)),
    },
    { what: 'every feature, when an issue is touched', run: (turn) => touch(turn, ports) },
    { what: 'the same while an agenda stands', run: (turn) => touch(turn, standing) },
    { what: 'which agendas stand', run: () => store.agendas.published(NOW) },
  ];

  async function touch(turn: number, over: typeof ports): Promise<unknown> {
    const issue = await over.issues.byId(`1#${turn + 1}`);
    return app.issueTouched(issue ?? anIssue(), over);
  }
}
