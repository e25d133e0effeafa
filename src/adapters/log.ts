import { pino, type DestinationStream, type Logger } from 'pino';

const TOKENS = [
  /\bx(?:ox[a-z]|app|wfp)-[\w-]{8,}/g,
  // An App's new tokens are "ghs_", its number and a JWT.
  /\bgh[oprsu]_[\w.-]{16,}/g,
  /\bgithub_pat_\w{16,}/g,
  /(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]+/g,
  /https:\/\/hooks\.slack(?:-gov)?\.com\/[\w/-]+/g,
  // Where its end was cut off it reaches to the end of the JSON text.
  /-----BEGIN[^-"]+PRIVATE KEY-----(?:[^"\\]|\\.)*?(?:-----END[^-"]+PRIVATE KEY-----|(?="))/g,
  /(?<=\/\/[^/\s:@"]*:)[^/\s@"]+(?=@)/g,
];

/**
 * The log: JSON lines on standard output. Whatever is logged, tokens, keys, response addresses and passwords in
 * addresses leave it as "[secret]"; so do the `secrets` given. Of an error under `err` only its own words are written.
 */
export function createLog(level: string, secrets: readonly string[] = [], to?: DestinationStream): Logger {
  // In a line they stand as JSON writes them.
  const own = secrets
    .filter((secret) => secret.length >= 8)
    .map((secret) => JSON.stringify(secret).slice(1, -1));
  const scrub = (line: string) => {
    const known = own.reduce((text, secret) => text.replaceAll(secret, '[secret]'), line);
    return TOKENS.reduce((text, token) => text.replace(token, '[secret]'), known);
  };
  return pino(
    {
      level,
      base: null,
      serializers: { err: (error: unknown) => factsOf(error) },
      hooks: { streamWrite: scrub },
    },
    to ?? pino.destination({ dest: 1, sync: true }),
  );
}

/** What is written of an error. */
interface ErrorFacts {
  type: string;
  message: string;
  stack: string;
  code?: string | undefined;
  /** Of an HTTP answer. */
  status?: number | undefined;
  method?: string | undefined;
  url?: string | undefined;
  cause?: ErrorFacts | string | undefined;
}

/** Errors of Octokit and Slack carry whole requests and answers, with people's words and private titles: those stay out. */
function factsOf(error: unknown, depth = 0): ErrorFacts | string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : `a thrown ${typeof error}`;
  const { code, status, statusCode, request, original } = error as Error & Record<string, unknown>;
  // Bolt keeps what it wraps as its "original".
  const { cause = original } = error;
  const { method, url } = (request ?? {}) as Record<string, unknown>;
  return {
    type: error.constructor.name,
    message: request === undefined ? error.message : ownWords(error.message),
    stack: framesOf(error),
    code: typeof code === 'string' ? code : undefined,
    status: [status, statusCode].find((value) => typeof value === 'number'),
    method: typeof method === 'string' ? method : undefined,
    url: typeof url === 'string' ? url : undefined,
    cause: cause === undefined || depth >= 4 ? undefined : factsOf(cause, depth + 1),
  };
}

/** Octokit's message goes on with what GitHub says of each field, or is the whole answer where that is no JSON. */
function ownWords(message: string): string {
  return message.replace(/(?:: [[{]|[<\n]).*$/s, '');
}

/** A stack begins with the message. */
function framesOf({ stack = '', message }: Error): string {
  const frames = stack.replace(message, '').split('\n');
  return frames.filter((line) => line.startsWith('    at ')).join('\n');
}
