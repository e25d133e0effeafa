import { UserError } from './errors.ts';
import { allowsChannel, readChannel, type Channel } from './group.ts';
import type { Issue } from './issue.ts';
import { hasLabel } from './label.ts';

/** What the operator says of issues that not everybody may read. */
export interface Privacy {
  /** The Slack channels that may show them, by name or id. */
  channels: readonly string[];
  /** Whole labels that mark a security report. */
  labels: readonly string[];
}

/** Whether not everybody may read the issue: its repository is private, or a label marks it as a security report. */
export function isPrivate(
  { private: hidden, labels }: Pick<Issue, 'private' | 'labels'>,
  privacy: Pick<Privacy, 'labels'>,
): boolean {
  return hidden === true || privacy.labels.some((label) => hasLabel(labels, label));
}

/** Whether private issues may be shown in the channel; in none where there is no channel. */
export function showsPrivate(channel: Channel | undefined, { channels }: Privacy): boolean {
  return channel !== undefined && allowsChannel(channels, channel);
}

/** Whether the issue may be shown in the channel. */
export function isShown(issue: Issue, channel: Channel, privacy: Privacy): boolean {
  return !isPrivate(issue, privacy) || showsPrivate(channel, privacy);
}

/** What is left of its messages elsewhere. Not even its number: that alone tells where to look. */
export function untold({ private: hidden }: Pick<Issue, 'private'>): string {
  return hidden ? 'An issue of a repository that is private now' : 'An issue that is private now';
}

/** What is said in place of a private issue: where to ask, and not what it is about. */
export function privateRefusal({ channels }: Privacy): UserError {
  const names = channels.map(readChannel).flatMap((channel) => {
    if (channel?.id !== undefined) return `<#${channel.id}>`;
    return channel?.name === undefined ? [] : `#${channel.name}`;
  });
  return new UserError(
    'This issue is private.',
    names.length === 0
      ? 'Look at it on GitHub: no channel here may show it.'
      : `Ask in ${names.join(' or ')}.`,
  );
}
