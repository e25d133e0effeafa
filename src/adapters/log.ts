import { pino, type DestinationStream, type Logger } from 'pino';

const TOKENS = [
  /\bxox[a-z]-[\w-]{8,}/g,
  /\bxapp-[\w-]{8,}/g,
  /\bgh[oprsu]_\w{16,}/g,
  /\bgithub_pat_\w{16,}/g,
  /https:\/\/hooks\.slack\.com\/[\w/-]+/g,
  /-----BEGIN[^-]+PRIVATE KEY-----.*?(-----END[^-]+PRIVATE KEY-----|$)/g,
  /(?<=\/\/[^/\s:@"]*:)[^/\s@"]+(?=@)/g,
];

/**
 * The log: JSON lines on standard output. Whatever is logged, tokens, keys, response addresses and passwords in
 * addresses leave it as "[secret]"; so do the `secrets` given.
 */
export function createLog(level: string, secrets: readonly string[] = [], to?: DestinationStream): Logger {
  const own = secrets.filter((secret) => secret.length >= 8);
  const scrub = (line: string) => {
    const known = own.reduce((text, secret) => text.replaceAll(secret, '[secret]'), line);
    return TOKENS.reduce((text, token) => text.replace(token, '[secret]'), known);
  };
  return pino(
    { level, base: null, hooks: { streamWrite: scrub } },
    to ?? pino.destination({ dest: 1, sync: true }),
  );
}
