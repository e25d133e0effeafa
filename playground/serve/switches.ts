import type { World } from '../world.ts';

/** A fault that stays until it is switched off. */
export interface Switch {
  id: string;
  /** Which of the two it troubles. */
  side: 'slack' | 'github';
  label: string;
  /** What it does, in a sentence. */
  help: string;
}

/** The faults' switches, and which are on. */
export interface Switches {
  all: readonly Switch[];
  isOn(id: string): boolean;
  /** @throws Error where there is no such switch */
  set(id: string, on: boolean): void;
}

/** Seconds in Retry-After while a service limits the bot. */
const RETRY_AFTER = 2;

const KINDS: readonly (readonly [kind: string, label: string, help: string])[] = [
  ['429', 'Rate limited', `Every call is answered 429 with Retry-After: ${RETRY_AFTER}.`],
  ['500', 'Server errors', 'Every call is answered 500.'],
  ['timeout', 'No answer', 'Calls are taken and never answered.'],
  ['drop-before', 'Connections drop', 'Connections break before anything happened.'],
  ['drop-after', 'Answers get lost', 'It happens, and the connection breaks before the answer.'],
];

const LIMITS: Switch = {
  id: 'slack:limits',
  side: 'slack',
  label: 'Its own limits',
  help: 'Each method has Slack’s budget of calls; beyond it 429 with the Retry-After that is left.',
};

const NAMES = { slack: 'Slack', github: 'GitHub' } as const;

function switchesOf(side: 'slack' | 'github'): Switch[] {
  const faults = KINDS.map(([kind, label, help]) => ({ id: `${side}:${kind}`, side, label, help }));
  const help = `${NAMES[side]} no longer knows the token.`;
  return [...faults, { id: `${side}:revoked`, side, label: 'Token revoked', help }];
}

export function createSwitches(world: World): Switches {
  const on = new Map<string, () => void>();
  const all = [...(['slack', 'github'] as const).flatMap(switchesOf), LIMITS];

  function turnOn(id: string): () => void {
    const [side, kind = ''] = id.split(':');
    if (kind === 'revoked') {
      const token = side === 'slack' ? world.slack.botToken : world.github.token;
      token.revoke();
      return () => token.restore();
    }
    if (id === LIMITS.id) {
      world.slack.limit(true);
      return () => world.slack.limit(false);
    }
    const fault = { kind, times: Infinity, retryAfter: RETRY_AFTER };
    return side === 'slack'
      ? world.slack.fault({ ...fault, method: /^(?!apps\.connections\.open)/ })
      : world.github.fault({ ...fault, match: /./ });
  }

  return {
    all,
    isOn: (id) => on.has(id),
    set(id, wanted) {
      if (!all.some((one) => one.id === id)) throw new Error(`There is no switch "${id}".`);
      if (wanted === on.has(id)) return;
      on.get(id)?.();
      if (wanted) on.set(id, turnOn(id));
      else on.delete(id);
    },
  };
}
