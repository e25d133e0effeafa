/** What a secret is, told by how it begins; `key` is the variable it belongs in. */
interface TokenKind {
  pattern: RegExp;
  what: string;
  key: string | undefined;
}

const KINDS: readonly TokenKind[] = [
  { pattern: /^(?:xoxe\.)?xoxb-/, what: 'a bot token (xoxb-…)', key: 'SLACK_BOT_TOKEN' },
  { pattern: /^xapp-/, what: 'an app-level token (xapp-…)', key: 'SLACK_APP_TOKEN' },
  { pattern: /^(?:xoxe\.)?xoxp-/, what: 'a user token (xoxp-…)', key: undefined },
  { pattern: /^xox/, what: 'a Slack token of another kind', key: undefined },
  { pattern: /^(?:gh[oprsu]_|github_pat_)/, what: 'a GitHub token', key: 'GITHUB_TOKEN' },
  { pattern: /^-----BEGIN /, what: 'a PEM text', key: 'GITHUB_PRIVATE_KEY' },
];

/** Where each secret is found, for who must go and get it. */
const WHERE: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: 'The bot token (xoxb-…) is in the app’s settings under OAuth & Permissions.',
  SLACK_APP_TOKEN:
    'The app-level token (xapp-…, scope connections:write) is made in the app’s settings under Basic Information.',
  SLACK_SIGNING_SECRET: 'The signing secret is in the app’s settings under Basic Information.',
  GITHUB_TOKEN: 'A GitHub token begins with ghp_ or github_pat_.',
  GITHUB_PRIVATE_KEY: 'Give the text of the App’s .pem file; line ends may be written \\n.',
  GITHUB_CLIENT_SECRET: 'A client secret is made on the GitHub App’s settings page.',
  SIGBOT_KEYS: 'Write name:key, the key being 32 bytes in base64: openssl rand -base64 32.',
  GITHUB_WEBHOOK_SECRET: 'It is the secret you gave GitHub when you made the webhook.',
};

/** A secret in words that give nothing away: its kind and its length. */
export function secretInWords(secret: string): string {
  const kind = KINDS.find(({ pattern }) => pattern.test(secret));
  return `${kind?.what ?? 'a text'} of ${secret.length} characters`;
}

/** Whether the text is a secret by its look, wherever it stands. */
export function looksSecret(text: string): boolean {
  return KINDS.some(({ pattern }) => pattern.test(text.trim()));
}

/** Whether the secret is of a kind that does not belong in this variable. */
export function isMisplaced(secret: string, key: string): boolean {
  const kind = KINDS.find(({ pattern }) => pattern.test(secret));
  return kind !== undefined && kind.key !== key;
}

/** Whether the secret is of the kind this variable wants, for variables that want one that can be told. */
export function isOfKind(secret: string, key: string): boolean {
  return KINDS.some((kind) => kind.key === key && kind.pattern.test(secret));
}

/** What to do about a variable whose secret is missing or of the wrong kind. */
export function secretRemedy(key: string, secret?: string): string {
  const kind = secret === undefined ? undefined : KINDS.find(({ pattern }) => pattern.test(secret));
  const where = WHERE[key] ?? '';
  if (!kind || kind.key === key) return where;
  return `That is ${kind.what}: ${kind.key ? `it belongs in ${kind.key}` : 'sigbot uses none'}. ${where}`;
}
