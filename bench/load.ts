import { Pool } from 'undici';
import { percentile } from './figures.ts';
import { headersOf, issueWebhook } from './webhooks.ts';

/** What a run of the load reports, as JSON on standard output. */
export interface LoadReport {
  acksPerSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Webhooks sent, those of the warm-up included. */
  sent: number;
  /** Answers that were not 202. */
  refused: number;
  /** The share of one core that this process used: near 1, it measured itself. */
  busy: number;
}

/** What the load is told, as JSON in its only argument. */
export interface LoadOptions {
  origin: string;
  secret: string;
  connections: number;
  seconds: number;
}

/** Not counted: compilers and caches warm up. */
const WARM_UP = 1;
const BODIES = 256;
/** A label of no group: the bot keeps the issue and plans, but nothing is to be sent. */
const LABELS = ['area/paint'];

if (process.argv[2] !== undefined) {
  const report = await load(JSON.parse(process.argv[2]) as LoadOptions);
  process.stdout.write(JSON.stringify(report));
}

/** Sends distinct deliveries as fast as they are acknowledged, on so many connections. */
async function load({ origin, secret, connections, seconds }: LoadOptions): Promise<LoadReport> {
  const webhooks = Array.from({ length: BODIES }, (_, index) =>
    issueWebhook({ action: 'labeled', number: 1_000_000 + index, labels: LABELS }, secret),
  );
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const from = performance.now() + WARM_UP * 1000;
  const end = from + seconds * 1000;
  const took: number[] = [];
  let refused = 0;
  let sent = 0;
  const sender = async () => {
    for (;;) {
      const webhook = webhooks[sent % BODIES];
      const sentAt = performance.now();
      if (!webhook || sentAt > end) return;
      sent += 1;
      const { statusCode, body } = await pool.request({
        path: '/github/webhook',
        method: 'POST',
        headers: headersOf(webhook),
        body: webhook.body,
      });
      await body.dump();
      const now = performance.now();
      if (statusCode !== 202) refused += 1;
      else if (now >= from && now <= end) took.push(now - sentAt);
    }
  };
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: connections }, sender));
  const { user, system } = process.cpuUsage(before);
  await pool.close();
  return {
    acksPerSecond: took.length / seconds,
    p50: percentile(took, 50),
    p99: percentile(took, 99),
    sent,
    refused,
    busy: (user + system) / 1e6 / (seconds + WARM_UP),
  };
}
