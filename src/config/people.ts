import * as z from 'zod';
import { LIST, MAP, text, yesNo } from './parts.ts';

/** A Slack member's id. */
export const slackId = z.string().regex(/^[UW][A-Z0-9]+$/, {
  error: 'Write the Slack member id (U0123456789), from the person’s profile under “Copy member ID”.',
});

const LOGIN = 'Write the GitHub login, without @.';

/** Who somebody is on GitHub, and what they may do. */
export const person = z.strictObject(
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

const TEAM = 'Write the team as org/team: "kubernetes/sig-node-bugs".';

/** Who may decide for a group by what they are on GitHub. */
export const triagerRule = z.strictObject(
  {
    members: yesNo
      .optional()
      .describe('true: members of the organisation that owns the issue’s repository. Otherwise false.'),
    teams: z
      .array(text(TEAM).regex(/^[\w-]+\/[\w-]+$/, { error: TEAM }), { error: LIST })
      .optional()
      .describe('Members of these teams: org/team.'),
    permission: yesNo
      .optional()
      .describe('true: who has the role triage or more on the issue’s repository. Otherwise false.'),
  },
  { error: MAP },
);
