import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { features } from '../../src/features.ts';
import { NO_RIGHTS, type Action, type Through, type WriteMode } from '../../src/domain/rights.ts';
import { anIssue, NOW, sigNode } from '../support/facts.ts';
import { portsOf, type State } from '../support/ports.ts';
import { MAINTAINER, MEMBER, NOBODIES, ROWS, UNCERTAIN } from '../support/rights.ts';
import { words } from '../support/words.ts';

const app = createApp(features);

/** What is typed, and all that somebody needs a right for then. */
const COMMANDS: readonly [string, readonly Action[]][] = [
  ['accept', ['accept']],
  ['important-soon', ['label']],
  ['accept important-soon @lee', ['accept', 'label', 'assign']],
  ['assign @lee', ['assign']],
  ['needs-info "Which version?"', ['label', 'comment']],
  ['close', ['close']],
];

const WRITINGS = (['handoff', 'as-person', 'as-bot'] as const).flatMap((write) =>
  (['prow', 'labels'] as const).map((through) => ({ write, through })),
);

function decide(command: string, person: State['people'][number], state: Partial<State>) {
  const ports = portsOf({ issues: [anIssue()], ...state, people: [person] });
  return app.command(`triage 4711 ${command}`, { user: person.slack, channel: 'C0NODE', now: NOW }, ports);
}

/** Whether GitHub is written to by the bot's own right. */
const written = (reply: Awaited<ReturnType<typeof decide>>) =>
  (reply.effects ?? []).filter(({ kind }) => kind.startsWith('github.'));

const table = ROWS.flatMap((row) =>
  WRITINGS.flatMap((writing) =>
    COMMANDS.map(([command, actions]) => ({ ...row, ...writing, command, actions })),
  ),
);

test.each(table)('$who, $write through $through: $command', async (row) => {
  const { person, rights, author = false, write, through, actions } = row;
  const reply = await decide(row.command, person, { rights, author, writing: { write, through } });
  const may = row.decides && mayWrite(write, row, through, actions);
  expect(written(reply).length > 0).toBe(may);
  if (!may) expect(words(reply.message).join(' ')).not.toBe('');
  for (const effect of written(reply)) {
    expect(effect).toMatchObject({
      by: { under: { githubId: person.githubId, write, through, group: 'sig-node' } },
    });
  }
});

/** As the rows have it: with the bot's right only what is theirs, with their own nothing unless they are signed in. */
function mayWrite(
  write: WriteMode,
  row: (typeof ROWS)[number],
  through: Through,
  actions: readonly Action[],
): boolean {
  return write === 'as-bot' && actions.every((action) => row[through].includes(action));
}

/** Gives an issue that no group has to SIG Node. */
function give(person: State['people'][number], state: Partial<State>, value = `${stray.id} sig-node`) {
  const ports = portsOf({ issues: [stray], ...state, people: [person] });
  return app.press('triage:give.1', value, { user: person.slack, channel: 'C0STRAY', now: NOW }, ports);
}

const stray = anIssue({ labels: ['needs-sig'] });
const gifts = ROWS.flatMap((row) => WRITINGS.map((writing) => ({ ...row, ...writing })));

test.each(gifts)('$who, $write through $through: gives a stray away', async (row) => {
  const { person, rights, author = false, write, through, gives, decides } = row;
  const reply = await give(person, { rights, author, writing: { write, through } });
  const may = write === 'as-bot' && gives.includes(through);
  expect(written(reply).length > 0).toBe(may);
  for (const effect of written(reply)) {
    const giver = decides ? {} : { gives: true };
    expect(effect).toMatchObject({
      by: { under: { githubId: person.githubId, group: 'sig-node', ...giver } },
    });
    expect(effect).not.toHaveProperty('verdict');
  }
  if (write !== 'as-bot') expect(words(reply.message).join('\n')).toMatch(/sig node|Add the label sig\/node/);
});

