import { kepReader } from '../../src/adapters/keps.ts';
import { readKepText } from '../../src/adapters/kep-text.ts';
import type { Store } from '../../src/adapters/store/store.ts';
import { aMilestone, kepPolicy } from '../../test/support/keps.ts';
import { CHANNEL, portsOver, type Ask, type AskNeeds } from '../triage/asks.ts';
import { measure } from '../triage/main.ts';
import { NOW } from '../triage/stage.ts';

/** As many as a large community has open and done; every other one is of the group that is asked for. */
const KEPS = 500;
const POLICY = kepPolicy({ repository: 'harbour/boats' });
const MILESTONES = [aMilestone('v1.37', ['2026-11-28', '2026-12-01'])];

/** Measures /sig keps among 500 proposals, beside how long these take to be read anew, which nobody waits for. */
export const measureKeps = () => measure(asks, 50);

function asks(needs: AskNeeds): Ask[] {
  const { app, store } = needs;
  const plain = portsOver(needs);
  const { groups } = plain.directory.current();
  const reader = kepReader(POLICY);
  let filled: Promise<void> | undefined;
  const keps = {
    policy: POLICY,
    known: async () => {
      await (filled ??= fill(store));
      const all = (await reader(store.keps, 1, groups)) ?? [];
      return {
        repo: { id: 1, name: 'harbour/boats', url: 'https://github.example/harbour/boats' },
        private: false,
        all,
      };
    },
    milestones: () => MILESTONES,
    records: store.freezes.since,
  };
  const ports = { ...plain, keps };
  const call = { user: 'U0DANA', channel: CHANNEL.id, now: NOW };
  const command = (words: string) => async () => JSON.stringify(await app.command(words, call, ports));
  const page = JSON.stringify({ group: 'sig-node', milestone: 'v1.37', page: 2 });
  return [
    { what: '/sig keps', run: command('keps node') },
    { what: '/sig keps all', run: command('keps node all') },
    {
      what: 'a page of “Show all”',
      run: async () => JSON.stringify(await app.press('keps:page', page, call, ports)),
    },
    { what: `${KEPS} proposals are made ready anew`, run: () => kepReader(POLICY)(store.keps, 1, groups) },
    {
      what: 'their texts are parsed',
      run: () => Promise.resolve(TEXTS.map(([, text]) => readKepText(text))),
    },
  ];
}

async function fill({ keps }: Store): Promise<void> {
  for (const [path, text] of TEXTS) await keps.learn(path, readKepText(text), NOW);
  await keps.keep(1, { sha: 'tree', files: TEXTS.map(([path]) => ({ path, sha: path })) }, NOW);
}

/** Each with the file of its review. */
const TEXTS = Array.from({ length: KEPS }, (_, at): [path: string, text: string][] => {
  const group = at % 2 === 0 ? 'sig-node' : 'sig-network';
  return [
    [`keps/${group}/${at + 1}-plank/kep.yaml`, kepYaml(at + 1, group)],
    [`keps/prod-readiness/${group}/${at + 1}.yaml`, `kep-number: ${at + 1}\nalpha: { approver: "@lee" }\n`],
  ];
}).flat();

function kepYaml(number: number, group: string): string {
  return `title: Tar plank ${number} before the winter comes
kep-number: ${number}
authors: ["@mori", "@dana"]
owning-sig: ${group}
participating-sigs: [sig-network]
status: ${number % 3 === 0 ? 'provisional' : 'implementable'}
creation-date: 2026-03-02
reviewers: ["@lee", TBD]
approvers: ["@noor"]
see-also:
stage: ${number % 4 < 2 ? 'alpha' : 'beta'}
latest-milestone: "v1.3${6 + (number % 2)}"
milestone: { alpha: "v1.36", beta: "v1.37", stable: "v1.38" }
feature-gates: [{ name: TarPlank, components: [kubelet] }]
`;
}
