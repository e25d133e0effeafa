import type { Command } from '../feature.ts';

/** docs/commands.md, from what the commands say of themselves. */
export function commandsDoc(commands: readonly Command[]): string {
  return [
    '# Commands',
    '',
    'Generated from the code by `npm run docs`. In Slack: `/sig help`.',
    ...commands.flatMap(commandSection),
    '',
  ].join('\n');
}

function commandSection({ name, summary, who, usage, examples, inThread = [] }: Command): string[] {
  return [
    '',
    `## /sig ${name}`,
    '',
    summary,
    '',
    '```',
    ...usage.map((form) => `/sig ${form}`),
    '```',
    '',
    `Who: ${who}`,
    '',
    `For example: ${examples.map((example) => `\`/sig ${example}\``).join(', ')}`,
    ...(inThread.length > 0
      ? [
          '',
          `In a card’s thread, about its issue: ${inThread.map((word) => `\`@sigbot ${word}\``).join(', ')}`,
        ]
      : []),
  ];
}
