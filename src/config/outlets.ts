import * as z from 'zod';
import type { Outlet } from '../domain/outlet.ts';
import { LIST, MAP, text, yesNo } from './parts.ts';

const REPO = 'Write owner/name: kubernetes/community.';
const PATH = 'Write a path in the repository that ends in .md: "{group}/meetings/{date}.md".';

const written = z.strictObject(
  {
    to: z
      .enum(['issue', 'discussion', 'file'], { error: 'Write issue, discussion or file.' })
      .describe('What it becomes there: an issue, a discussion, or a Markdown file by pull request.'),
    repo: text(REPO)
      .regex(/^[\w-]+\/[\w.-]+$/, { error: REPO })
      .describe('`owner/name`. The bot writes with its own account; it need not be one of repositories.'),
    number: z
      .int({ error: 'Write the issue’s number: 123.' })
      .positive({ error: 'Write the issue’s number: 123.' })
      .optional()
      .describe('For an issue: always this one, a section for each meeting. Without it each gets its own.'),
    category: text('Write the discussions’ category: "Meetings".')
      .optional()
      .describe('For a discussion: its category, by name.'),
    path: text(PATH)
      .regex(/^(?!\/)(?!.*(?:\.\.|\/\/))[\w.{}/ -]+\.md$/, { error: PATH })
      .optional()
      .describe(
        'For a file: its path; {group} is the group’s id, {date} the meeting’s day. Without {date} each meeting is a section of one file.',
      ),
  },
  { error: MAP },
);

const outlet = written.transform((given, context): Outlet => {
  const { to, repo, number, category, path } = given;
  const misfit = (['number', 'category', 'path'] as const).find(
    (key) => given[key] !== undefined && BELONGS[key] !== to,
  );
  if (misfit !== undefined)
    context.addIssue({
      code: 'custom',
      path: [misfit],
      message: `Only “to: ${BELONGS[misfit]}” has this. Leave it out.`,
    });
  if (to === 'issue') return { to, repo, number };
  const [key, value] = to === 'file' ? (['path', path] as const) : (['category', category] as const);
  if (value === undefined)
    context.addIssue({ code: 'custom', path: [key], message: `“to: ${to}” needs ${key}: below it.` });
  return to === 'file' ? { to, repo, path: path ?? '' } : { to, repo, category: category ?? '' };
});

const BELONGS = { number: 'issue', category: 'discussion', path: 'file' } as const;

/** `groups.<id>.outlets`, and `outlets` of meetings. */
export const outletsSchema = z.array(outlet, { error: LIST });

/** `meetings` in sigbot.yml: where agendas and minutes are written beside Slack's messages. */
export const documentsFields = {
  outlets: outletsSchema
    .default([])
    .describe('Where agendas and minutes are written beside Slack; what people write there stays.'),
  canvas: yesNo
    .default(false)
    .describe(
      'true: they stand in the canvas of the group’s channel too; needs the scopes canvases:write and canvases:read (docs/operating.md).',
    ),
};
