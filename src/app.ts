import { UserError } from './domain/errors.ts';
import type { Issue } from './domain/issue.ts';
import { nearest } from './domain/nearest.ts';
import { escape, refusal, say } from './blocks.ts';
import type { Subject } from './effect.ts';
import type { Call, Command, Feature, FormValues, Message, Plan, Reply } from './feature.ts';
import type { Ports } from './ports.ts';

/** The bot without its surroundings: what comes in is handed to the feature it belongs to. */
export type App = ReturnType<typeof createApp>;

/**
 * Joins the features. Each method looks at state through `ports` and returns what to do or to show;
 * nothing here performs an effect. A `UserError` becomes a reply; any other error is the caller's.
 */
export function createApp(features: readonly Feature[]) {
  const commands = features.flatMap((feature) => feature.commands ?? []);
  const presses = new Map(features.flatMap((feature) => Object.entries(feature.presses ?? {})));
  const submits = new Map(features.flatMap((feature) => Object.entries(feature.submits ?? {})));

  return {
    commands,

    /** An issue may have changed: what every feature wants to do about it. */
    async issueTouched(issue: Issue, ports: Ports): Promise<Plan> {
      const plans = [];
      for (const feature of features) if (feature.touched) plans.push(await feature.touched(issue, ports));
      return {
        effects: plans.flatMap((plan) => plan.effects),
        because: plans.flatMap((plan) => plan.because),
      };
    },

    /** `/sig` and what stands after it. Nothing after it asks for help. */
    async command(text: string, call: Call, ports: Ports): Promise<Reply> {
      const [name = 'help', ...words] = wordsOf(text);
      const command = commands.find((candidate) => candidate.name === name.toLowerCase());
      if (command) return answer(() => command.run(words, call, ports));
      return { message: say(unknownCommand(name, commands)) };
    },

    async press(actionId: string, value: string, call: Call, ports: Ports): Promise<Reply> {
      const press = presses.get(actionId.replace(/\.\d+$/, ''));
      if (press) return answer(() => press(value, call, ports));
      return {
        message: say('This button belongs to an older version of the bot. Use `/sig triage` instead.'),
      };
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
      if (submit) return answer(() => submit.run(values, metadata, call, ports));
      return { message: say('This form belongs to an older version of the bot. Open it again.') };
    },

    /** What the message about this subject shows now in a channel; undefined where it should not be sent. */
    async render(subject: Subject, channel: string, ports: Ports): Promise<Message | undefined> {
      const render = features.map((feature) => feature.renders?.[subject.kind]).find(Boolean);
      return render?.(subject, channel, ports);
    },
  };
}

async function answer(run: () => Promise<Reply>): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { message: refusal(error), because: [`refused: ${error.message}`] };
  }
}

function wordsOf(text: string): string[] {
  return [...text.matchAll(/[“"]([^”"]*)[”"]|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

function unknownCommand(name: string, commands: readonly Command[]): string {
  const names = commands.map((command) => command.name);
  const close = commands.find((command) => command.name === nearest(name, names));
  const usage = close ? [...close.usage.map(form), `For example: ${form(close.examples.at(-1) ?? '')}`] : [];
  const guess = close ? ` Did you mean ${form(close.name)}?` : '';
  return [`There is no ${form(name)}.${guess}`, ...usage, `All commands: ${form('help')}`].join('\n');
}

const form = (text: string) => `\`/sig ${escape(text, 100).replaceAll('`', '')}\``;
