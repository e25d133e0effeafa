import type { ServerResponse } from 'node:http';
import type { Json } from '../json.ts';
import type { Look } from './page-state.ts';
import { stateOf } from './state.ts';
import type { Town } from './town.ts';

/** Tells each open page what it looks at, whenever that changes (server-sent events). */
export interface Stream {
  add(look: Look, res: ServerResponse): void;
  /** Looks at once instead of at the next tick. */
  refresh(): void;
  close(): void;
}

/** How often the world is looked at, and how often the bot is asked what waits; milliseconds. */
const EVERY = 120;
const WAITING_EVERY = 1000;

interface Page {
  look: Look;
  res: ServerResponse;
  told: string;
}

export function createStream(town: Town, manifest: Json): Stream {
  const pages = new Set<Page>();
  let waiting = 0;

  function tell(page: Page): void {
    const now = JSON.stringify(stateOf(town, page.look, manifest, waiting));
    if (now === page.told) return;
    page.told = now;
    page.res.write(`data: ${now}\n\n`);
  }

  const refresh = (): void => pages.forEach(tell);
  const ticks = setInterval(refresh, EVERY);
  const asking = setInterval(() => {
    if (pages.size > 0) void town.bot.waiting().then((count) => (waiting = count));
  }, WAITING_EVERY);

  return {
    add(look, res) {
      const page: Page = { look, res, told: '' };
      res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      res.write('retry: 1000\n\n');
      pages.add(page);
      res.on('close', () => pages.delete(page));
      tell(page);
    },
    refresh,
    close() {
      clearInterval(ticks);
      clearInterval(asking);
      pages.forEach(({ res }) => res.end());
    },
  };
}
