import { freezeText, lacksText, needText, overText } from '../../domain/radar-words.ts';
import { isReady, type KepStanding } from '../../domain/radar.ts';
import type { Instant } from '../../domain/time.ts';
import type { MissedFreeze, Radar } from '../../radar.ts';
import type { Entry } from './sections.ts';

/** What the operator says of freezes, and where the proposals lie. */
interface Beside {
  optedIn: string;
  exceptions?: string | undefined;
  repo: { name: string; url: string };
  now: Instant;
}

/** How proposals stand before the freeze that is near, and which missed one that is over: a line, then one for each. */
export function freezeEntries({ near, over }: Radar, beside: Beside): Entry[] {
  const { optedIn, now } = beside;
  const lacking = (near?.standings ?? []).filter((one) => !isReady(one));
  return [
    ...(near ? [words(freezeText(near.freeze, near.standings, now))] : []),
    ...lacking.map((standing) => {
      const milestone = near?.freeze.milestone ?? '';
      return proposal(standing, lacksText(standing, { milestone, optedIn }), beside);
    }),
    ...over.flatMap((freeze) => missedEntries(freeze, beside)),
  ];
}

function missedEntries({ record, missed, total }: MissedFreeze, beside: Beside): Entry[] {
  const { optedIn, exceptions } = beside;
  return [
    words(overText(record, missed.length, total)),
    ...missed.map((standing) => {
      const lacked = standing.missing.map((need) =>
        needText(need, standing.kep, { milestone: record.milestone, optedIn }),
      );
      return proposal(standing, `lacked ${lacked.join(', ')}`, beside);
    }),
    ...(exceptions === undefined ? [] : [words(`An exception is asked for here: ${exceptions}`)]),
  ];
}

const words = (text: string): Entry => ({ is: 'words', text });

/** Known by its file's title: the issue of a proposal may be called otherwise. */
function proposal({ kep, issue }: KepStanding, because: string, { repo }: Beside): Entry {
  const { number, title, path } = kep;
  const name = `${repo.name.split('/').at(-1)}#${number ?? '?'} ${title ?? path}`;
  const url = issue?.url ?? `${repo.url}/issues/${number}`;
  return { is: 'proposal', name, url, issue: issue?.id, because };
}
