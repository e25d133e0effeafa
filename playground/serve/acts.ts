import { FASTEST } from '../calendar.ts';
import { isObject, objectAt, textOf, textsOf, type Json } from '../json.ts';
import type { Choice } from '../slack/inputs.ts';
import type { Town } from './town.ts';

/** Something a person does on the page; the answer's body. */
export type Act = (town: Town, said: Json) => Promise<Json>;

/**
 * Does what the page asks for: `act` names it.
 * @throws Error in the world's own words where it cannot be done
 */
export async function perform(town: Town, said: Json): Promise<Json> {
  const act = ACTS.get(textOf(said['act']));
  if (!act) throw new Error(`There is no act "${textOf(said['act'])}".`);
  return act(town, said);
}

/** What can happen to a channel. */
const CHANGES = [
  ['archive', 'archive'],
  ['unarchive', 'unarchive'],
  ['remove', 'removeBot'],
  ['invite', 'inviteBot'],
] as const;

const slackActs: Readonly<Record<string, Act>> = {
  async command({ world }, said) {
    const { ack } = await actor(world, said).command(text(said, 'text'), text(said, 'channel'));
    return { status: ack.status };
  },
  async say({ world }, said) {
    const typed = world.slack.typed(text(said, 'text'));
    await actor(world, said).say(typed, text(said, 'channel'), textOf(said['thread']) || undefined);
    return {};
  },
  async press({ world }, said) {
    const who = actor(world, said);
    const [action, choice, block] = pressed(said);
    const where = textOf(said['where']);
    const { ack } =
      where === 'modal'
        ? await who.pressInModal(action, choice, block, valuesOf(said))
        : where === 'home'
          ? await who.pressInHome(action, choice, block)
          : await who.press(text(said, 'channel'), text(said, 'message'), action, choice, block);
    return { status: ack.status };
  },
  async submit({ world }, said) {
    const { ack, errors } = await actor(world, said).submit(undefined, valuesOf(said));
    return { status: ack.status, errors };
  },
  async dismiss({ world }, said) {
    await actor(world, said).dismiss(said['all'] === true);
    return {};
  },
  async shortcut({ world }, said) {
    const on = textOf(said['message']) === '' ? undefined : messageIn(world, said);
    const { ack } = await actor(world, said).shortcut(text(said, 'callback'), on);
    return { status: ack.status };
  },
  async react({ world }, said) {
    await actor(world, said).react(messageIn(world, said), text(said, 'name'));
    return {};
  },
  async pin({ world }, said) {
    await actor(world, said).pin(messageIn(world, said));
    return {};
  },
  async home({ world }, said) {
    await actor(world, said).openHome();
    return {};
  },
  async channel({ world }, said) {
    const name = text(said, 'channel');
    const wanted = CHANGES.find(([change]) => change === said['change'])?.[1];
    if (!wanted) throw new Error(`A channel cannot be "${textOf(said['change'])}".`);
    await world.slack[wanted](name);
    return {};
  },
};

const githubActs: Readonly<Record<string, Act>> = {
  async open(town, said) {
    const labels = textsOf(said['labels']);
    const pullRequest = said['pullRequest'] === true;
    const issue = { title: text(said, 'title'), body: textOf(said['body']), labels, pullRequest };
    return { ref: await login(town, said).open(text(said, 'repo'), issue) };
  },
  async label(town, said) {
    await login(town, said).label(text(said, 'ref'), text(said, 'label'));
    return {};
  },
  async unlabel(town, said) {
    await login(town, said).unlabel(text(said, 'ref'), text(said, 'label'));
    return {};
  },
  async comment(town, said) {
    await login(town, said).comment(text(said, 'ref'), text(said, 'text'));
    return {};
  },
  async close(town, said) {
    const reason = textOf(said['reason']) === 'not_planned' ? 'not_planned' : 'completed';
    await login(town, said).close(text(said, 'ref'), reason);
    return {};
  },
  async reopen(town, said) {
    await login(town, said).reopen(text(said, 'ref'));
    return {};
  },
  async merge(town, said) {
    await login(town, said).merge(text(said, 'ref'));
    return {};
  },
  async assign(town, said) {
    const who = login(town, said);
    await (said['on'] === false ? who.unassign : who.assign)(text(said, 'ref'), text(said, 'login'));
    return {};
  },
  async prow({ world }, said) {
    const repo = world.github.repositories().find(({ name }) => name === said['repo']);
    if (repo) repo.prow = said['on'] === true;
    return {};
  },
};

const curtainActs: Readonly<Record<string, Act>> = {
  async fault({ switches }, said) {
    switches.set(text(said, 'id'), said['on'] === true);
    return {};
  },
  async kill({ bot }) {
    await bot.kill();
    return {};
  },
  async restart({ bot }) {
    await bot.restart();
    return {};
  },
  async speed({ world, speed }, said) {
    const wanted = Number(said['speed']);
    if (speed === undefined) throw new Error('The calendar is the machine’s clock: start with --speed.');
    if (!(wanted >= 0 && wanted <= FASTEST)) throw new Error(`The calendar cannot go at "${wanted}".`);
    world.calendar.go(wanted);
    return {};
  },
  async redeliver({ world }, said) {
    return { status: await world.github.redeliver(text(said, 'delivery')) };
  },
};

const ACTS = new Map(Object.entries({ ...slackActs, ...githubActs, ...curtainActs }));

function actor(world: Town['world'], said: Json) {
  return world.slack.as(text(said, 'person'));
}

function messageIn(world: Town['world'], said: Json) {
  const all = world.slack.channel(text(said, 'channel')).messages();
  const found = all.find(({ ts }) => ts === text(said, 'message'));
  if (!found) throw new Error('This message is gone.');
  return found;
}

/** @throws Error for somebody without an account */
function login({ world, logins }: Town, said: Json) {
  const found = logins.get(text(said, 'person'));
  if (!found) throw new Error('This person has no GitHub account here; act as somebody else.');
  return world.github.as(found);
}

function pressed(said: Json): [action: string, choice: Choice | undefined, block: string | undefined] {
  return [text(said, 'action'), choiceOf(said['choice']), textOf(said['block']) || undefined];
}

/** What a form holds, by action_id. */
function valuesOf(said: Json): Record<string, Choice> {
  return Object.fromEntries(
    Object.entries(objectAt(said, 'values')).flatMap(([key, value]) => {
      const choice = choiceOf(value);
      return choice === undefined ? [] : [[key, choice]];
    }),
  );
}

function choiceOf(value: unknown): Choice | undefined {
  if (Array.isArray(value)) return textsOf(value);
  return typeof value === 'string' ? value : undefined;
}

/** @throws Error where it is missing */
function text(said: Json, key: string): string {
  const value = isObject(said) ? textOf(said[key]) : '';
  if (value === '') throw new Error(`What is the ${key}?`);
  return value;
}
