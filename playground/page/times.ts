import { calendarAt } from '../calendar.ts';
import type { PageState } from '../serve/page-state.ts';
import { exactly, formatDate, stamp } from './dates.ts';
import { el } from './dom.ts';
import type { Page } from './page.ts';

/** What time it is in the world that the page shows. */
function nowIn({ calendar }: PageState): number {
  return calendarAt(calendar.course, Date.now());
}

/** A moment of the calendar's, as `form` says ("{ago}"); tellTimes() keeps it true. */
export function timeNode({ state }: Page, at: number, form: string): HTMLElement {
  const shown = formatDate(at, form, nowIn(state));
  const exact = { datetime: new Date(at).toISOString(), title: exactly(at) };
  return el('time', { ...exact, 'data-at': at, 'data-form': form }, shown);
}

/** Brings all times on the page up to date where they stand. */
export function tellTimes(state: PageState): void {
  const now = nowIn(state);
  for (const time of document.querySelectorAll<HTMLElement>('time[data-form]')) {
    tell(time, formatDate(Number(time.dataset['at']), time.dataset['form'] ?? '', now));
  }
  const today = document.getElementById('today');
  if (today) tell(today, stamp(now));
}

function tell(time: HTMLElement, text: string): void {
  if (time.textContent !== text) time.textContent = text;
}

const PACES = new Map([
  [0, 'stands still'],
  [1, 'as time goes'],
  [60, 'an hour a minute'],
  [1440, 'a day a minute'],
  [10_080, 'a week a minute'],
]);

/** The calendar's time and how fast it goes; undefined where it is the machine's clock. */
export function calendarBox(page: Page): HTMLElement | undefined {
  const { course, speeds } = page.state.calendar;
  if (speeds.length === 0) return undefined;
  const speed = course.at(-1)?.speed;
  const select = el(
    'select',
    { class: 'field', 'aria-label': 'How fast the calendar goes', 'data-focus': 'speed' },
    ...speeds.map((one) =>
      el('option', { value: one, selected: one === speed }, PACES.get(one) ?? `${one} times as fast`),
    ),
  );
  select.addEventListener('change', () => void page.act('speed', { speed: Number(select.value) }));
  return el('span', { class: 'calendar' }, el('time', { id: 'today' }, stamp(nowIn(page.state))), select);
}
