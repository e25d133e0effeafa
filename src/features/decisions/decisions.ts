import { says, type Logged } from '../../domain/decision-log.ts';
import { chooseIssue, parseIssueRef } from '../../domain/issue.ts';
import { sittingId } from '../../domain/sitting.ts';
import type { Call, Feature, Reply } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { issuesFor } from '../../topics.ts';
import { decisionsMessage, PAGE, type Asked, type Shown } from './blocks.ts';
import { readTyped } from './words.ts';

/** How many decisions are looked through for words: those of a community over some years. */
const LOOKED_THROUGH = 5000;

/** What words a page's button can carry, in characters. */
const WORDS = 200;

/** What groups have decided, in meetings and by consensus. */
export const decisions: Feature = {
  name: 'decisions',

  commands: [
    {
      name: 'decisions',
      usage: ['decisions [group] [words] [since <date>] [#issue]'],
      summary: 'Searches what groups decided, in their meetings and by consensus; the newest first.',
      who: 'Anyone.',
      examples: ['decisions', 'decisions node drain since 2026-11-01', 'decisions #4711'],
      run: (words, call, ports) => search(words, call, ports),
    },
  ],

  presses: {
    'decisions:page': async (value, call, ports) => {
      const { page, ...asked } = JSON.parse(value) as Asked & { page: number };
      return { ...(await pageOf(asked, page, call, ports)), replace: true };
    },
  },
};

/** Of the group that is named, else of the channel's, else of all. */
async function search(words: readonly string[], call: Call, ports: Ports): Promise<Reply> {
  const { groups } = ports.directory.current();
  const zone = (await ports.people.zoneOf(call.user)) ?? 'UTC';
  const typed = readTyped(words, groups, { zone, now: call.now });
  const [here, ...more] = ports.directory.groupsIn(call.channel);
  const group = typed.group ?? (more.length === 0 ? here : undefined);
  const labels = group?.label === undefined ? [] : [group.label];
  const issue =
    typed.issue === undefined
      ? undefined
      : chooseIssue(typed.issue, await ports.issues.like(parseIssueRef(typed.issue)), labels);
  const asked: Asked = {
    // An issue has decisions of every group that has it.
    group: issue && !typed.group ? undefined : group?.id,
    words: typed.words.join(' ').slice(0, WORDS).split(' ').filter(Boolean),
    since: typed.since,
    issue: issue?.id,
  };
  return pageOf(asked, 0, call, ports);
}

async function pageOf(asked: Asked, wanted: number, call: Call, ports: Ports): Promise<Reply> {
  const { group, words, since, issue } = asked;
  const found = await ports.decisionLog.find({ group, since, issue, limit: LOOKED_THROUGH });
  const fitting = found.filter((one) => says(one, words));
  const page = Math.max(0, Math.min(wanted, Math.ceil(fitting.length / PAGE) - 1));
  const some = fitting.slice(page * PAGE, (page + 1) * PAGE);
  const issues = await issuesFor(some, call.channel, ports);
  const shown: Shown[] = [];
  for (const logged of some)
    shown.push({
      logged,
      group: titleOf(logged.group, ports),
      issue: issues.get(logged.issue ?? ''),
      address: await addressOf(logged, ports),
    });
  const of = group === undefined ? 'all groups' : titleOf(group, ports);
  return { message: decisionsMessage({ asked, of, page, total: fitting.length, shown }) };
}

function titleOf(id: string, { directory }: Ports): string {
  return directory.current().groups.find((group) => group.id === id)?.title ?? id;
}

async function addressOf({ id, by }: Logged, { messages }: Ports): Promise<string | undefined> {
  const subject =
    by.what === 'meeting'
      ? ({ kind: 'sitting', id: sittingId(by) } as const)
      : ({ kind: 'consensus', id } as const);
  const ts = (await messages.of(subject)).find(({ channel }) => channel === by.channel)?.ts;
  return ts === undefined ? undefined : messages.address(by.channel, ts);
}
