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
  [
    'drop-before',
    'Connections drop',
    'Connections break before anything happened; Socket Mode’s break once.',
  ],
  ['drop-after', 'Answers get lost', 'It happens, and the connection breaks before the answer.'],
];

const LIMITS: Switch = {
  id: 'slack:limits',
  side: 'slack',
  label: 'Its own limits',
  help: 'Each method has Slack’s budget of calls; beyond it 429 with the Retry-After that is left.',
};

const NAMES = { slack: 'Slack', github: 'GitHub' } as const;

/** What only GitHub does: it has no channel to be archived, and takes rights away instead of removing a bot. */
const GITHUB_ALONE: readonly (readonly [kind: string, label: string, help: string])[] = [
  ['readonly', 'May only read', 'The bot may read and comment; whatever else it does is refused.'],
  ['lost', 'Webhooks get lost', 'None arrives, and GitHub does not send them again by itself.'],
];

function switchesOf(side: 'slack' | 'github'): Switch[] {
  const kinds = [
    ...KINDS,
    ['revoked', 'Token revoked', `${NAMES[side]} no longer knows the token.`] as const,
    ...(side === 'github' ? GITHUB_ALONE : []),
  ];
  return kinds.map(([kind, label, help]) => ({ id: `${side}:${kind}`, side, label, help }));
}

export function createSwitches(world: World): Switches {
  const on = new Map<string, () => void>();
  const all = [...(['slack', 'github'] as const).flatMap(switchesOf), LIMITS];

  return {
    all,
    isOn: (id) => on.has(id),
    set(id, wanted) {
      if (!all.some((one) => one.id === id)) throw new Error(`There is no switch "${id}".`);
      if (wanted === on.has(id)) return;
      on.get(id)?.();
      if (wanted) on.set(id, turnOn(world, id));
      else on.delete(id);
    },
  };
}

/** Turns a fault on; returns what turns it off. */
function turnOn({ slack, github }: World, id: string): () => void {
  const [side, kind = ''] = id.split(':');
  const fault = { kind, times: Infinity, retryAfter: RETRY_AFTER };
  switch (kind) {
    case 'revoked': {
      const token = side === 'slack' ? slack.botToken : github.token;
      token.revoke();
      return () => token.restore();
    }
    case 'readonly':
      github.permission = 'read';
      return () => void (github.permission = 'write');
    case 'limits':
      slack.limit(true);
      return () => slack.limit(false);
    case 'lost':
      github.hooksLost = true;
      return () => void (github.hooksLost = false);
    default:
      if (side === 'github') return github.fault({ ...fault, match: /./ });
      if (kind === 'drop-before') slack.socket.cut();
      return slack.fault({ ...fault, method: /^(?!apps\.connections\.open)/ });
  }
}
