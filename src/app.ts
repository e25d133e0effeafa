import type { HomeView } from '@slack/types';
import { homeTab } from './blocks.ts';
import type { Happening } from './domain/happening.ts';
import type { Issue } from './domain/issue.ts';
import type { Instant } from './domain/time.ts';
import type { Subject } from './effect.ts';
import type { Call, Feature, FormValues, Message, Plan, Reply, SlackMessage } from './feature.ts';
import { joined, named, plansOf } from './joined.ts';
import type { Ports } from './ports.ts';
import { readableByAll, readableIn } from './readable.ts';
import { answer, commandMeant, outdated, unknownCommand } from './replies.ts';

/** The bot without its surroundings: what comes in is handed to the feature it belongs to. */
export type App = ReturnType<typeof createApp>;

/**
 * Joins the features. Each method looks at state through `ports` and returns what to do or to show;
 * nothing here performs an effect. A `UserError` becomes a reply; any other error is the caller's.
 */
export function createApp(features: readonly Feature[]) {
  const commands = features.flatMap((feature) => feature.commands ?? []);
  const presses = joined(features, ({ presses }) => presses);
  const submits = joined(features, ({ submits }) => submits);
  const shortcuts = joined(features, ({ shortcuts }) => shortcuts);

  return {
    commands,
    /** The names of the features that have something to do by the clock. */
    ticking: features.filter(({ tick }) => tick !== undefined).map(({ name }) => name),

    /** An issue may have changed, as `heard` says or as nobody told: what every feature wants to do about it. */
    issueTouched: (issue: Issue, ports: Ports, heard: readonly Happening[] = []): Promise<Plan> =>
      plansOf(features, (feature) => feature.touched?.(issue, ports, heard)),

    /** A minute began: what every feature has to do now, or the one of that name. */
    tick: (now: Instant, ports: Ports, since: Instant, of?: string): Promise<Plan> =>
      plansOf(named(of, features), (feature) => feature.tick?.(now, ports, since)),

    /** `/sig` and what stands after it. Nothing after it asks for help. */
    async command(text: string, call: Call, ports: Ports): Promise<Reply> {
      const { command, name, words } = commandMeant(text, commands, call.thread !== undefined);
      if (command) return answer(() => command.run(words, call, readableIn(call.channel, ports)));
      return unknownCommand(name, commands);
    },

    async press(actionId: string, value: string, call: Call, ports: Ports): Promise<Reply> {
      const press = presses.get(actionId.replace(/\.\d+$/, ''));
      return press ? answer(() => press(value, call, readableIn(call.channel, ports))) : outdated('button');
    },

    /** What is wrong with a form's input, by block id; undefined where nothing is. */
    check(callbackId: string, values: FormValues): Record<string, string> | undefined {
      return submits.get(callbackId)?.check?.(values);
    },

    async submit(
      callbackId: string,
      values: FormValues,
      metadata: string,
      call: Call,
      ports: Ports,
    ): Promise<Reply> {
      const submit = submits.get(callbackId);
      const readable = readableIn(call.channel, ports);
      return submit ? answer(() => submit.run(values, metadata, call, readable)) : outdated('form');
    },

    /** By the shortcut's callback id. */
    async shortcut(id: string, message: SlackMessage | undefined, call: Call, ports: Ports): Promise<Reply> {
      const shortcut = shortcuts.get(id);
      const readable = readableIn(call.channel, ports);
      return shortcut ? answer(() => shortcut(message, call, readable)) : outdated('shortcut');
    },

    /** A person's Home tab: each feature's part, in the order of the features. */
    async home(call: Call, ports: Ports): Promise<HomeView> {
      const parts = [];
      const readable = readableIn(undefined, ports);
      for (const feature of features) if (feature.home) parts.push(await feature.home(call, readable));
      return homeTab(parts);
    },

    /** What the message about this subject shows now in a channel; undefined where it should not be sent. */
    async render(subject: Subject, channel: string, ports: Ports): Promise<Message | undefined> {
      const render = features.map((feature) => feature.renders?.[subject.kind]).find(Boolean);
      return render?.(subject, channel, ports);
    },

    /** What a document says about this subject now; undefined where it has none. */
    async document(subject: Subject, ports: Ports) {
      const document = features.map((feature) => feature.documents?.[subject.kind]).find(Boolean);
      return document?.(subject, readableByAll(ports));
    },
  };
}
