import { pino } from 'pino';
import { expect, test } from 'vitest';
import { readStore } from '../../src/adapters/store/store.ts';
import { explanation } from '../../src/cli/explain.ts';
import { aStory } from '../support/bot.ts';

test('an operator asks for an issue’s whole ledger while the bot runs on the same file', async () => {
  const story = await aStory();
  const { ref, ts } = await story.openWithCard('Explain me');
  await story.world.slack.as('dana').press('sig-node', ts, 'Accept');
  await story.world.until(() => story.look('sig-node').includes('accepted by dana'));
  await story.idle();

  const store = readStore(story.databaseUrl, { log: pino({ enabled: false }), clock: { now: Date.now } });
  const [issue] = await store.mirror.like({ number: Number(ref.split('#')[1]) });
  expect.assert(issue);
  const text = explanation(issue, await store.ledger.of(issue.id), await store.audit.of(issue.id));
  await store.close();
  await story.end();

  expect(text).toContain('harbour/boats#1  Explain me');
  expect(text).toMatch(/github {2}issues\.opened {2}done\n {6}sig\/node → SIG Node → #sig-node: card/);
  expect(text).toMatch(/done {2}post the card in C\w+: posted/);
  expect(text).toMatch(/done {2}label harbour\/boats#1 for dana: \+triage\/accepted/);
  expect(text).toMatch(/dana {2}dana, for SIG Node: accepted \(as-bot, labels\)/);
});
