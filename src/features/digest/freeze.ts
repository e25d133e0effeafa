import { escape, link } from '../../blocks.ts';
import type { FreezeDigest } from '../../domain/digest.ts';
import { countedText, needText } from '../../domain/radar-words.ts';
import { isReady, type KepStanding } from '../../domain/radar.ts';
import type { Instant } from '../../domain/time.ts';
import type { Radar } from '../../radar.ts';

/** Where proposals are linked to, and the label by which leads opt in. */
export interface Designs {
  url: string;
  optedIn: string;
}

/** So many proposals are kept, and so many named. */
const KEPT = 10;
const NAMED = 3;

/** What a digest keeps of freezes. */
export function freezesOf({ near, over }: Radar): FreezeDigest[] {
  const lackingOf = (standings: readonly KepStanding[]) =>
    standings.slice(0, KEPT).map(({ kep: { number = 0, stage }, missing, unknown }) => ({
      number,
      stage,
      needs: [...missing, ...unknown],
    }));
  const open = (near?.standings ?? []).filter((one) => !isReady(one));
  const freeze = near?.freeze;
  return [
    ...(near && freeze
      ? [{ ...nameOf(freeze), total: near.standings.length, open: open.length, lacking: lackingOf(open) }]
      : []),
    ...over.map(({ record, missed, total }) => ({
      ...nameOf(record),
      isOver: true as const,
      total,
      open: missed.length,
      lacking: lackingOf(missed),
    })),
  ];
}

function nameOf({ milestone, name, at }: Pick<FreezeDigest, 'milestone' | 'name' | 'at'>) {
  return { milestone, name, at };
}

/** "*Enhancements Freeze of v1.37 in 9 days: 3 of 5 not ready*; #7 lacks PRR approver for beta; … `/sig keps node`" */
export function freezeLine(
  freeze: FreezeDigest,
  group: string,
  { url, optedIn }: Designs,
  now: Instant,
): string {
  const { lacking, open, milestone, isOver } = freeze;
  const verb = isOver ? 'lacked' : 'lacks';
  const named = lacking.slice(0, NAMED).map(({ number, stage, needs }) => {
    const texts = needs.map((need) => needText(need, { stage }, { milestone, optedIn }));
    return `${link(`${url}/issues/${number}`, `#${number}`)} ${verb} ${escape(texts.join(', '), 160)}`;
  });
  const rest = open > named.length ? [`\`/sig keps ${group} ${milestone}\``] : [];
  const head = `*${escape(countedText(freeze, now), 160)}*`;
  return [head, ...named, ...rest].join('; ');
}
