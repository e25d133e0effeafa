import * as z from 'zod';
import type { GroupKind } from '../domain/group.ts';
import { groupMeetingsSchema, meetingsSchema } from './meetings.ts';
import { groupAgendaSchema } from './agenda.ts';
import { clocksSchema, groupClocksSchema } from './clocks.ts';
import { consensusSchema, groupConsensusSchema } from './consensus.ts';
import { digestSchema, groupDigestSchema } from './digest.ts';
import { mergingSchema } from './merging.ts';
import { groupNoiseSchema, noiseSchema } from './noise.ts';
import { outletsSchema } from './outlets.ts';
import { channel, duration, label, LIST, MAP, source, text, yesNo } from './parts.ts';
import { healthSchema } from './health.ts';
import { privateSchema } from './private.ts';
import { proposalsSchema } from './proposals.ts';
import { person, slackId, triagerRule } from './people.ts';
import { steeringSchema } from './steering.ts';
import { straysSchema } from './strays.ts';
import { labelPolicy, triagePolicy } from './triage.ts';

/** Which top-level keys of a directory hold groups of which kind, where the configuration says nothing else. */
export const DEFAULT_KINDS: Readonly<Record<string, GroupKind>> = {
  sigs: 'sig',
  workinggroups: 'wg',
  wgs: 'wg',
  usergroups: 'ug',
  committees: 'committee',
  tags: 'group',
};

const groupOverlay = z.strictObject(
  {
    channel: channel
      .optional()
      .describe('The group’s Slack channel in place of the directory’s: name, id or address.'),
    label: label.optional().describe('The group’s whole label in place of the directory’s: sig/node.'),
    paused: yesNo.optional().describe('true: the group gets no new cards. Otherwise false.'),
    pullRequests: yesNo
      .optional()
      .describe('true: pull requests make cards; short for noise: { pullRequests: true }.'),
    noise: groupNoiseSchema.optional().describe('What this group has in place of noise below.'),
    digest: groupDigestSchema.optional().describe('What this group has in place of digest below.'),
    agenda: groupAgendaSchema.optional().describe('What this group has in place of meetings.agenda below.'),
    clocks: groupClocksSchema.optional().describe('What this group has in place of clocks below.'),
    consensus: groupConsensusSchema.optional().describe('What this group has in place of consensus below.'),
    name: text('Write the group’s name.')
      .optional()
      .describe('The group’s name in place of the directory’s.'),
    triagers: triagerRule.optional().describe('Who may decide for this group, in place of triagers below.'),
    meetings: groupMeetingsSchema
      .optional()
      .describe('What counts of its meetings in place of the directory; a list.'),
    outlets: outletsSchema
      .optional()
      .describe('Where this group’s agendas and minutes are written, in place of meetings.outlets below.'),
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
      .enum(['handoff', 'as-person', 'as-bot'], {
        error: ({ input }) =>
          input === 'labels' || input === 'prow'
            ? `Write as-bot here, and “through: ${input}” below it.`
            : 'Write handoff, as-person or as-bot.',
      })
      .default('handoff')
      .describe(
        'Who writes a decision down on GitHub: the person, who gets the text to paste (handoff); the bot with the person’s own token (as-person); the bot with its own, after checking that GitHub would let the person (as-bot).',
      ),
    through: z
      .enum(['prow', 'labels'], { error: 'Write prow or labels.' })
      .default('prow')
      .describe(
        'What is written: Prow’s commands in a comment (prow), or labels, assignees and state (labels).',
      ),
    owners: yesNo
      .default(true)
      .describe(
        'Whether its OWNERS files, and GitHub’s CODEOWNERS, are read, to know whose its paths are: each night, and after a push that changes one, of which a webhook tells.',
      ),
  },
  { error: 'Write “- name: owner/name” and indent intake:, write: and through: below it.' },
);

const CHANNELS = 'Write “directory” to trust the directory’s channels, or list those the bot may post in.';

/** sigbot.yml, as it is written. */
export const fileSchema = z.strictObject(
  {
    community: text('Write the community’s name: "Kubernetes".').describe(
      'The community’s name, as people read it.',
    ),
    directory: z
      .strictObject(
        {
          source: source.describe(
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
    merging: mergingSchema
      .prefault({})
      .describe('What pull requests need to be merged, as their cards tell it.'),
    digest: digestSchema
      .prefault({})
      .describe(
        'What a group’s channel is told at once, daily or weekly, of all that waits; off unless chosen.',
      ),
    meetings: meetingsSchema.prefault({}).describe('What every meeting has that says nothing else.'),
    consensus: consensusSchema
      .prefault({})
      .describe('How groups seek consensus on a proposal: how long it is open, and what silence means.'),
    clocks: clocksSchema
      .prefault({})
      .describe('How long issues may wait for an answer, for a decision, and at rest.'),
    health: healthSchema.prefault({}).describe('How it is told how a group fares.'),
    private: privateSchema
      .prefault({})
      .describe('Where issues of private repositories and security reports may be shown.'),
    proposals: proposalsSchema
      .optional()
      .describe('Follows the community’s proposals (KEPs) and their freezes; without it none.'),
    steering: steeringSchema
      .prefault({})
      .describe(
        'What those who steer the community are told of all groups, and whom nothing is escalated to.',
      ),
    strays: straysSchema
      .optional()
      .describe('Tells a channel of issues that no group has; without it nobody is told.'),
    triage: triagePolicy.prefault({}).describe('The community’s rules about deciding.'),
    people: z
      .record(slackId, person, { error: MAP })
      .default({})
      .describe(
        'Who people in Slack are on GitHub, by Slack member id. What stands here counts more than usersFile, and that more than /sig link.',
      ),
    usersFile: source
      .optional()
      .describe(
        'A file in the form of Kubernetes’ users.yaml, a map users: of GitHub login to Slack member id: a path, seen from this file, or an https address. Read again as often as the directory.',
      ),
    triagers: triagerRule
      .prefault({})
      .describe('Who may decide for every group, beside its leads and whom people names: any of these.'),
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
