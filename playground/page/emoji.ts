/** The emoji that messages of this kind use; any other name stays as it was written. */
const EMOJI = new Map(
  Object.entries({
    '+1': '👍',
    '-1': '👎',
    bell: '🔔',
    books: '📚',
    bug: '🐛',
    calendar: '📆',
    clock3: '🕒',
    construction: '🚧',
    eyes: '👀',
    fire: '🔥',
    hourglass: '⌛',
    information_source: 'ℹ️',
    link: '🔗',
    lock: '🔒',
    mag: '🔍',
    memo: '📝',
    no_entry: '⛔',
    pencil: '📝',
    pushpin: '📌',
    question: '❓',
    rocket: '🚀',
    rotating_light: '🚨',
    speech_balloon: '💬',
    tada: '🎉',
    thinking_face: '🤔',
    warning: '⚠️',
    wave: '👋',
    white_check_mark: '✅',
    x: '❌',
    zap: '⚡',
  }),
);

/** Text with the names between colons as pictures. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name: string) => EMOJI.get(name) ?? whole);
}

/** One emoji by its name. */
export function emoji(name: string): string {
  return EMOJI.get(name) ?? `:${name}:`;
}
