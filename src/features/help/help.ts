import { context, escape, section, sections } from '../../blocks.ts';
import { UserError } from '../../domain/errors.ts';
import { nearest } from '../../domain/nearest.ts';
import type { Command, Feature, Message } from '../../feature.ts';

/** `/sig help`, made from what the commands say of themselves. */
export function helpFor(commandsOf: () => readonly Command[]): Feature {
  const help: Command = {
    name: 'help',
    usage: ['help [command]'],
    summary: 'Lists the commands, or explains one.',
    who: 'Anyone.',
    examples: ['help', 'help triage'],
    run: async (words) => ({
      message: words.length === 0 ? overview(commandsOf()) : details(words.join(' '), commandsOf()),
    }),
  };
  return {
    name: 'help',
    commands: [help],
    presses: { 'help:all': async () => ({ message: overview(commandsOf()) }) },
  };
}

function overview(commands: readonly Command[]): Message {
  const lines = commands.map(({ name, summary }) => `\`/sig ${name}\` ${summary}`);
  return {
    text: 'Commands of sigbot',
    blocks: [
      ...sections(lines),
      context('More on one: `/sig help triage`', 'Under a card `@sigbot accept` means its issue'),
    ],
  };
}

function details(name: string, commands: readonly Command[]): Message {
  const command = commands.find((candidate) => candidate.name === name.toLowerCase());
  if (!command) {
    const close = nearest(
      name,
      commands.map((candidate) => candidate.name),
    );
    throw new UserError(`There is no command "${name}".`, close && `Did you mean \`/sig help ${close}\`?`);
  }
  const usage = command.usage.map((form) => `\`/sig ${escape(form)}\``);
  const words = (command.inThread ?? []).map((word) => `\`@sigbot ${escape(word)}\``);
  const examples = command.examples.map((example) => `\`/sig ${escape(example)}\``);
  return {
    text: `/sig ${command.name}`,
    blocks: [
      section(`*${command.summary}*\n${usage.join('\n')}`),
      section(`*For example*\n${examples.join('\n')}`),
      ...(words.length > 0 ? [section(`*In a card’s thread, about its issue*\n${words.join(' · ')}`)] : []),
      context(`Who: ${command.who}`),
    ],
  };
}
