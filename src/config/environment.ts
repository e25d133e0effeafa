import { createPrivateKey } from 'node:crypto';
import * as z from 'zod';
import { isMisplaced, secretRemedy } from './tokens.ts';

/** A secret of the environment: refused where it is another variable's; never shown. */
function secret(key: string) {
  return z
    .string({ error: () => secretRemedy(key) })
    .refine((value) => !isMisplaced(value, key), { error: ({ input }) => secretRemedy(key, String(input)) })
    .meta({ secret: true });
}

function address(remedy: string) {
  return z.url({ protocol: /^https?$/, error: remedy });
}

/** The PEM text with real line ends. */
const privateKey = secret('GITHUB_PRIVATE_KEY')
  .transform((text) => text.replaceAll('\\n', '\n'))
  .refine(isPrivateKey, {
    error:
      'Give the text of the App’s .pem file, with its BEGIN and END lines; line ends may be written \\n.',
  });

function isPrivateKey(text: string): boolean {
  try {
    createPrivateKey(text);
    return true;
  } catch {
    return false;
  }
}

/** The environment variables; an empty one counts as absent. */
export const environmentSchema = z.object({
  SLACK_BOT_TOKEN: secret('SLACK_BOT_TOKEN').describe('The bot’s token, xoxb-…'),
  SLACK_APP_TOKEN: secret('SLACK_APP_TOKEN')
    .optional()
    .describe(
      'The app-level token, xapp-…: the bot then listens over Socket Mode and needs no public address. This or SLACK_SIGNING_SECRET.',
    ),
  SLACK_SIGNING_SECRET: secret('SLACK_SIGNING_SECRET')
    .optional()
    .describe('The signing secret: Slack then calls /slack/events over HTTP. This or SLACK_APP_TOKEN.'),
  GITHUB_TOKEN: secret('GITHUB_TOKEN')
    .optional()
    .describe(
      'A token to read and write issues with. This, or GITHUB_APP_ID and GITHUB_PRIVATE_KEY; with neither the bot polls public repositories and hands its writing over.',
    ),
  GITHUB_APP_ID: z
    .string()
    .regex(/^\d+$|^Iv[\w.]+$/, {
      error: 'Give the App’s id (digits) or client id (Iv…), from its settings page.',
    })
    .optional()
    .describe('The id of a GitHub App.'),
  GITHUB_PRIVATE_KEY: privateKey
    .optional()
    .describe('The GitHub App’s private key: PEM text, line ends may be written `\\n`.'),
  GITHUB_WEBHOOK_SECRET: secret('GITHUB_WEBHOOK_SECRET')
    .regex(/[^\s,]/, { error: 'Give the secret; several with commas between.' })
    .optional()
    .describe('The webhook’s secret; several with commas between while one replaces another.'),
  GITHUB_CLIENT_ID: z
    .string()
    .regex(/^[\w.]{8,}$/, { error: 'Give the App’s client id (Iv…), from its settings page.' })
    .optional()
    .describe(
      'The GitHub App’s client id: people can then link their accounts with `/sig link`, by a code they enter at GitHub.',
    ),
  GITHUB_CLIENT_SECRET: secret('GITHUB_CLIENT_SECRET')
    .optional()
    .describe(
      'A client secret of the GitHub App. With it and PUBLIC_URL people link in the browser; the App’s callback address is then PUBLIC_URL with /github/callback.',
    ),
  SIGBOT_KEYS: z
    .string()
    .regex(/^[\w-]+:[A-Za-z\d+/]{43}=(?:,[\w-]+:[A-Za-z\d+/]{43}=)*$/, {
      error: () => secretRemedy('SIGBOT_KEYS'),
    })
    .optional()
    .describe(
      'What people’s GitHub tokens are encrypted with: `name:key`, several with commas between. The first encrypts, all decrypt; a key is 32 bytes in base64 (`openssl rand -base64 32`).',
    )
    .meta({ secret: true }),
  DATABASE_URL: z
    .string()
    .regex(/^(?:sqlite:.+|postgres(?:ql)?:\/\/.+)$/, {
      error: 'Write sqlite:<file> or postgres://user:password@host/database.',
    })
    .default('sqlite:./sigbot.db')
    .describe(
      'Where the bot keeps its record: `sqlite:<file>` for one process, or `postgres://user:password@host/database` for several.',
    )
    .meta({ secret: true }),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, { error: 'Write a port, 1 to 65535; 0 takes any free one.' })
    .refine((port) => Number(port) <= 65535, { error: 'Write a port, 1 to 65535; 0 takes any free one.' })
    .default('3000')
    .describe('Port of the HTTP server: webhooks, health, metrics.'),
  HOST: z.string().default('0.0.0.0').describe('Address the HTTP server listens on.'),
  PUBLIC_URL: address('Write the address people reach the bot at: https://sigbot.example.org')
    .optional()
    .describe('The address the HTTP server is reached at from outside.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'Write one of fatal, error, warn, info, debug, trace, silent.',
    })
    .default('info')
    .describe('How much is logged.'),
  SIGBOT_CONFIG: z.string().default('./sigbot.yml').describe('The configuration file.'),
  SLACK_API_URL: address('Write the address of Slack’s API: https://slack.com/api/')
    .optional()
    .describe('Another Slack, such as an emulator; its path ends with /api/.'),
  GITHUB_API_URL: address('Write the address of GitHub’s API: https://github.example.org/api/v3')
    .default('https://api.github.com')
    .describe('Another GitHub: Enterprise, or an emulator.'),
});

/** Environment variables by name; only the command line reads the real ones. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The environment, checked. */
export type Environment = z.infer<typeof environmentSchema>;
