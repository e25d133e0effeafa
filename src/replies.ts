import { escape, refusal, say } from './blocks.ts';
import { UserError } from './domain/errors.ts';
import { nearest } from './domain/nearest.ts';
import type { Command, Reply } from './feature.ts';

/** The words of a typed command; quotes, also curly ones, hold several together. */
function wordsOf(text: string): string[] {
  return [...text.matchAll(/[“"]([^”"]*)[”"]|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/**
 * The command that a text begins with, by two words where there is such a one, and the words after it. In a thread a word
 * can stand for a command: then it is one of the words.
 */
export function commandMeant(text: string, commands: readonly Command[], inThread: boolean) {
  const [name = 'help', second = '', ...rest] = wordsOf(text);
  const named = (said: string) => commands.find((one) => one.name === said.trim().toLowerCase());
  const longer = second === '' ? undefined : named(`${name} ${second}`);
  if (longer) return { command: longer, name: longer.name, words: rest };
  const words = second === '' ? rest : [second, ...rest];
  const command = named(name);
  const short =
    inThread && !command ? commands.find((one) => one.inThread?.includes(name.toLowerCase())) : undefined;
  return short ? { command: short, name: short.name, words: [name, ...words] } : { command, name, words };
}

/** A feature's reply; a `UserError` becomes one, any other error is the caller's. */
export async function answer(run: () => Promise<Reply>): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { message: refusal(error), because: [`refused: ${error.message}`] };
  }
}

/** What is said to a button, form or shortcut that no feature knows. */
export function outdated(what: string): Reply {
  return { message: say(`This ${what} belongs to an older version of the bot. See \`/sig help\`.`) };
}

/** What to say to a command that does not exist: the nearest one, and how it is used. */
export function unknownCommand(name: string, commands: readonly Command[]): Reply {
  const names = commands.map((command) => command.name);
  const close = commands.find((command) => command.name === nearest(name, names));
  const usage = close ? [...close.usage.map(form), `For example: ${form(close.examples.at(-1) ?? '')}`] : [];
  const guess = close ? ` Did you mean ${form(close.name)}?` : '';
  const lines = [`There is no ${form(name)}.${guess}`, ...usage, `All commands: ${form('help')}`];
  return { message: say(lines.join('\n')) };
}

const form = (text: string) => `\`/sig ${escape(text, 100).replaceAll('`', '')}\``;