describe('who only gives a stray away', () => {
  const mori = { slack: 'U0MORI', github: 'mori' };
  const writing = { write: 'as-bot', through: 'prow' } as const;

  test('says so on GitHub, and for nobody else', async () => {
    const [effect] = written(await give(mori, { writing }));
    const body = effect && 'body' in effect ? effect.body : '';
    expect(body).toBe('/sig node\n\nGiven to SIG Node in Slack by mori.');
  });

  test('decides nothing else with it, and nothing of what a group has', async () => {
    const ports = portsOf({ issues: [stray], people: [mori], writing });
    const call = { user: mori.slack, channel: 'C0NODE', now: NOW };
    const more = await app.command('triage 4711 to node important-soon', call, ports);
    expect(more.effects).toBeUndefined();
    const theirs = await give(mori, { writing, issues: [anIssue()] }, `${anIssue().id} sig-network`);
    expect(theirs.effects).toBeUndefined();
    expect(words(theirs.message).join()).toContain('Only the leads and triagers of SIG Node decide here');
  });

  test('may take it back', async () => {
    const { effects = [] } = await give(mori, { writing });
    const made = effects.flatMap((effect) => (effect.kind === 'decision.keep' ? [effect.made] : []));
    const ports = portsOf({ issues: [anIssue()], people: [mori], writing, made: made[0] });
    const undone = await app.command('triage undo', { user: mori.slack, channel: 'C0NODE', now: NOW }, ports);
    expect(written(undone)).toMatchObject([
      {
        body: '/remove-sig node\n\nTaken back in Slack by mori.',
        by: { under: { gives: true, group: 'sig-node' } },
      },
    ]);
  });
});

describe.each([...NOBODIES, ...UNCERTAIN])('%s', (_who, person) => {
  test.each(WRITINGS)('gives nothing away, $write through $through', async (writing) => {
    const reply = await give(person, { rights: MAINTAINER, author: true, writing });
    expect(reply.effects).toBeUndefined();
  });

  test.each(WRITINGS)('gets nothing written, $write through $through', async (writing) => {
    for (const [command] of COMMANDS) {
      const reply = await decide(command, person, { rights: MAINTAINER, author: true, writing });
      expect(reply.effects).toBeUndefined();
      expect(words(reply.message).join(' ')).toMatch(/SIG Node|Slack/);
    }
  });
});

describe('where GitHub says who triages', () => {
  const groups = [{ ...sigNode, triagers: { members: true } }];
  const ask = (command: string, person: State['people'][number], state: Partial<State> = {}) =>
    app.command(
      command,
      { user: person.slack, channel: 'C0NODE', now: NOW },
      portsOf({ groups, issues: [anIssue()], people: [person], ...state }),
    );

  test.each(NOBODIES)(
    '%s sees the queue as a list, keeps no issue from others and posts no board',
    async (_who, person) => {
      const walk = await ask('triage', person);
      expect(walk.view).toBeUndefined();
      expect(walk.effects).toBeUndefined();
      const together = await ask('triage together', person);
      expect(together.effects).toBeUndefined();
      expect(words(together.message).join()).toContain('Only the leads and triagers of SIG Node');
    },
  );

  test('a board is posted for those alone of whom GitHub says so', async () => {
    const mori = { slack: 'U0MORI', github: 'mori' };
    const refused = await ask('triage together', mori, { rights: NO_RIGHTS });
    expect(refused.effects).toBeUndefined();
    expect(words(refused.message).join()).toContain(
      'Only the leads and triagers of SIG Node triage together',
    );
    expect((await ask('triage together', mori, { rights: undefined })).effects).toBeUndefined();
    const { effects = [] } = await ask('triage together', mori, { rights: MEMBER });
    expect(effects.map(({ kind }) => kind)).toContain('board.open');
  });

  test('a member of this Slack whose account is known goes through it', async () => {
    const { view, effects } = await ask('triage', { slack: 'U0MORI', github: 'mori' });
    expect(view).toBeDefined();
    expect(effects).toMatchObject([{ kind: 'claim.take' }]);
  });
});
