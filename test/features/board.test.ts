import { expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { Board } from '../../src/domain/board.ts';
import { HOUR, iso } from '../../src/domain/time.ts';
import { features } from '../../src/features.ts';
import { anIssue, NOW } from '../support/facts.ts';
import { portsOf, type State } from '../support/ports.ts';
import { words } from '../support/words.ts';

const app = createApp(features);

/** Begun by Dana that many hours ago. */
function aBoard(hours: number, differs: Partial<Board> = {}): Board {
  return {
    id: `sig-node/${iso(NOW - hours * HOUR)}`,
    group: 'sig-node',
    channel: 'C0NODE',
    filter: JSON.stringify({ group: 'sig-node', offset: 0 }),
    total: 3,
    by: 'U0DANA',
    members: [{ user: 'U0DANA', decided: 1 }],
    ...differs,
  };
}

const press = (button: string, board: Board, state: Partial<State> = {}) =>
  app.press(
    button,
    board.id,
    { user: 'U0DANA', channel: 'C0NODE', now: NOW },
    portsOf({ issues: [anIssue()], boards: [board], ...state }),
  );

const shown = async (board: Board) =>
  words(await app.render({ kind: 'board', id: board.id }, 'C0NODE', portsOf({ boards: [board] })));

test('a board says when it ends by itself', async () => {
  expect(await shown(aBoard(1))).toContain('begun by <@U0DANA> · ends by itself 2026-03-02 21:00 UTC');
});

test('the minute its twelve hours are over it ends, and its message follows', async () => {
  const over = aBoard(12);
  const boards = [over, aBoard(11), aBoard(13, { endedAt: NOW - 2 * HOUR })];
  const { effects } = await app.tick(NOW, portsOf({ boards }), NOW);
  expect(effects).toEqual([
    { kind: 'board.end', board: over.id, at: NOW },
    { kind: 'slack.update', channel: 'C0NODE', subject: { kind: 'board', id: over.id } },
  ]);
  const ended = (await shown({ ...over, endedAt: NOW })).join('\n');
  expect(ended).toContain('it is over: it ended by itself after twelve hours');
  expect(ended).not.toContain('[Join]');
});

test('nobody joins, or ends, what is over, also where no minute has come since', async () => {
  expect((await press('walk:join', aBoard(1))).view).toBeDefined();
  for (const button of ['walk:join', 'walk:end']) {
    const refused = await press(button, aBoard(12));
    expect(words(refused.message)).toEqual(['This is over.', 'Begin anew: `/sig triage together`']);
    expect(refused.effects).toBeUndefined();
  }
});

test('a walk that goes on after its board does not count on it', async () => {
  const metadata = async (board: Board) => (await press('walk:join', board)).view?.private_metadata ?? '';
  const begun = await metadata(aBoard(1));
  const decide = (board: Board) =>
    app.press(
      'walk:accept',
      anIssue().id,
      { user: 'U0DANA', channel: 'C0NODE', now: NOW, metadata: begun },
      portsOf({ issues: [anIssue()], boards: [board] }),
    );
  const counts = async (board: Board) =>
    (await decide(board)).effects?.filter(({ kind }) => kind === 'board.count');
  expect(await counts(aBoard(1))).toHaveLength(1);
  expect(await counts(aBoard(1, { endedAt: NOW }))).toEqual([]);
});
