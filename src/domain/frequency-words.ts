import {
  DATE,
  ORDINAL,
  ORDINALS,
  readDate,
  readOrdinals,
  readWeekdays,
  WEEKDAY,
  WEEKDAYS,
  type WrittenDate,
} from './day-words.ts';

/** One thing that the words of a day or a frequency say. */
export type Said =
  | { kind: 'days'; days: readonly number[] }
  /** Which of the month; `bare`: "every second Tuesday", which can also mean every two weeks. */
  | { kind: 'nth'; nth: readonly number[]; bare?: boolean }
  /** The day that comes after the n-th `day` of the month. */
  | { kind: 'after'; nth: number; day: number }
  | { kind: 'weeks' | 'months'; count: number }
  /** "Tuesdays", "every Tuesday", "Monday to Friday": once a week, where nothing else is said. */
  | { kind: 'eachWeek' }
  | { kind: 'daily' }
  | { kind: 'times'; count: number }
  | { kind: 'start'; date: WrittenDate | 'twofold' | undefined; weekday?: number | undefined; text: string }
  | { kind: 'alternating' }
  /** It is known that nothing can be planned: "TBD", "on demand". */
  | { kind: 'open'; text: string }
  | { kind: 'twofold'; trouble: string }
  | { kind: 'unknown'; word: string };

/** What the words of a day or a frequency say, in their order. What changes nothing is left out. */
export function readWords(written: string): Said[] {
  const text = written.replace(/[–—]/g, '-').replace(/\s+/g, ' ').replace(LINK, '');
  const said: Said[] = [];
  let at = 0;
  while (at < text.length) {
    const found = phraseAt(text, at);
    if (found) said.push(...found.said);
    at += found?.length ?? 1;
  }
  return said;
}

/** A link in Markdown to the dates of the meetings. */
const LINK = /\[(?:upcoming )?(?:meeting |the )?(?:dates|calendar|schedule)\]\([^)\s]*\)/gi;

/** The first phrase that fits counts; what none fits is a word that is not understood. */
function phraseAt(text: string, at: number): { said: readonly Said[]; length: number } | undefined {
  if (/[\s,.;:()[\]&/!+-]/.test(text[at] ?? '')) return undefined;
  for (const [pattern, read] of PHRASES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { said: read(match), length: match[0].length };
  }
  const word = /^[^\s,;()[\]]+/.exec(text.slice(at, at + 80))?.[0] ?? text.slice(at, at + 1);
  return { said: [{ kind: 'unknown', word }], length: word.length };
}

const NUMBERS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const NUMBER = `(\\d{1,2}|${NUMBERS.join('|')})`;

function readNumber(text: string): number {
  return NUMBERS.indexOf(text.toLowerCase()) + 1 || Number(text);
}

const COUNTED = 'once every|once in every|once each|once per|once a|every|each|per';
const OF_MONTH = '(?:of|in) (?:the|each|every|a) (?:calendar )?month';

const weeks = (count: number): Said[] => [{ kind: 'weeks', count }];
const months = (count: number): Said[] => [{ kind: 'months', count }];
const days = (text: string): Said => ({ kind: 'days', days: readWeekdays(text) });
const twofold = (trouble: string): Said[] => [{ kind: 'twofold', trouble }];

const OPEN = [
  'tb[adc]|n/a|none|null|\\?+|to be (?:determined|decided|announced|confirmed|defined)',
  'on[- ]demand|(?:by|on|upon) (?:request|appointment)',
  '(?:as|when|if|where) (?:needed|required|necessary)|as[- ]needed|ad[ -]?hoc',
  'cancel+ed|suspended|paused|on hold|(?:on )?hiatus|inactive|retired|disbanded',
  'irregular(?:ly)?|sporadic(?:ally)?|occasional(?:ly)?|varies|varying|various|variable',
  'not scheduled|unscheduled|no (?:regular )?meetings?',
].join('|');

/** What is known to change nothing. */
const ASIDES = [
  'you must be signed into a free zoom account to join',
  '(?:please )?(?:see|check) (?:the |our )?(?:community |shared )?calendar|upcoming meeting dates',
].join('|');

const OTHER_MEETING =
  '(?:(?!except|unless|but|until|when|if|and|on|at)[a-z0-9/&-]+ ){0,4}(?:meetings?|calls?|sessions?|sync|one|office hours)';
const ALTERNATING = [
  `(?:alternating|alternates|interleaved|interleaving) (?:weeks )?with (?:the |our )?${OTHER_MEETING}`,
  'alternat(?:ing|es)(?! weeks?\\b)|interleaved',
].join('|');

const BEGINS = [
  'starting|starts|started|start date|start|beginning|begins|effective',
  'since|from|as of|first meeting|next meeting|next',
].join('|');
const START = `(?:(\\d{4}) )?(?:${BEGINS})(?: date)?(?: on| from| is| was| will be)?:? ?(?:(${WEEKDAY}),? )?(?:the )?(${DATE})`;

type Phrase = readonly [pattern: RegExp, read: (match: RegExpExecArray) => readonly Said[]];

function phrase(source: string, read: Phrase[1]): Phrase {
  return [new RegExp(`(?:${source})(?![\\p{L}\\p{N}])`, 'iyu'), read];
}

