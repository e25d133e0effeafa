import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { Issue } from '../../src/domain/issue.ts';
import { features } from '../../src/features.ts';
import type { Message, Reply } from '../../src/feature.ts';
import { meetingsOf } from '../../src/domain/meeting.ts';
import { anIssue, NOW, sigNode } from '../support/facts.ts';
import { portsOf, type State } from '../support/ports.ts';
import { words } from '../support/words.ts';

const app = createApp(features);
const TITLE = 'Token in the log';
const privacy = { channels: ['sig-node'], labels: ['kind/security'] };
const SAID = 'This issue is private.';

const kinds: [string, Issue][] = [
  ['an issue of a private repository', anIssue({ title: TITLE, private: true })],
  ['a security report', anIssue({ title: TITLE, labels: ['sig/node', 'sig/network', 'kind/security'] })],
];

function stateWith(issue: Issue): Partial<State> {
  return { issues: [issue], privacy, similar: [{ issue, score: 0.9 }] };
}

describe.each(kinds)('%s', (_name, issue) => {
  const ports = portsOf(stateWith(issue));
  const dana = (channel: string | undefined) => ({ user: 'U0DANA', channel, now: NOW });
  const message = { channel: 'C0NET', ts: '9.9', text: `${issue.repo}#${issue.number}`, links: [] };

  test.each<[string, (channel: string | undefined) => Promise<Reply>]>([
    ['/sig show', (channel) => app.command('show 4711', dana(channel), ports)],
    ['/sig why', (channel) => app.command('why 4711', dana(channel), ports)],
    ['/sig consensus show', (channel) => app.command('consensus show 4711', dana(channel), ports)],
    ['/sig decisions', (channel) => app.command('decisions #4711', dana(channel), ports)],
    ['/sig triage 4711', (channel) => app.command('triage 4711 accept', dana(channel), ports)],
    ['a card’s button', (channel) => app.press('triage:accept', issue.id, dana(channel), ports)],
    ['a form', (channel) => app.press('triage:more', issue.id, dana(channel), ports)],
    [
      'a form that comes back',
      (channel) => app.submit('triage:needs-info', { question: 'x' }, issue.id, dana(channel), ports),
    ],
    ['a bundle’s menu', (channel) => app.press('cards:show', issue.id, dana(channel), ports)],
    ['“Triage this issue”', (channel) => app.shortcut('cards:triage', message, dana(channel), ports)],
  ])('%s tells of it in the marked channel alone', async (_what, ask) => {
    for (const channel of ['C0NET', 'C0RANDOM', undefined]) {
      const reply = await ask(channel);
      expect(words(reply.message)).toEqual([SAID, 'Ask in #sig-node.']);
      expect(JSON.stringify(reply)).not.toContain(TITLE);
    }
    expect(JSON.stringify(await ask('C0NODE'))).not.toContain(SAID);
  });

  test('the queue leaves it out elsewhere, and so does Home', async () => {
    const queue = (channel: string) => app.command('triage sig-node', dana(channel), ports);
    expect(words((await queue('C0NODE')).message).join()).toContain(TITLE);
    expect(words((await queue('C0NET')).message)).toEqual(['Nothing waits for triage in SIG Node.']);
    expect(JSON.stringify(await app.home(dana(undefined), ports))).toContain('Nothing waits for triage.');
  });

  test('an agenda leaves it out elsewhere, and the topic about it', async () => {
    const line = { description: 'Weekly', day: 'Thursday', time: '10:00', tz: 'UTC', frequency: 'weekly' };
    const found = { found: [{ issue }], total: 1 };
    const topic = { id: 'a', meeting: 'sig-node/weekly', from: '2026-03-05', text: TITLE, issue: issue.id };
    const state: Partial<State> = {
      ...stateWith(issue),
      meetings: meetingsOf({ ...sigNode, meetings: [line] }, { minutes: 60 }),
      work: { overdue: found, soon: found, unassigned: found, review: found, stale: found, labelled: found },
      items: [{ ...topic, by: 'U0LEE', at: NOW, state: 'open', carried: 0, position: 1 }],
    };
    const asked = (channel: string | undefined) =>
      app.command('agenda sig-node', dana(channel), portsOf(state));
    expect(JSON.stringify(await asked('C0NODE'))).toContain(TITLE);
    for (const channel of ['C0NET', undefined]) {
      expect(JSON.stringify(await asked(channel))).not.toContain(TITLE);
    }
  });

  test('its card is posted where it may be; why says so of the others', async () => {
    const both = { ...issue, labels: [...issue.labels, 'sig/network'] };
    const plan = await app.issueTouched(both, portsOf(stateWith(both)));
    expect(plan.effects).toMatchObject([{ kind: 'slack.post', channel: 'C0NODE' }]);
    expect(plan.because).toContain(
      'sig/network → SIG Network → #sig-network: no card, the issue is private, and the configuration lets this channel show no private ones',
    );
  });

  test('a card that stands elsewhere loses its text', async () => {
    const subject = { kind: 'card', id: issue.id } as const;
    const posted = [{ subject, channel: 'C0NET', ts: '1.1', shown: 'older' }];
    const shown = await app.render(subject, 'C0NET', portsOf({ ...stateWith(issue), posted }));
    expect(flat(shown)).not.toContain(TITLE);
    expect(flat(shown)).not.toContain('4711');
    expect(words(shown)).toEqual([
      issue.private ? 'An issue of a repository that is private now' : 'An issue that is private now',
    ]);
    expect(await app.render(subject, 'C0NET', portsOf(stateWith(issue)))).toBeUndefined();
  });

  test('its line in a bundle loses its text, and it is no longer in the menu', async () => {
    const subject = { kind: 'bundle', id: 'sig-network/2026-03-02T09:00:00Z' } as const;
    const other = anIssue({ number: 5, title: 'Open to all', labels: ['sig/network'] });
    const both = { ...stateWith(issue), issues: [issue, other] };
    const posted = [{ subject, channel: 'C0NET', ts: '1.1', shown: 'older' }];
    const shown = await app.render(subject, 'C0NET', portsOf({ ...both, posted }));
    expect(flat(shown)).not.toContain(TITLE);
    expect(words(shown).join('\n')).toContain('• An issue');
    expect(words(shown).join('\n')).toContain('Open to all');
    const alone = await app.render(subject, 'C0NET', portsOf({ ...stateWith(issue), posted }));
    expect(alone?.blocks.map(({ type }) => type)).toEqual(['header', 'section']);
    const unsent = await app.render(subject, 'C0NET', portsOf(both));
    expect(words(unsent).join('\n')).not.toContain('• An issue');
  });

  test('who opens an issue like it is not shown it', async () => {
    const form = { 'create:repository': issue.repo, title: TITLE, text: 'It is in the log.' };
    const metadata = JSON.stringify({ source: { channel: 'C0NET', thread: '1.1' } });
    const sent = (channel: string) => app.submit('create:issue', form, metadata, dana(channel), ports);
    expect((await sent('C0NET')).view).toBeUndefined();
    expect(JSON.stringify((await sent('C0NODE')).view)).toContain('Is it one of these?');
  });

  test('it is named as similar on no card but a private one', async () => {
    const other = anIssue({ number: 5, title: 'Open to all' });
    const subject = { kind: 'card', id: other.id } as const;
    const open = { ...stateWith(issue), issues: [issue, other] };
    expect(flat(await app.render(subject, 'C0NODE', portsOf(open)))).not.toContain(TITLE);
    const hidden = { ...open, issues: [issue, { ...other, private: true as const }] };
    expect(flat(await app.render(subject, 'C0NODE', portsOf(hidden)))).toContain(TITLE);
  });
});

