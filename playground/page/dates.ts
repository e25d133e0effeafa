const FORMS = new Map<string, Intl.DateTimeFormatOptions>(
  Object.entries({
    date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
    date: { year: 'numeric', month: 'long', day: 'numeric' },
    date_short: { year: 'numeric', month: 'short', day: 'numeric' },
    date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
    time: { hour: '2-digit', minute: '2-digit' },
    time_secs: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }),
);

/** A moment as Slack writes it in the reader's zone: "{date_short} at {time}", "{ago}". Times in milliseconds. */
export function formatDate(at: number, form: string, now: number): string {
  return form.replace(/\{(\w+)\}/g, (whole, token: string) => {
    if (token === 'ago') return ago(at, now);
    const pretty = token.endsWith('_pretty') ? relativeDay(at, now) : undefined;
    const wanted = FORMS.get(token.replace(/_pretty$/, ''));
    return pretty ?? (wanted ? new Intl.DateTimeFormat(undefined, wanted).format(at) : whole);
  });
}

/** The whole moment, for who wants to know exactly. */
export function exactly(at: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' }).format(at);
}

/** "14:05" */
export function clock(at: number): string {
  return new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** "Wed 2 Dec 14:20" */
export function stamp(at: number): string {
  const form = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  } as const;
  return new Intl.DateTimeFormat('en-GB', form).format(at).replaceAll(',', '');
}

/** "14:05:09" */
export function second(at: number): string {
  const form = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-GB', form).format(at);
}

const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

function ago(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  if (unit === 'second') return seconds > 5 ? 'in a moment' : 'just now';
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(Math.round(seconds / size), unit);
}

function relativeDay(at: number, now: number): string | undefined {
  const day = (time: number): number => new Date(time).setHours(0, 0, 0, 0);
  const days = Math.round((day(at) - day(now)) / 86_400_000);
  return { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' }[String(days)];
}