/** What is said, the more particular first. */
const PHRASES: readonly Phrase[] = [
  phrase(OPEN, ([text]) => [{ kind: 'open', text }]),
  phrase(ASIDES, () => []),
  phrase(ALTERNATING, () => [{ kind: 'alternating' }]),
  phrase(START, readStart),
  phrase(`after the (${ORDINAL}) (${WEEKDAY})`, ([, nth = '', day = '']) => {
    const [which = 0, weekday = 0] = [readOrdinals(nth)[0], readWeekdays(day)[0]];
    return [{ kind: 'after', nth: which, day: weekday }];
  }),
  phrase(`(?:(?:${COUNTED}) other|alternate) (${WEEKDAYS})`, ([, day = '']) => [...weeks(2), days(day)]),
  phrase(`${ORDINAL}[ -](?:(?:to|from) )?(?:the )?${ORDINAL}`, ([text]) =>
    twofold(`“${text}” is not understood.`),
  ),
  phrase(`(?:${COUNTED}) (${ORDINALS})(?= ${WEEKDAY})`, ([, nth = '']) => {
    const which = readOrdinals(nth);
    return [{ kind: 'nth', nth: which, bare: which.length === 1 && (which[0] ?? 0) > 1 }];
  }),
  phrase('(?:on )?(?:even|odd)(?:[- ]numbered)?(?: iso| calendar)? weeks?', () => weeks(2)),
  phrase(
    'bi[ -]?weekly|alternat(?:e|ing) weeks|(?:every|each) alternate week|fortnightly|(?:every|each|once a) fortnight|fortnight',
    () => weeks(2),
  ),
  phrase(`(?:${COUNTED}) (?:other|second|2nd) week`, () => weeks(2)),
  phrase(`(?:${COUNTED}) (?:third|3rd) week`, () => weeks(3)),
  phrase(`(?:${COUNTED}) (?:fourth|4th) week`, () => weeks(4)),
  phrase(`(?:${COUNTED}) ${NUMBER} weeks?`, ([, count = '']) => weeks(readNumber(count))),
  phrase(`${NUMBER}-weekly`, ([, count = '']) => weeks(readNumber(count))),
  phrase(`(?:${COUNTED}) week|weekly`, () => weeks(1)),
  phrase(`(?:${ORDINALS}) weeks?`, ([text]) =>
    twofold(`“${text}” can be counted from the first of the month, or from its first Monday.`),
  ),
  phrase('twice (?:a|per|each|every) (week|month)|twice (week|month)ly|semi-?(week|month)ly', readTwice),
  phrase('bi[ -]?monthly', ([text]) => twofold(`“${text}” means twice a month, or every two months.`)),
  phrase('bi-?annual(?:ly)?|semi-?annual(?:ly)?|twice a year', ([text]) =>
    twofold(`“${text}” does not say in which months.`),
  ),
  phrase('quarterly|(?:of|in) (?:the|each|every) quarter|(?:every|each|once a|once per) quarter', () =>
    months(3),
  ),
  phrase(`(?:${COUNTED}) (?:other|second|2nd) month`, () => months(2)),
  phrase(`(?:${COUNTED}) ${NUMBER} months?`, ([, count = '']) => months(readNumber(count))),
  phrase(`${OF_MONTH}|(?:${COUNTED}) (?:calendar )?month|monthly`, () => months(1)),
  phrase('(?:every|each|once a) year|yearly|annual(?:ly)?', () => months(12)),
  phrase(ORDINALS, ([text]) => [{ kind: 'nth', nth: readOrdinals(text) }]),
  phrase(
    `(?:every |each )?(${WEEKDAY}) ?(?:-|to|through|thru|until) ?(${WEEKDAY})`,
    ([, from = '', to = '']) => [
      { kind: 'days', days: daysBetween(readWeekdays(from)[0] ?? 0, readWeekdays(to)[0] ?? 0) },
      { kind: 'eachWeek' },
    ],
  ),
  phrase(`(${WEEKDAY}) or (${WEEKDAY})`, ([text]) => twofold(`“${text}” leaves open which day.`)),
  phrase(`(?:every|each) (${WEEKDAYS})`, ([text]) => [days(text), { kind: 'eachWeek' }]),
  phrase(WEEKDAYS, ([text]) => [
    days(text),
    ...(/days\b/i.test(text) ? [{ kind: 'eachWeek' } as const] : []),
  ]),
  phrase('(?:every |each |on )?(?:weekdays?|working days?|business days?)', () => [
    { kind: 'days', days: [1, 2, 3, 4, 5] },
    { kind: 'eachWeek' },
  ]),
  phrase('every day|each day|once a day', () => [
    { kind: 'days', days: [1, 2, 3, 4, 5, 6, 7] },
    { kind: 'eachWeek' },
  ]),
  phrase('daily', () => [{ kind: 'daily' }]),
  phrase('on|at|the|of|every|each|and|is|held|meets?|meetings?|recurring|regular(?:ly)?', () => []),
];

function readStart([, before, weekday, text = '']: RegExpExecArray): Said[] {
  const date = readDate(text);
  const year = before === undefined ? undefined : Number(before);
  const whole = date === 'twofold' || date === undefined ? date : { ...date, year: date.year ?? year };
  return [
    {
      kind: 'start',
      date: whole,
      weekday: weekday === undefined ? undefined : readWeekdays(weekday)[0],
      text,
    },
  ];
}

function readTwice([, one, two, three]: RegExpExecArray): Said[] {
  const often: Said = { kind: 'times', count: 2 };
  return [often, ...((one ?? two ?? three)?.toLowerCase() === 'week' ? weeks(1) : months(1))];
}

/** Friday to Monday goes over the weekend. */
function daysBetween(first: number, last: number): number[] {
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, index) => ((first - 1 + index) % 7) + 1);
}
