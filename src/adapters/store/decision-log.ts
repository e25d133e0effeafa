import { sql } from 'kysely';
import type { Logged, LogQuery } from '../../domain/decision-log.ts';
import type { DecisionLogPorts } from '../../ports/consensus.ts';
import { toConsensus } from './consensus.ts';
import type { Session } from './session.ts';

/** All that groups decided, where it is kept anyway: among the minutes of meetings, and by consensus. */
export function decisionLogOf(session: Session): DecisionLogPorts {
  return {
    async find(query) {
      const both = [...(await inMeetings(session, query)), ...(await byConsensus(session, query))];
      return both.toSorted((one, other) => other.at - one.at).slice(0, query.limit);
    },
  };
}

/** What was said while a topic about an issue was on is about that issue. */
async function inMeetings({ db }: Session, { group, issue, since, limit }: LogQuery): Promise<Logged[]> {
  const about = sql<string | null>`coalesce(minutes.issue, agenda_items.issue)`;
  const rows = await db
    .selectFrom('minutes')
    .leftJoin('agenda_items', 'agenda_items.id', 'minutes.item')
    .leftJoin('sittings', (on) =>
      on.onRef('sittings.meeting', '=', 'minutes.meeting').onRef('sittings.key', '=', 'minutes.key'),
    )
    .select(['minutes.id', 'minutes.meeting', 'minutes.key', 'minutes.text', 'minutes.at'])
    .select(['sittings.channel', about.as('about')])
    .where('minutes.kind', '=', 'decision')
    .$if(group !== undefined, (of) =>
      of.where(sql<boolean>`substr(minutes.meeting, 1, ${(group ?? '').length + 1}) = ${`${group}/`}`),
    )
    .$if(issue !== undefined, (of) => of.where(sql<boolean>`${about} = ${issue}`))
    .$if(since !== undefined, (of) => of.where('minutes.at', '>=', since ?? 0))
    .orderBy('minutes.at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ id, meeting, key, text, at, channel, about: known }) => ({
    id,
    group: meeting.slice(0, meeting.indexOf('/')),
    text,
    at,
    ...(known === null ? {} : { issue: known }),
    by: { what: 'meeting', meeting, key, channel: channel ?? '' },
  }));
}

async function byConsensus({ db }: Session, { group, issue, since, limit }: LogQuery): Promise<Logged[]> {
  const rows = await db
    .selectFrom('consensus')
    .selectAll()
    .where('state', '=', 'accepted')
    .$if(group !== undefined, (of) => of.where('group_id', '=', group ?? ''))
    .$if(issue !== undefined, (of) => of.where('issue', '=', issue ?? ''))
    .$if(since !== undefined, (of) => of.where('ended_at', '>=', since ?? 0))
    .orderBy('ended_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toConsensus).map(({ id, group: of, proposal, issue: about, channel, endedAt = 0 }) => ({
    id,
    group: of,
    text: proposal,
    at: endedAt,
    issue: about,
    by: { what: 'consensus', channel },
  }));
}
