import type { ApiRequest } from '../github/gateway.ts';
import type { Delivery } from '../github/webhooks.ts';
import { objectAt, objectsOf, textOf } from '../json.ts';
import type { ApiCall, SlackDelivery } from '../slack/workspace.ts';
import type { World } from '../world.ts';
import type { Traffic } from './page-state.ts';

/** How much of it the page shows, the newest. */
const SHOWN = 120;

/** What went between the bot and the world, newest first; polls that brought nothing are left out. */
export function traffic({ slack, github, calendar }: World): Traffic[] {
  const all = [
    ...newest(slack.calls()).map(slackCall),
    ...newest(slack.deliveries()).map(slackDelivery),
    ...newest(github.calls(), ({ status }) => status !== 304).map(githubCall),
    ...newest(github.deliveries()).map(githubDelivery),
  ];
  return all
    .toSorted((a, b) => b.at - a.at)
    .slice(0, SHOWN)
    .map((one) => ({ ...one, at: calendar.at(one.at) }));
}

/** The newest of a list, each with its place as a name that stays. */
function newest<T>(all: readonly T[], counts: (one: T) => boolean = () => true): Numbered<T>[] {
  return all
    .map((one, index) => ({ one, index }))
    .filter(({ one }) => counts(one))
    .slice(-SHOWN);
}

interface Numbered<T> {
  one: T;
  index: number;
}

function slackCall({ one, index }: Numbered<ApiCall>): Traffic {
  const { method, args, at, answer, ms, fault } = one;
  const said = answer?.['ok'] === true ? 'ok' : textOf(answer?.['error']);
  return {
    id: `sc${index}`,
    from: 'bot',
    to: 'slack',
    what: method,
    at,
    ms,
    ...judged(said || unanswered(ms, fault), answer?.['ok'] === true),
    delivery: undefined,
    issue: issueIn(args),
    sent: pretty(args),
    received: pretty(answer),
  };
}

function slackDelivery({ one, index }: Numbered<SlackDelivery>): Traffic {
  const { kind, payload, at, ack } = one;
  const event = objectAt(payload, 'event');
  const [action] = objectsOf(payload['actions']);
  const details = [
    textOf(payload['command']),
    textOf(payload['text']),
    textOf(payload['type']),
    textOf(event['type']),
    textOf(action?.['action_id']) || textOf(objectAt(payload, 'view')['callback_id']),
  ];
  return {
    id: `sd${index}`,
    from: 'slack',
    to: 'bot',
    what: details.filter((word) => word !== '' && word !== 'event_callback').join(' ') || kind,
    at,
    ms: ack?.ms,
    ...judged(ack === undefined ? '…' : statusText(ack.status), (ack?.status ?? 0) === 200),
    delivery: undefined,
    issue: issueIn([payload['message'], payload['text']]),
    sent: pretty(payload),
    received: pretty(ack?.body),
  };
}

function githubCall({ one, index }: Numbered<ApiRequest>): Traffic {
  const { method, path, query, body, at, status, ms, fault, answer } = one;
  const asked = query.size > 0 ? `?${query.toString()}` : '';
  const [, repo, number] = /^\/repos\/([^/]+\/[^/]+)\/issues\/(\d+)/.exec(path) ?? [];
  return {
    id: `gc${index}`,
    from: 'bot',
    to: 'github',
    what: `${method} ${path}`,
    at,
    ms,
    ...judged(
      status === undefined ? unanswered(ms, fault) : String(status),
      status !== undefined && status < 400,
    ),
    delivery: undefined,
    issue: number === undefined ? undefined : `${repo}#${number}`,
    sent: `${method} ${path}${asked}\n${pretty(body)}`.trim(),
    received: pretty(answer),
  };
}

function githubDelivery({ one }: Numbered<Delivery>): Traffic {
  const { id, event, action, repo, at, payload, attempts } = one;
  const last = attempts.at(-1);
  const about = payload['issue'] ?? payload['pull_request'];
  const number = objectAt(payload, 'issue')['number'] ?? objectAt(payload, 'pull_request')['number'];
  return {
    id: `gd${id}`,
    from: 'github',
    to: 'bot',
    what: [`${event}.${action}`, textOf(objectAt(payload, 'label')['name'])].filter(Boolean).join(' '),
    at,
    ms: last?.ms,
    ...judged(last === undefined ? '…' : statusText(last.status), last?.status === 202),
    delivery: id,
    issue: typeof number === 'number' ? `${repo}#${number}` : undefined,
    sent: `${event}.${action}\n${pretty(about)}`,
    received: last?.answer.trim() ?? '',
  };
}

function judged(answer: string, good: boolean): Pick<Traffic, 'answer' | 'failed'> {
  return { answer, failed: !good && answer !== '…' };
}

function unanswered(ms: number | undefined, fault: string | undefined): string {
  if (ms === undefined) return '…';
  return fault === '500' ? '500' : 'no answer';
}

function statusText(status: number): string {
  return status === 0 ? 'no answer' : String(status);
}

/** The first issue that is named, by its address or as "owner/name#123". */
function issueIn(value: unknown): string | undefined {
  const found = /\b([\w.-]+\/[\w.-]+)(?:\/(?:issues|pull)\/|#)(\d+)/.exec(JSON.stringify(value ?? null));
  return found ? `${found[1]}#${found[2]}` : undefined;
}

/**
 * Long payloads are cut, and GitHub's many addresses left out: the view is to look at, not to parse. They do not change, so
 * each is written once.
 */
function pretty(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  const known = WRITTEN.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value, legible, 1);
  const shown = text.length > 1500 ? `${text.slice(0, 1500)}\n…` : text;
  WRITTEN.set(value, shown);
  return shown;
}

function legible(key: string, value: unknown): unknown {
  return key.endsWith('_url') && !['html_url', 'image_url', 'response_url'].includes(key) ? undefined : value;
}

const WRITTEN = new WeakMap<object, string>();
