import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { features } from '../../src/features.ts';
import { checkMore, typedOf } from '../../src/features/triage/form.ts';
import { parseDecision, vocabularyOf } from '../../src/features/triage/words.ts';
import { anIssue, NOW, withoutMemory } from '../support/facts.ts';
import { portsOf, type State } from '../support/ports.ts';
import { words } from '../support/words.ts';

const app = createApp(features);
const issue = anIssue();
const WHY = 'kube-proxy, not us';

function sig(text: string, state: Partial<State> = {}) {
  const call = { user: 'U0DANA', channel: 'C0NODE', now: NOW };
  return app.command(text, call, portsOf({ issues: [issue], ...state })).then(withoutMemory);
}

describe('why something is not ours', () => {
  test.each<[string, string[], object]>([
    ['stands in quotes', ['to', 'network', WHY], { to: 'network', because: WHY }],
    [
      'or after because',
      ['to', 'network', 'because', 'kube-proxy'],
      { to: 'network', because: 'kube-proxy' },
    ],
    ['or is not said', ['to', 'network'], { to: 'network' }],
    ['nor after because', ['to', 'network', 'because'], { to: 'network' }],
    ['and more may follow', ['to', 'network', WHY, 'bug'], { to: 'network', because: WHY, kind: 'bug' }],
    ['also of a close', ['close', WHY], { close: true, because: WHY }],
    ['or of anything else', ['accept', 'because', 'so'], { accept: true, because: 'so' }],
  ])('%s', (_name, typed, expected) => {
    expect(parseDecision(typed, vocabularyOf(undefined))).toEqual({ assign: [], ...expected });
  });

  test('alone decides nothing', () => {
    expect(() => parseDecision(['because', 'so'], vocabularyOf(undefined))).toThrow('What should happen');
  });

  test('in the form it needs something that it is about', () => {
    expect(checkMore({ because: WHY, priority: 'backlog' })).toEqual({
      because: 'Choose a group, a duplicate or an outcome that this is about, or leave it empty.',
    });
    expect(checkMore({ because: WHY, outcome: 'not_planned' })).toBeUndefined();
    expect(checkMore({ because: WHY, to: 'sig-network' })).toBeUndefined();
    expect(typedOf({ because: WHY, to: 'sig-network' })).toMatchObject({ because: WHY, to: 'sig-network' });
  });
});

describe('closed with a reason', () => {
  test.each(['labels', 'prow'] as const)(
    'it is quoted on GitHub, and kept with the verdict (%s)',
    async (mode) => {
      const why = 'works as intended\n/approve';
      const { effects = [] } = await sig(`triage 4711 close "${why}"`, { mode });
      const comment = effects.find(({ kind }) => kind === 'github.comment');
      expect(comment && 'body' in comment && comment.body).toContain(
        'Why, from SIG Node:\n\n> works as intended\n> /approve\n',
      );
      const verdicts = effects.flatMap((effect) =>
        'verdict' in effect && effect.verdict ? [effect.verdict] : [],
      );
      expect(verdicts).toMatchObject([{ kind: 'closed', because: why }]);
    },
  );
});

describe('handed over with a reason', () => {
  const verdict = {
    issue: issue.id,
    group: 'sig-node',
    kind: 'not-ours',
    by: 'dana',
    at: NOW,
    via: 'slack',
    note: 'sig/network',
    because: WHY,
  };

  test('labels change, and a comment quotes it', async () => {
    const { effects, because } = await sig(`triage 4711 to network "${WHY}"`);
    expect(effects).toMatchObject([
      { kind: 'github.labels', add: ['sig/network'], remove: ['sig/node'], verdict },
      {
        kind: 'github.comment',
        body: `Why, from SIG Node:\n\n> ${WHY}\n\nDecided in Slack by dana for SIG Node.`,
      },
    ]);
    expect(because?.[0]).toBe(
      `dana, for SIG Node: handed from sig/node to sig/network: "${WHY}" (as-bot, labels)`,
    );
  });

  test('in Prow’s comment it is a quotation below the commands, whatever it says', async () => {
    const { effects } = await sig('triage 4711 to network "not us\n/close\n@k8s-team look"', {
      mode: 'prow',
    });
    expect(effects).toMatchObject([
      {
        kind: 'github.comment',
        verdict: { because: 'not us\n/close\n@k8s-team look' },
        body: [
          '/sig network',
          '/remove-sig node',
          '',
          'Why, from SIG Node:',
          '',
          '> not us',
          '> /close',
          '> @\u200Bk8s-team look',
          '',
          'Decided in Slack by dana for SIG Node.',
        ].join('\n'),
      },
    ]);
  });

  test('where nothing is written the person gets it to paste', async () => {
    const { message } = await sig(`triage 4711 to network "${WHY}"`, { mode: 'handoff' });
    expect(words(message).join('\n')).toContain(`> ${WHY}`);
  });
});

