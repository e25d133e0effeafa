import { parseArgs } from 'node:util';
import { FASTEST, parseSpeed } from './calendar.ts';
import { replay } from './replay.ts';
import { inWords, type Report } from './report.ts';
import { serve } from './serve/serve.ts';
import type { Transport } from './slack/send.ts';
import { readCommunity } from './lantern.ts';
import { story } from './story.ts';

const USAGE = `npm run playground -- [options]
  Opens a page: an emulated Slack and GitHub, and the bot as it is, in a small invented community.
  --directory PATH  with this sigs.yaml (or a relative of it) instead
  --issues PATH     with these issues: a JSON object a line (repo, number, title, labels, state)
  --socket          the bot listens over Socket Mode instead of HTTP
  --port N          the page's port, in the terminal the bot's; a free one is taken otherwise
  --speed N         the calendar goes N times as fast; 1w/min lets a week pass in a minute
  --story           plays a day of the community in the terminal; with a directory or issues, plays these
  --json            the same, and its last line is one JSON object with the cards that are there`;

interface Options {
  directory: string | undefined;
  issues: string | undefined;
  transport: Transport;
  port: number | undefined;
  speed: number | undefined;
  /** Played in the terminal, instead of in the page. */
  story: boolean;
  json: boolean;
}

try {
  process.exitCode = await run(process.argv.slice(2), process.env);
} catch (error) {
  complain(`\nThe playground broke off. ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

/** Opens or plays what was asked for; the exit code. */
async function run(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const real = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'GITHUB_TOKEN', 'GITHUB_PRIVATE_KEY'].filter(
    (key) => env[key],
  );
  if (real.length > 0) {
    complain(
      `The playground does not start while ${real.join(' and ')} is set: unset it, so that nothing real can be touched.`,
    );
    return 1;
  }
  const options = optionsOf(args);
  if (typeof options === 'string') {
    say(options);
    return options === USAGE ? 0 : 2;
  }
  if (!options.story && !options.json) return keepServing(options);
  const from = performance.now();
  const report = await play(options);
  say(`\n${inWords(report)} ${((performance.now() - from) / 1000).toFixed(1)} s.`);
  if (options.json) say(JSON.stringify(report));
  return 0;
}

function optionsOf(args: string[]): Options | string {
  try {
    const { values } = parseArgs({
      args,
      options: {
        directory: { type: 'string' },
        issues: { type: 'string' },
        socket: { type: 'boolean', default: false },
        port: { type: 'string' },
        json: { type: 'boolean', default: false },
        speed: { type: 'string' },
        story: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return USAGE;
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
      return `--port ${values.port}: write a port, 1 to 65535.`;
    }
    const speed = values.speed === undefined ? undefined : parseSpeed(values.speed);
    if (values.speed !== undefined && speed === undefined) {
      return `--speed ${values.speed}: write how many times as fast, 1 to ${FASTEST}, or 1w/min, 1d/min, 1h/min.`;
    }
    const { directory, issues, json, story } = values;
    if (speed !== undefined && (story || json))
      return '--speed is for the page: leave out --story and --json.';
    return { directory, issues, json, story, port, speed, transport: values.socket ? 'socket' : 'http' };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}

/** Serves the page until somebody presses Ctrl-C. */
async function keepServing({ directory, issues, transport, port, speed }: Options): Promise<number> {
  const served = await serve({ directory, issues, transport, port, speed, complain }).catch(
    (error: unknown) => {
      throw isTaken(error) ? new Error(`Port ${port} is taken: give another with --port.`) : error;
    },
  );
  say(`The playground is at ${new URL(served.url).origin}   (Ctrl-C ends it)`);
  await new Promise((ended) => ['SIGINT', 'SIGTERM'].forEach((signal) => process.once(signal, ended)));
  await served.close();
  return 0;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

async function play({ directory, issues, transport, port }: Options): Promise<Report> {
  if (directory === undefined && issues === undefined) return story({ transport, port, say });
  const { source, listing, listed } = await readCommunity({ directory, issues }, complain);
  return replay({ directory: source, listing, listed, transport, port, say });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}
