import { byId, el, keepOne } from './dom.ts';
import { icon } from './icons.ts';
import type { Page } from './page.ts';
import { calendarBox } from './times.ts';

const PANES = [
  ['slack', 'Slack'],
  ['github', 'GitHub'],
  ['curtain', 'Behind the curtain'],
] as const;

/** Draws the bar above, the tabs beside Slack, and the panes' buttons of a narrow screen. */
export function drawFrame(page: Page): void {
  const { ui, state } = page;
  document.body.dataset['pane'] = ui.pane;
  document.body.dataset['beside'] = ui.beside;
  keepOne(byId('bar'), barOf(state), () => bar(page));
  keepOne(byId('tabs'), ui.beside, () => tabs(page));
  keepOne(byId('panes'), ui.pane, () => panes(page));
}

/** What the bar shows, but for the time. */
function barOf({ slack, bot, calendar }: Page['state']): unknown {
  return [slack.people, slack.viewer, bot.running, calendar.speeds, calendar.course.at(-1), theme()];
}

function bar(page: Page): HTMLElement {
  const { slack, bot } = page.state;
  const select = el(
    'select',
    { class: 'field', id: 'acting', 'aria-label': 'Acting as', 'data-focus': 'acting' },
    ...slack.people.map(({ id, realName, part }) =>
      el(
        'option',
        { value: id, selected: id === slack.viewer },
        part === '' ? realName : `${realName}, ${part}`,
      ),
    ),
  );
  select.addEventListener('change', () => page.see({ person: select.value }));
  const isDark = theme() === 'dark';
  const turn = (): void => {
    document.documentElement.dataset['theme'] = isDark ? 'light' : 'dark';
    page.redraw();
  };
  return el(
    'div',
    { class: 'inner' },
    el('strong', { class: 'title' }, 'sigbot playground'),
    calendarBox(page),
    !bot.running && el('span', { class: 'badge alarm' }, 'the bot is dead'),
    el('label', { for: 'acting' }, 'Acting as'),
    select,
    el(
      'button',
      {
        type: 'button',
        class: 'button theme',
        'data-focus': 'theme',
        onclick: turn,
        'aria-label': isDark ? 'Light theme' : 'Dark theme',
      },
      icon(isDark ? 'sun' : 'moon'),
    ),
  );
}

/** The theme that is shown: as chosen here, else as the system has it. */
function theme(): 'dark' | 'light' {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'dark' || chosen === 'light') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function tabs(page: Page): HTMLElement {
  const besides = PANES.filter(([pane]) => pane !== 'slack');
  const walk = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || !['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
    event.preventDefault();
    show(page, page.ui.beside === 'github' ? 'curtain' : 'github');
  };
  return el(
    'div',
    { class: 'inner', role: 'presentation' },
    ...besides.map(([pane, label]) =>
      el(
        'button',
        {
          type: 'button',
          role: 'tab',
          'aria-selected': String(page.ui.beside === pane),
          'aria-controls': pane,
          tabindex: page.ui.beside === pane ? 0 : -1,
          'data-focus': page.ui.beside === pane ? 'tab' : undefined,
          onclick: () => show(page, pane),
          onkeydown: walk,
        },
        label,
      ),
    ),
  );
}

function panes(page: Page): HTMLElement {
  return el(
    'div',
    { class: 'inner' },
    ...PANES.map(([pane, label]) =>
      el(
        'button',
        {
          type: 'button',
          'aria-current': page.ui.pane === pane ? 'true' : undefined,
          'data-focus': `pane-${pane}`,
          onclick: () => show(page, pane),
        },
        label,
      ),
    ),
  );
}

function show(page: Page, pane: (typeof PANES)[number][0]): void {
  page.ui.pane = pane;
  if (pane !== 'slack') page.ui.beside = pane;
  page.see({ curtain: page.ui.beside === 'curtain' });
}