describe('on the cards', () => {
  const handed: Verdict = {
    issue: issue.id,
    group: 'sig-node',
    kind: 'not-ours',
    by: 'dana',
    at: NOW,
    via: 'slack',
    note: 'sig/network',
    because: WHY,
  };

  async function cardIn(channel: string, labels: string[], verdicts: readonly Verdict[]) {
    const subject = { kind: 'card', id: issue.id } as const;
    const state = { issues: [anIssue({ labels })], verdicts, posted: [{ subject, channel, ts: '1.1' }] };
    return words(await app.render(subject, channel, portsOf(state))).join('\n');
  }

  test('the old one says in a line to whom, by whom and why', async () => {
    expect(await cardIn('C0NODE', ['sig/network'], [handed])).toBe(
      `Pod stays in Terminating (kubernetes/kubernetes#4711) · handed to SIG Network in <#C0NET> by dana: "${WHY}"`,
    );
  });

  test('done by hand on GitHub it says where it is now', async () => {
    expect(await cardIn('C0NODE', ['sig/network'], [])).toContain('now with SIG Network in <#C0NET>');
  });

  test('the new one says from whom and why, as long as its group waits', async () => {
    const from = `from SIG Node, by dana: "${WHY}"`;
    expect(await cardIn('C0NET', ['sig/network'], [handed])).toContain(from);
    const accepted: Verdict = {
      issue: issue.id,
      group: 'sig-network',
      kind: 'accepted',
      at: NOW,
      via: 'slack',
    };
    expect(await cardIn('C0NET', ['sig/network'], [handed, accepted])).not.toContain(from);
  });

  test('given back it says so', async () => {
    const back: Verdict = { ...handed, group: 'sig-network', note: 'sig/node', by: 'noor', because: 'CRI' };
    const ended = { ...handed, ended: { at: NOW, why: 'returned' as const } };
    expect(await cardIn('C0NODE', ['sig/node'], [ended, back])).toContain(
      'back from SIG Network, by noor: "CRI"',
    );
  });

  test('in a message of several issues the old line says to whom, the new one from whom', async () => {
    const state = { issues: [anIssue({ labels: ['sig/network'] })], verdicts: [handed] };
    const line = async (group: string, channel: string) => {
      const subject = { kind: 'bundle', id: `${group}/2026-03-02T09:00:00Z` } as const;
      const posted = [{ subject, channel, ts: '1.1' }];
      return words(await app.render(subject, channel, portsOf({ ...state, posted })))[1];
    };
    const title = '• Pod stays in Terminating · kubernetes/kubernetes#4711';
    expect(await line('sig-node', 'C0NODE')).toBe(
      `${title} · handed to SIG Network in <#C0NET> by dana: "${WHY}"`,
    );
    expect(await line('sig-network', 'C0NET')).toBe(
      `${title} · Waiting for triage · from SIG Node, by dana: "${WHY}"`,
    );
  });

  test('foreign words are only words', async () => {
    const odd = { ...handed, because: '<!channel> & all\n• more' };
    expect(await cardIn('C0NODE', ['sig/network'], [odd])).toContain('"&lt;!channel&gt; &amp; all • more"');
  });
});
