import { escape } from '../../blocks.ts';
import {
  digestOfToday,
  dueDigests,
  isEmpty,
  tellSame,
  type DigestPolicy,
  type PlannedDigest,
} from '../../domain/digest.ts';
import type { Group } from '../../domain/group.ts';
import type { Issue } from '../../domain/issue.ts';
import { isPrivate } from '../../domain/privacy.ts';
import { iso, MINUTE, type Instant } from '../../domain/time.ts';
import { subjectKey, type Effect, type Subject } from '../../effect.ts';
import type { Message, Plan } from '../../feature.ts';
import { edited } from '../../meeting-messages.ts';
import type { Ports } from '../../ports.ts';
import { digestMessage } from './blocks.ts';
import { gather } from './digest-gather.ts';
import { shownIn } from './digest-show.ts';

/** How often it is looked whether a digest that is edited would tell something else. */
const LOOK = 15 * MINUTE;

/** The digests that fell due since then, each once; and those of today that follow what they tell. */
export async function post(now: Instant, ports: Ports, since: Instant): Promise<Plan> {
  const effects: Effect[] = [];
  const late: string[] = [];
  const look = Math.floor(now / LOOK) > Math.floor(since / LOOK);
  for (const group of ports.directory.current().groups) {
    const channel = ports.directory.channelOf(group)?.id;
    if (channel === undefined || group.paused || group.label === undefined) continue;
    const policy = await ports.policy.digest(group);
    for (const planned of dueDigests(group.id, policy, since, now)) {
      effects.push(...(await posting(planned, { group, channel, policy, now }, ports)));
      if (now >= planned.until) late.push(planned.id);
    }
    if (policy.edited && look) effects.push(...(await following(group, channel, policy, ports)));
  }
  if (late.length > 0) effects.push(lateNotice(late, now));
  return { effects, because: [] };
}

/** How many of them are named. */
const NAMED = 5;

/** One notice for all groups: after some days away there are many. */
function lateNotice(late: readonly string[], now: Instant): Effect {
  const more = late.length > NAMED ? ` and ${late.length - NAMED} more` : '';
  const text = `Not posted, because sigbot was away when they were due: the digests ${late.slice(0, NAMED).join(', ')}${more}.`;
  return { kind: 'slack.notice', text: escape(text, 1000), once: `late:digests/${iso(now)}` };
}

interface Place {
  group: Group;
  channel: string;
  policy: DigestPolicy;
  now: Instant;
}

/** What it tells is kept as it is now. One that comes too late is left to the outbox, which says so in the ledger. */
async function posting(
  { id, from, until }: PlannedDigest,
  { group, channel, policy, now }: Place,
  ports: Ports,
): Promise<Effect[]> {
  const subject: Subject = { kind: 'digest', id };
  const send: Effect = { kind: 'slack.post', channel, subject, once: subjectKey(subject), until };
  if (now >= until) return [send];
  const digest = await gather({ group, from, channel }, ports);
  if (policy.empty === 'nothing' && isEmpty(digest)) return [];
  return [{ kind: 'digest.keep', id, digest }, send];
}

/** The digest of today as it is by now, where it was posted and tells something else. */
async function following(
  group: Group,
  channel: string,
  policy: DigestPolicy,
  ports: Ports,
): Promise<Effect[]> {
  const today = digestOfToday(group.id, policy, ports.calendar.now());
  const kept = today && (await ports.digests.of(today.id));
  if (!kept) return [];
  const digest = await gather({ group, from: kept.from, channel }, ports);
  if (tellSame(digest, kept)) return [];
  return [
    { kind: 'digest.keep', id: today.id, digest, edited: true },
    { kind: 'slack.update', channel, subject: { kind: 'digest', id: today.id } },
  ];
}

/** A digest as its channel sees it: what was kept of it, with the issues that may be told of there by now. */
export async function renderDigest(id: string, channel: string, ports: Ports): Promise<Message | undefined> {
  const digest = await ports.digests.of(id);
  const group = ports.directory.current().groups.find((one) => one.id === digest?.group);
  if (!digest || !group) return undefined;
  const posted = await ports.messages.of({ kind: 'digest', id });
  const isNew = !posted.some((message) => message.channel === channel);
  // The group may live elsewhere by now, or nowhere.
  if (isNew && (group.paused || ports.directory.channelOf(group)?.id !== channel)) return undefined;
  const { edited: follows } = await ports.policy.digest(group);
  return digestMessage({ ...(await shownIn(channel, group, digest, ports)), edited: follows });
}

/** An issue that became private, or is gone, is no longer named where it was. */
export async function untell(issue: Issue, ports: Ports): Promise<Plan> {
  if (issue.gone === undefined && !isPrivate(issue, ports.policy.privacy)) return NOTHING;
  const ids = await ports.digests.naming(issue.id);
  const posted = await Promise.all(ids.map((id) => ports.messages.of({ kind: 'digest', id })));
  return { effects: posted.flat().map(edited), because: [] };
}

const NOTHING: Plan = { effects: [], because: [] };
