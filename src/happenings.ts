import { turnOf, type Happening } from './domain/happening.ts';
import type { Issue } from './domain/issue.ts';
import { hasLabel } from './domain/label.ts';
import { readCommands } from './domain/prow.ts';
import { MINUTE, SECOND, type Instant } from './domain/time.ts';
import type { Asker } from './effect.ts';
import type { Hint } from './adapters/github/hint.ts';
import type { Act, StoreParts } from './adapters/store/store.ts';

type Seen = Pick<Extract<Hint, { kind: 'issue' }>, 'snapshot' | 'change' | 'by' | 'comment' | 'pull'>;

/** An issue as the mirror has it now, and had it before where it was known. */
interface Known {
  issue: Issue;
  before?: Issue | undefined;
}

/** What has just happened to an issue: closed, reopened, and what people said. */
export async function happenings(
  { snapshot, change, by, comment, pull }: Seen,
  known: Known,
  { outbox }: Pick<StoreParts, 'outbox'>,
  robots: readonly string[],
): Promise<Happening[]> {
  const stateTold = change?.fields?.includes('state') ?? false;
  const own = stateTold && snapshot.state === known.issue.state;
  const turn = turnOf({ ...known, own, read: change === undefined });
  const asker = turn && askerOf(await outbox.acts(known.issue.id), turn);
  const actor = asker?.login ?? (stateTold ? by?.login : undefined);
  const agenda = comment?.agenda;
  const isRobot = comment && (comment.by.bot || robots.includes(comment.by.login.toLowerCase()));
  const { url } = comment ?? {};
  const merged = turn?.what === 'closed' && pull?.mergedAt !== undefined;
  return [
    ...(turn ? [{ ...turn, by: actor, from: asker?.channel, ...(merged ? { merged } : {}) }] : []),
    ...(comment?.speaks && url !== undefined && !isRobot
      ? [
          {
            what: 'commented' as const,
            at: comment.at,
            by: comment.by.login,
            url,
            beginning: comment.beginning,
          },
        ]
      : []),
    ...relabelled(known, { change, by, at: snapshot.updatedAt }),
    ...(comment && agenda !== undefined && !isRobot
      ? [{ what: 'agenda' as const, at: comment.at, by: comment.by.login, words: agenda }]
      : []),
  ];
}

/** The labels that came and went since the issue was last known; of an open one that was not, all that it has. */
function relabelled(
  { issue, before }: Known,
  { change, by, at }: Pick<Seen, 'change' | 'by'> & { at: Instant },
): Happening[] {
  const had = before?.labels ?? [];
  const { add, remove } = change?.labels ?? {};
  const who = (label: string, own: string | undefined) => (label === own ? by?.login : undefined);
  if (!before && issue.state === 'closed') return [];
  const added = issue.labels.filter((label) => !hasLabel(had, label));
  const removed = had.filter((label) => !hasLabel(issue.labels, label));
  return [
    ...added.map((label) => ({ what: 'labelled' as const, at, by: who(label, add), label })),
    ...removed.map((label) => ({ what: 'unlabelled' as const, at, by: who(label, remove), label })),
  ];
}

/** Events are dated in whole seconds, by another clock. */
const CLOCKS = 2 * SECOND;

/** How long GitHub, or a robot there, may take to do what the bot asked for. */
const TAKES = 15 * MINUTE;

/** Who asked in Slack for what has just happened to the issue's state; undefined where it was done on GitHub. */
function askerOf(
  acts: readonly Act[],
  turn: { what: 'closed' | 'reopened'; at: Instant },
): Asker | undefined {
  const does = turn.what === 'closed' ? 'close' : 'reopen';
  const asked = acts.findLast(({ effect, plannedAt, doneAt = Infinity }) => {
    if (turn.at < plannedAt - CLOCKS || turn.at > doneAt + TAKES) return false;
    if (effect.kind === 'github.comment')
      return readCommands(effect.body).some((command) => command.does === does);
    return effect.kind === `github.${does}`;
  });
  return asked && 'by' in asked.effect ? asked.effect.by : undefined;
}
