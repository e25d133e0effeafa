import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readIssues, readListing } from './community.ts';
import { replay } from './replay.ts';
import { inWords, type Report } from './report.ts';
import { serve } from './serve/serve.ts';
import type { Transport } from './slack/send.ts';
import { COMMUNITY } from './lantern.ts';
import { story } from './story.ts';

const USAGE = `npm run playground -- [options]
  Plays a small community in the terminal: an emulated Slack and GitHub, and the bot as it is.
  --story           that; the default
  --directory PATH  play this sigs.yaml (or a relative of it) instead
  --issues PATH     with these issues: a JSON object a line (repo, number, title, labels, state)
  --socket          the bot listens over Socket Mode instead of HTTP
  --port N          the bot's own port; a free one is taken otherwise
  --serve           one page instead, where all of it can be seen and used; --port is then the page's
  --json            the last line is one JSON object with the cards that are there`;

interface Options {
  directory: string | undefined;
  issues: string | undefined;
  transport: Transport;
  port: number | undefined;
  json: boolean;
  serve: boolean;
}

try {
  process.exitCode = await run(process.argv.slice(2), process.env);
} catch (error) {
  complain(`\nThe playground broke off. ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

/** Plays what was asked for; the exit code. */
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
  if (options.serve) return keepServing(options);
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
        serve: { type: 'boolean', default: false },
        story: { type: 'boolean', default: true },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return USAGE;
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
      return `--port ${values.port}: write a port, 1 to 65535.`;
    }
    const { directory, issues, json, serve } = values;
    return { directory, issues, json, serve, port, transport: values.socket ? 'socket' : 'http' };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}

/** Serves the page until somebody presses Ctrl-C. */
async function keepServing({ directory, issues, transport, port }: Options): Promise<number> {
  const absolute = (path: string | undefined) => (path === undefined ? undefined : resolve(path));
  const from = { directory: absolute(directory), issues: absolute(issues) };
  const served = await serve({ ...from, transport, port, complain }).catch((error: unknown) => {
    throw isTaken(error) ? new Error(`Port ${port} is taken: give another with --port.`) : error;
  });
  say(`The playground is at ${served.url}   (Ctrl-C ends it)`);
  await new Promise((ended) => ['SIGINT', 'SIGTERM'].forEach((signal) => process.once(signal, ended)));
  await served.close();
  return 0;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

async function play({ directory, issues, transport, port }: Options): Promise<Report> {
  if (directory === undefined && issues === undefined) return story({ transport, port, say });
  const source = resolve(directory ?? COMMUNITY.directory);
  const listing = readListing(await readFile(source, 'utf8'));
  if (listing.entries === 0) {
    throw new Error(
      `${source} has no list of groups: a top-level key (sigs, workinggroups, …) with entries that have a name or a dir.`,
    );
  }
  const listed = readIssues(await readFile(resolve(issues ?? COMMUNITY.issues), 'utf8'));
  for (const line of listed.bad) complain(`${issues}: ${line}; left out.`);
  return replay({ directory: source, listing, listed, transport, port, say });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}
