import { createHmac, randomUUID } from 'node:crypto';
import { pause } from '../playground/until.ts';
import type { World } from '../playground/world.ts';
import type { Contender } from './contenders.ts';
import { LABELS, PERSON } from './harbour.ts';
import { headersOf, issueWebhook, type Signed } from './webhooks.ts';

/** How many of each are sent, one at a time. */
const TIMES = 150;
const WARM_UP = 30;
/** Milliseconds before each, in which what the last one led to comes to its end. */
const REST = 15;
const CARD_WITHIN = 5000;

let numbered = 0;

/** Milliseconds to each acknowledgement of a webhook, at rest. */
export function webhookAcks({ url }: Contender, { github }: World): Promise<number[]> {
  return repeatedly(async () => {
    const webhook = anIssue('labeled', 'area/rope', github.webhookSecret);
    const from = performance.now();
    await send(`${url}/github/webhook`, headersOf(webhook), webhook.body);
    return performance.now() - from;
  });
}

/** Milliseconds from each webhook to the chat.postMessage it leads to, at rest, channel after channel. */
export function cardTimes({ url }: Contender, path: string, { slack, github }: World): Promise<number[]> {
  return repeatedly(async (time) => {
    const webhook = anIssue('opened', LABELS[time % LABELS.length] ?? '', github.webhookSecret);
    const before = slack.calls('chat.postMessage').length;
    const from = performance.now();
    await send(`${url}${path}`, headersOf(webhook), webhook.body);
    while (slack.calls('chat.postMessage').length === before) {
      if (performance.now() - from > CARD_WITHIN) throw new Error('a webhook led to no card within 5 s');
      await new Promise(setImmediate);
    }
    return performance.now() - from;
  });
}

/** Milliseconds to each acknowledgement of `/sig help`, at rest. */
export function commandAcks({ url }: Contender, { slack }: World): Promise<number[]> {
  const channel = slack.channel(`sig-${LABELS[0]?.replace('sig/', '')}`).id;
  return repeatedly(async () => {
    const body = new URLSearchParams({
      command: '/sig',
      text: 'help',
      user_id: PERSON,
      channel_id: channel,
      team_id: slack.bot.team,
      trigger_id: randomUUID(),
    }).toString();
    const at = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', slack.signingSecret).update(`v0:${at}:${body}`).digest('hex');
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': at,
      'x-slack-signature': `v0=${signature}`,
    };
    const from = performance.now();
    await send(`${url}/slack/events`, headers, body);
    return performance.now() - from;
  });
}

function anIssue(action: string, label: string, secret: string): Signed {
  return issueWebhook({ action, number: ++numbered, labels: [label] }, secret);
}

async function send(url: string, headers: Record<string, string>, body: string): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers, body });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
}

async function repeatedly(once: (time: number) => Promise<number>): Promise<number[]> {
  const took: number[] = [];
  for (let time = 0; time < WARM_UP + TIMES; time++) {
    await pause(REST);
    const ms = await once(time);
    if (time >= WARM_UP) took.push(ms);
  }
  return took;
}
