import { startBot, type Bot } from './bot.ts';
import type { ListedIssues } from './community.ts';
import { closedBefore, lanternConfig, lanternSeed, readCommunity } from './lantern.ts';
import { quiet, withLog } from './replay.ts';
import { issueOfCard, reportOf, type Report } from './report.ts';
import type { Transport } from './slack/send.ts';
import type { Message } from './slack/workspace.ts';
import { createWorld, type World } from './world.ts';

export interface StoryOptions {
  transport: Transport;
  port?: number | undefined;
  say: (line: string) => void;
}

/** Plays a day of the community in the terminal; throws, saying what was expected, where something does not happen. */
export async function story({ transport, port, say }: StoryOptions): Promise<Report> {
  const { listing, listed } = await readCommunity({}, say);
  const channels = listing.groups.map(({ channel }) => channel.name);
  const world = await createWorld(lanternSeed(listing));
  let bot: Bot | undefined;
  try {
    await closedBefore(world, listed.issues);
    say('The bot starts, with an emulated Slack and an emulated GitHub around it.');
    bot = await startBot({
      world,
      transport,
      config: lanternConfig(),
      ...(port === undefined ? {} : { port }),
    });
    await issuesArrive(world, listed, say);
    await triage(world, say);
    await refusal(world, say);
    await byCommand(world, say);
    await why(world, say);
    await quiet(world, bot);
    return reportOf(world, listed, channels);
  } catch (error) {
    throw withLog(error, bot);
  } finally {
    await bot?.stop();
    await world.close();
  }
}

/** They come without a label; `needs-sig` is put on by a robot, and the group's label follows. */
async function issuesArrive(world: World, listed: ListedIssues, say: (line: string) => void): Promise<void> {
  const open = listed.issues.filter(({ state }) => state === 'open');
  for (const { repo, number, title, labels } of open) {
    const ref = await world.github.as('leeokafor').open(repo, { number, title });
    await world.github.robot.label(ref, ...labels);
    say(`GitHub: @leeokafor opened ${ref} “${title}”; labels: ${labels.join(', ')}`);
  }
  const wanted = open.flatMap(({ repo, number, labels }) =>
    labels
      .filter((label) => /^(sig|wg)\//.test(label))
      .map((label) => ({ ref: `${repo}#${number}`, channel: label.replace('/', '-') })),
  );
  for (const { ref, channel } of wanted) await cardOf(world, channel, ref);
  for (const channel of new Set(wanted.map((card) => card.channel))) show(world, channel, say);
}

async function triage(world: World, say: (line: string) => void): Promise<void> {
  const dana = world.slack.as('dana');
  const asked = await dana.command('/sig triage list', 'sig-runtime');
  say(`\n#sig-runtime: dana types /sig triage (answered in ${asked.ack.ms} ms)`);
  const queue = await world.until(() => asked.responses[0], 15_000, 'an answer to /sig triage');
  say(world.slack.render(queue));

  const ref = 'lantern/lantern#101';
  const card = await cardOf(world, 'sig-runtime', ref);
  await dana.press('sig-runtime', card, 'triage:accept');
  say(`\ndana presses [ Accept ] on ${ref}`);
  await world.until(
    () => world.github.issue(ref).labels.includes('triage/accepted'),
    15_000,
    `triage/accepted on ${ref}`,
  );
  const comment = world.github.issue(ref).comments[0];
  say(
    `GitHub: @${comment?.author ?? 'nobody'} commented “${comment?.body.split('\n')[0] ?? ''}”; labels: ${world.github.issue(ref).labels.join(', ')}`,
  );
  const before = card.blocks;
  const changed = await world.until(
    async () => {
      const now = await cardOf(world, 'sig-runtime', ref);
      return (
        now.edited &&
        JSON.stringify(now.blocks) !== JSON.stringify(before) &&
        !/waiting for triage/i.test(world.slack.render(now)) &&
        now
      );
    },
    15_000,
    `the card of ${ref} to say that it is accepted`,
  );
  say('The card follows:');
  say(world.slack.render(changed));
}

async function refusal(world: World, say: (line: string) => void): Promise<void> {
  const tomas = world.slack.as('tomas');
  const ref = 'lantern/lantern#102';
  await tomas.press('sig-runtime', await cardOf(world, 'sig-runtime', ref), 'triage:accept');
  say(`\ntomas, a guest, presses [ Accept ] on ${ref}`);
  const told = await world.until(
    () => tomas.ephemeral('sig-runtime').at(-1),
    15_000,
    'the guest to be refused',
  );
  say(world.slack.render(told));
  if (world.github.issue(ref).labels.includes('triage/accepted'))
    throw new Error('A guest’s press put triage/accepted on an issue.');
}

async function byCommand(world: World, say: (line: string) => void): Promise<void> {
  const ref = 'lantern/website#7';
  await world.slack.as('aude').command(`/sig triage ${ref} accept important-soon`, 'sig-docs');
  say(`\n#sig-docs: aude types /sig triage ${ref} accept important-soon`);
  const wanted = ['triage/accepted', 'priority/important-soon'];
  await world.until(
    () => wanted.every((label) => world.github.issue(ref).labels.includes(label)),
    15_000,
    `${wanted.join(' and ')} on ${ref}`,
  );
  say(`GitHub: the bot labelled it itself; labels: ${world.github.issue(ref).labels.join(', ')}`);
}

async function why(world: World, say: (line: string) => void): Promise<void> {
  const asked = await world.slack.as('dana').command('/sig why lantern/lantern#104', 'sig-runtime');
  const told = await world.until(() => asked.responses[0], 15_000, 'an answer to /sig why');
  say('\ndana asks why lantern/lantern#104 has no card: /sig why lantern/lantern#104');
  say(world.slack.render(told));
}

function cardOf(world: World, channel: string, ref: string): Promise<Message> {
  return world.until(
    () =>
      world.slack
        .channel(channel)
        .messages()
        .find((message) => issueOfCard(message) === ref),
    15_000,
    `a card of ${ref} in #${channel}`,
  );
}

function show(world: World, channel: string, say: (line: string) => void): void {
  say(`\n──── #${channel} ────`);
  say(world.slack.channel(channel).render());
}
