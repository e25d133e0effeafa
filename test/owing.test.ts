import { describe, expect, test } from 'vitest';
import type { Directory } from '../src/domain/group.ts';
import { replyRules, weighAll } from '../src/owing.ts';
import { sigNetwork, sigNode } from './support/facts.ts';

const config = {
  labels: { untriaged: { without: 'triage/' }, exclusive: [] },
  triage: { accepted: 'any' as const, priorities: [], robots: ['prow-robot'] },
  people: [
    { slack: 'U1', github: 'Lee', role: 'triager' as const },
    { slack: 'U2', github: 'mori', role: 'member' as const },
  ],
};

test('leads and named triagers are of the project, once the directory is read, and while it names them', () => {
  const rules = replyRules(config);
  expect(rules).toMatchObject({ untriaged: { without: 'triage/' }, robots: ['prow-robot'] });
  let directory: Directory = { groups: [sigNode], doubts: [] };
  const known = () => ['lee', 'mori', 'dana', 'noor'].filter(rules.knows);
  expect(known()).toEqual(['lee']);
  rules.follow({ current: () => directory });
  expect(known()).toEqual(['lee', 'dana']);
  directory = { groups: [sigNetwork], doubts: [] };
  expect(known()).toEqual(['lee', 'noor']);
});

describe('weighing everything anew', () => {
  const pages = ['1#2', '1#4', undefined];
  const errors: string[] = [];
  const log = { error: (_about: unknown, text: string) => void errors.push(text) };
  const weighed: (string | undefined)[] = [];
  const mirror = (next: () => Promise<string | undefined>) => ({
    weighNext(after: string | undefined) {
      weighed.push(after);
      return next();
    },
  });

  test('goes on where the last page ended, and stops at the end', async () => {
    const left = [...pages];
    await weighAll({ mirror: mirror(() => Promise.resolve(left.shift())) }, { log });
    expect(weighed.splice(0)).toEqual([undefined, '1#2', '1#4']);
  });

  test('stops where the bot does, and says where the database fails', async () => {
    const always = mirror(() => Promise.resolve('1#2'));
    await weighAll({ mirror: always }, { log, signal: AbortSignal.abort() });
    expect(weighed.splice(0)).toEqual([undefined]);
    await weighAll({ mirror: mirror(() => Promise.reject(new Error('gone'))) }, { log });
    expect(errors).toEqual([expect.stringContaining('tried again at midnight')]);
  });
});
