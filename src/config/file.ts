import * as z from 'zod';
import { readChannel, type GroupKind } from '../domain/group.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../domain/time.ts';
import { groupNoiseSchema, noiseSchema } from './noise.ts';

/** Which top-level keys of a directory hold groups of which kind, where the configuration says nothing else. */
export const DEFAULT_KINDS: Readonly<Record<string, GroupKind>> = {
  sigs: 'sig',
  workinggroups: 'wg',
  wgs: 'wg',
  usergroups: 'ug',
  committees: 'committee',
  tags: 'group',
};

const MAP = 'Write a map: indented “key: value” lines.';
const LIST = 'Write a list: one “- entry” a line.';

function text(remedy: string) {
  return z
    .string({
      error: ({ input }) =>
        input === undefined ? remedy : `${remedy} Put a number or a yes or no in quotes.`,
    })
    .trim()
    .min(1, { error: remedy });
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY };
const DURATION = 'Write a number and its unit, in quotes: "30s", "5m" or "1h".';

/** "30s" -> 30000 ms. A timer of Node takes 24.8 days at most. */
const duration = z
  .string({ error: DURATION })
  .regex(/^\d{1,9} ?(?:ms|s|m|h|d)$/, { error: DURATION })
  .transform((written) => Number.parseInt(written, 10) * (UNITS[written.replace(/[\d ]/g, '')] ?? 0))
  .refine((ms) => ms > 0 && ms <= 24 * DAY, { error: 'Write a time between 1ms and 24d.' })
  .meta({ kind: 'duration' });

const yesNo = z.boolean({ error: 'Write true or false.' });

const channel = text('Write a channel’s name or id: "sig-node" or "C0123456789".').refine(
  (name) => readChannel(name) !== undefined,
  {
    error: 'Write a channel’s name or id: "sig-node" or "C0123456789". This is neither, or a placeholder.',
  },
);

const label = text('Write the whole label: "sig/node".').max(50, {
  error: 'GitHub’s labels have 50 characters at most.',
});

const groupOverlay = z.strictObject(
  {
    channel: channel
      .optional()
      .describe('The group’s Slack channel in place of the directory’s: name, id or address.'),
    label: label.optional().describe('The group’s whole label in place of the directory’s: sig/node.'),
    paused: yesNo.optional().describe('true: the group gets no new cards. Otherwise false.'),
    pullRequests: yesNo.optional().describe('true: pull requests make cards as issues do. Otherwise false.'),
    noise: groupNoiseSchema.optional().describe('What this group has in place of noise below.'),
    name: text('Write the group’s name.')
      .optional()
      .describe('The group’s name in place of the directory’s.'),
  },
  { error: MAP },
);

/** What the operator says of groups, by group id: `groups` in sigbot.yml, and the overlay file. */
export const groupsSchema = z.record(z.string(), groupOverlay, { error: MAP });

const PATTERN = 'Write owner/name, or owner/* for all of an owner’s repositories (kubernetes-sigs/*).';

const repository = z.strictObject(
  {
    name: text(PATTERN)
      .regex(/^[\w-]+\/[\w.*-]+$/, { error: PATTERN })
      .describe('`owner/name`, or a glob in the name: `kubernetes-sigs/*`, `kubernetes/kube-*`.'),
    intake: z
      .enum(['webhook', 'poll', 'both'], { error: 'Write webhook, poll or both.' })
      .default('poll')
      .describe('How issues come in: GitHub calls (webhook), the bot asks (poll), or both.'),
    write: z
      .enum(['labels', 'prow', 'handoff'], { error: 'Write labels, prow or handoff.' })
      .default('handoff')
      .describe(
        'How a decision reaches GitHub: the bot labels itself (labels), comments Prow’s commands (prow), or gives the person the text to paste (handoff).',
      ),
  },
  { error: 'Write “- name: owner/name” and indent intake: and write: below it.' },
);

const UNTRIAGED =
  'Write “without: triage/” (no label with that prefix) or “with: needs-triage” (that very label).';

const labelPolicy = z.strictObject(
  {
    untriaged: z
      .union([z.strictObject({ without: label }), z.strictObject({ with: label })], { error: UNTRIAGED })
      .default({ without: 'triage/' })
      .describe(
        'Which issues wait for a decision: those without a label of this prefix (without: triage/), or with this very label (with: needs-triage).',
      )
      .meta({ kind: 'without: prefix, or with: label' }),
    exclusive: z
      .array(
        text('Write a prefix: "priority/".').endsWith('/', {
          error: 'Write the prefix with its slash: "priority/".',
        }),
        { error: LIST },
      )
      .default(['triage/', 'priority/', 'lifecycle/'])
      .describe('Prefixes of which an issue carries one label at most.'),
  },
  { error: MAP },
);

const LOGIN = 'Write the GitHub login, without @.';

