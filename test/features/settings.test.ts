import { describe, expect, test } from 'vitest';
import { refusalOfMessage } from '../../playground/slack/blocks.ts';
import { createApp } from '../../src/app.ts';
import { PLAIN_AGENDA } from '../../src/domain/agenda-policy.ts';
import { DAY, MINUTE } from '../../src/domain/time.ts';
import { features } from '../../src/features.ts';
import { agendaOf, agendaTexts, checkForm } from '../../src/features/settings/plan.ts';
import { anIssue, NOW, sigNode } from '../support/facts.ts';
import { portsOf, type State } from '../support/ports.ts';
import { words } from '../support/words.ts';

const app = createApp(features);
const LONG = `Pod hangs & ${'&'.repeat(200)}`;

/** So many issues of SIG Node, one a minute, the last of them now. */
const many = (count: number, title = 'Pod hangs', url = 'https://github.com/kubernetes/kubernetes/issues/') =>
  Array.from({ length: count }, (_, index) =>
    anIssue({
      number: index + 1,
      title,
      url: `${url}${index + 1}`,
      createdAt: NOW - (count - index) * MINUTE,
    }),
  );

async function previewed(command: string, differs: Partial<State>) {
  const call = { user: 'U0MORI', channel: 'C0NODE', now: NOW };
  const { message } = await app.command(command, call, portsOf(differs));
  return { message, said: words(message) };
}

describe('a preview', () => {
  test('counts pull requests for a group that wants them, and for no other', async () => {
    const pull = anIssue({ number: 2, isPullRequest: true, createdAt: NOW - DAY });
    const issues = [anIssue(), pull];
    const told = async (pullRequests: boolean) =>
      (await previewed('preview', { issues, groups: [{ ...sigNode, pullRequests }] })).said[1];
    expect(await told(false)).toContain('would have posted 1 message,');
    expect(await told(true)).toContain('would have posted 2 messages,');
  });

  test('names the issues that share a message', async () => {
    const { said } = await previewed('preview daily', { issues: many(10) });
    expect(said[2]).toMatch(/10 issues in one message: #1, #2, #3, #4, #5, #6, #7, #8 and 2 more$/);
  });

  test('of a channel that is no group’s says how to name one', async () => {
    const call = { user: 'U0MORI', channel: 'C0RANDOM', now: NOW };
    const said = async (command: string) =>
      words((await app.command(command, call, portsOf({}))).message).join();
    expect(await said('preview')).toContain('`/sig preview node`');
    expect(await said('settings')).toContain('`/sig settings node`');
  });

  test('says that a group without a label has no issues', async () => {
    const { said } = await previewed('preview', { groups: [{ ...sigNode, label: undefined }] });
    expect(said).toEqual(['SIG Node has no label, so no issue is its own and nothing is posted for it.']);
  });

  test.each([31, 500])('of %d messages lists as many as Slack takes, the latest', async (count) => {
    const { message, said } = await previewed('preview', { issues: many(count, LONG) });
    expect(refusalOfMessage(message ?? {})).toBeUndefined();
    const listed = said.filter((line) => line.startsWith('•')).length;
    expect(listed).toBeGreaterThan(15);
    expect(said.at(-2)).toBe(`Not listed: ${count - listed} earlier ones`);
  });

  test('of 31 messages with titles of a usual length lists each', async () => {
    const { said } = await previewed('preview', {
      issues: many(31, 'Pod stays in Terminating after the node was rebooted'),
    });
    expect(said[1]).toBe(
      'In the last 14 days this would have posted 31 messages, 31 on the busiest day (2026-03-02).',
    );
    expect(said.filter((line) => line.startsWith('•'))).toHaveLength(31);
    expect(said.join()).not.toContain('Not listed');
  });
});

describe('what the form changes of agendas', () => {
  const now = { publish: 2880, sections: PLAIN_AGENDA.sections.slice(0, 2) };
  const asShown = agendaTexts(now);
  const read = (values: Record<string, string>, locked: ('publish' | 'sections')[] = []) =>
    agendaOf({ ...asShown, ...values }, now, locked);

  test('what it leaves as it was shown is not chosen, and follows the operator', () => {
    expect(read({})).toEqual({});
    expect(read({ publish: '', sections: ' ' })).toEqual({ publish: undefined, sections: undefined });
    expect(read({ publish: '1d', sections: 'topics' }, ['publish', 'sections'])).toEqual({});
  });

  test.each([
    ['1d', 1440],
    ['36h', 2160],
    ['90 M', 90],
    ['OFF', null],
  ])('it comes %s before', (publish, minutes) => {
    expect(checkForm({ publish })).toBeUndefined();
    expect(read({ publish })).toEqual({ publish: minutes });
  });

  test.each(['0d', '25d', 'soon', '2', '-1d', '2d 3h'])('"%s" is no time before', (publish) => {
    expect(checkForm({ publish })).toEqual({ publish: expect.stringContaining('36h') as string });
  });

  test.each([
    [
      'Stale\ntopics 20',
      [
        { name: 'stale', limit: 5 },
        { name: 'topics', limit: 20 },
      ],
    ],
    [
      'counts, untriaged: 50',
      [
        { name: 'counts', limit: 1 },
        { name: 'untriaged', limit: 50 },
      ],
    ],
  ])('its parts: %j', (sections, expected) => {
    expect(checkForm({ sections })).toBeUndefined();
    expect(read({ sections })).toEqual({ sections: expected });
  });

  test.each(['gossip', 'topics 0', 'topics 51', 'topics\nTopics', 'topics twelve', ','])(
    '%j are no parts',
    (sections) => {
      expect(checkForm({ sections })?.['sections']).toContain('The parts are topics, carried');
    },
  );

  test('every time before is read as it is written', () => {
    for (const minutes of [1, 60, 90, 1440, 1500, 24 * 1440])
      expect(read({ publish: agendaTexts({ ...now, publish: minutes }).publish, sections: '' }).publish).toBe(
        minutes === now.publish ? undefined : minutes,
      );
  });
});