test('a pull request with such a label, and an issue like a draft, are named in the marked channel alone', async () => {
  const issue = anIssue();
  const number = 4712;
  const pull = anIssue({ number, isPullRequest: true, title: TITLE, labels: ['kind/security'] });
  const linked = {
    repo: pull.repo,
    number,
    title: TITLE,
    url: pull.url,
    labels: pull.labels,
    state: 'open',
    closes: true,
  } as const;
  const ports = portsOf({ ...stateWith(pull), issues: [issue, pull], linked: [linked] });
  const values = { 'create:repository': issue.repo, title: 'The log has tokens', text: 'All of them.' };
  const source = { channel: 'C0NET', thread: '1.1' };
  for (const [channel, named] of [
    ['C0NET', false],
    ['C0NODE', true],
  ] as const) {
    const call = { user: 'U0DANA', channel, now: NOW };
    const { view } = await app.command('triage sig-node', call, ports);
    expect(JSON.stringify(view)).toContain(issue.title);
    expect(JSON.stringify(view).includes(TITLE)).toBe(named);
    const form = await app.submit('create:issue', values, JSON.stringify({ source }), call, ports);
    expect(JSON.stringify(form).includes(TITLE)).toBe(named);
  }
});

test('what private repositories are called is told in the marked channel alone', async () => {
  const ask = async (channel: string | undefined, command: string) =>
    words(
      (await app.command(command, { user: 'U0MORI', channel, now: NOW }, portsOf({ privacy }))).message,
    ).join();
  for (const channel of ['C0NET', undefined]) {
    expect(await ask(channel, 'whoami')).toContain('kubernetes/website');
    expect(await ask(channel, 'whoami')).not.toContain('secret');
    expect(await ask(channel, 'triage sig-node secrett')).not.toMatch(/mean.*secret/);
  }
  expect(await ask('C0NODE', 'whoami')).toContain('kubernetes/secret');
  expect(await ask('C0NODE', 'triage sig-node secrett')).toMatch(/mean.*secret/);
});

test('a pull request that is a security report is not named beside an issue that it closes', async () => {
  const pull = {
    repo: 'kubernetes/kubernetes',
    number: 12,
    title: TITLE,
    url: 'https://github.com/kubernetes/kubernetes/pull/12',
    state: 'open' as const,
    labels: ['kind/security'],
    closes: true,
  };
  const ports = portsOf({ issues: [anIssue()], linked: [pull], privacy });
  const walk = async (channel: string) => {
    const call = { user: 'U0DANA', channel, now: NOW };
    return JSON.stringify((await app.command('triage sig-node', call, ports)).view);
  };
  expect(await walk('C0NODE')).toContain(TITLE);
  expect(await walk('C0NET')).toContain('Pod stays in Terminating');
  expect(await walk('C0NET')).not.toContain(TITLE);
});

test('a number that several repositories have means the one that may be read', async () => {
  const hidden = anIssue({ title: TITLE, private: true });
  const open = anIssue({ repo: 'kubernetes/website', title: 'Typo' });
  const call = { user: 'U0DANA', channel: 'C0NET', now: NOW };
  const { message } = await app.command('show 4711', call, portsOf({ issues: [hidden, open], privacy }));
  expect(words(message).join()).toContain('Typo');
});

function flat(message: Message | undefined): string {
  return JSON.stringify(message);
}
