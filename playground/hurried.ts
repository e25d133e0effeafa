import { once } from 'node:events';
import { createLog } from '../src/adapters/log.ts';
import { loadConfig, secretsOf } from '../src/config.ts';
import { start } from '../src/start.ts';
import type { Course } from './calendar.ts';
import { hurriedClock } from './hurried-clock.ts';

/** The bot as `sigbot start` runs it, but for its calendar: the playground tells how that goes, at first and whenever it changes. */
const [course] = (await once(process, 'message')) as [Course];
const clock = hurriedClock(course);
process.on('message', (changed) => clock.follow(changed as Course));

const config = loadConfig(process.env);
const log = createLog(config.logLevel, secretsOf(config));
const bot = await start(config, log, clock);
await new Promise<void>((resolve) => {
  process.once('SIGINT', () => resolve());
  process.once('SIGTERM', () => resolve());
  process.once('disconnect', () => resolve());
});
await bot.stop();
if (process.connected) process.disconnect();