const person = z.strictObject(
  {
    github: text(LOGIN)
      .regex(/^[a-z\d][a-z\d-]{0,38}$/i, { error: LOGIN })
      .describe('The person’s GitHub login.'),
    role: z
      .enum(['member', 'triager', 'operator'], { error: 'Write member, triager or operator.' })
      .default('member')
      .describe(
        'What the person may do beyond leading a group: nothing (member), triage (triager), anything (operator).',
      ),
    groups: z
      .array(text('Write a group’s id: "sig-node".'), { error: LIST })
      .optional()
      .describe('The groups a triager is limited to, by id; without it every group.'),
  },
  { error: 'Write a map: github: and, where it is not member, role:.' },
);

const CHANNELS = 'Write “directory” to trust the directory’s channels, or list those the bot may post in.';
const SOURCE = 'Write a path or an https address; on GitHub the raw one (raw.githubusercontent.com).';

/** sigbot.yml, as it is written. */
export const fileSchema = z.strictObject(
  {
    community: text('Write the community’s name: "Kubernetes".').describe(
      'The community’s name, as people read it.',
    ),
    directory: z
      .strictObject(
        {
          source: text(SOURCE)
            .refine(isSource, { error: SOURCE })
            .describe(
              'The community’s sigs.yaml or a relative of it: a path, seen from this file, or an https address.',
            ),
          refresh: duration.prefault('1h').describe('How often it is read again.'),
          kinds: z
            .record(
              z.string(),
              z.enum(['sig', 'wg', 'ug', 'committee', 'group'], {
                error: 'Write sig, wg, ug, committee or group.',
              }),
              { error: MAP },
            )
            .default(DEFAULT_KINDS)
            .describe('Which top-level keys hold groups of which kind; yours are added to these.')
            .meta({ kind: 'map of key to sig, wg, ug, committee or group' }),
        },
        { error: MAP },
      )
      .describe('Who the groups are.'),
    overlay: text('Write the path of a file.')
      .optional()
      .describe(
        'A file that says more of groups, in the form of groups below; seen from this file. What groups says here counts more.',
      ),
    groups: groupsSchema.default({}).describe('What counts in place of the directory, by group id.'),
    channels: z
      .union([z.literal('directory'), z.array(channel).min(1, { error: CHANNELS })], { error: CHANNELS })
      .describe(
        'The channels the bot may post in, by name or id; or directory to trust the directory’s, so that whoever can change that file chooses the channel.',
      )
      .meta({ kind: 'directory, or list of channels' }),
    repositories: z
      .array(repository, { error: LIST })
      .min(1, { error: 'Name a repository at least: “- name: owner/name”.' })
      .describe('The repositories whose issues are followed; the first entry that fits a repository counts.'),
    labels: labelPolicy.prefault({}).describe('The community’s rules about labels.'),
    noise: noiseSchema.prefault({}).describe('When, and how much, channels hear of new issues.'),
    robots: z
      .array(text(LOGIN), { error: LIST })
      .default([])
      .describe('GitHub logins of robots that are people’s accounts (k8s-ci-robot); Apps are known as such.'),
    people: z
      .record(
        z.string().regex(/^[UW][A-Z0-9]+$/, {
          error: 'Write the Slack member id (U0123456789), from the person’s profile under “Copy member ID”.',
        }),
        person,
        {
          error: MAP,
        },
      )
      .default({})
      .describe(
        'Who people in Slack are on GitHub, by Slack member id. A group’s leads may triage once they stand here.',
      ),
    operator: z
      .strictObject(
        { channel: channel.optional().describe('Where the bot tells whoever runs it what needs a hand.') },
        { error: MAP },
      )
      .prefault({})
      .describe('Who runs the bot.'),
    slack: z
      .strictObject(
        {
          postsPerSecond: z
            .number({ error: 'Write a number: 1.' })
            .positive({ error: 'Write a number above 0.' })
            .default(1)
            .describe('How many messages a second one channel gets; Slack allows about 1.'),
          timeout: duration.prefault('10s').describe('How long a call to Slack may take.'),
        },
        { error: MAP },
      )
      .prefault({})
      .describe('How Slack is called.'),
    github: z
      .strictObject(
        {
          poll: duration.prefault('60s').describe('How often a polled repository is asked.'),
          timeout: duration.prefault('15s').describe('How long a call to GitHub may take.'),
        },
        { error: MAP },
      )
      .prefault({})
      .describe('How GitHub is called.'),
    sweep: z
      .string({ error: 'Write a time of day in quotes: "03:10".' })
      .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: 'Write a time of day, 00:00 to 23:59: "03:10".' })
      .default('03:10')
      .describe('When the mirror is compared with GitHub each night, UTC.'),
  },
  { error: 'Write a map of keys; sigbot.example.yml shows them all.' },
);

/** sigbot.yml, checked, with its defaults. */
export type FileConfig = z.infer<typeof fileSchema>;

/** A GitHub page of a file is not the file, and plain http is for this machine only. */
function isSource(source: string): boolean {
  if (/^https?:\/\/github\.com\/[^/]+\/[^/]+\/blob\//.test(source)) return false;
  return (
    !/^[a-z]+:\/\//i.test(source) ||
    /^https:\/\/|^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/]/i.test(source)
  );
}
