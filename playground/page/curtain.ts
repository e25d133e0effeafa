import type { Traffic } from '../serve/page-state.ts';
import { exactly, second } from './dates.ts';
import { byId, el, keep, type Child } from './dom.ts';
import type { Page } from './page.ts';

/** Draws the machinery: the bot's process, the faults, and everything that was sent. */
export function drawCurtain(page: Page): void {
  const { bot, switches, slack, traffic } = page.state;
  const { ui } = page;
  const here = slack.channels.find(({ id }) => id === slack.channel);
  const parts: readonly [key: string, of: unknown, make: () => HTMLElement][] = [
    ['bot', bot, () => botBox(page)],
    ['slack', [switches, here], () => faultBox(page, 'slack', 'Slack', channelButtons(page))],
    ['github', switches, () => faultBox(page, 'github', 'GitHub', [])],
    ['filter', ui.traffic, () => filterBox(page)],
  ];
  const shown = traffic.filter((one) => belongs(one, ui.traffic));
  keep(byId('curtain'), [
    ...parts.map(([key, of, make]) => ({ key, signature: JSON.stringify(of), make })),
    ...shown.map((one) => ({
      key: one.id,
      signature: JSON.stringify(one),
      make: () => trafficRow(page, one),
    })),
  ]);
}

function belongs(one: Traffic, wanted: Page['ui']['traffic']): boolean {
  if (wanted === 'all') return true;
  return wanted === 'failed' ? one.failed : one.from === wanted || one.to === wanted;
}

function botBox(page: Page): HTMLElement {
  const { running, waiting } = page.state.bot;
  const button = (label: string, act: string, isOff: boolean): HTMLElement => {
    const node = el('button', {
      type: 'button',
      class: act === 'kill' ? 'button danger' : 'button',
      disabled: isOff,
      'data-focus': act,
      onclick: () => {
        node.setAttribute('aria-busy', 'true');
        void page.act(act).finally(() => node.removeAttribute('aria-busy'));
      },
    });
    node.append(label);
    return node;
  };
  const work = waiting === 0 ? 'nothing waits' : `${waiting} waiting`;
  return el(
    'div',
    { class: 'panel process' },
    el('span', { class: running ? 'lamp on' : 'lamp', 'aria-hidden': 'true' }),
    el('p', {}, el('strong', {}, running ? 'The bot runs' : 'The bot is dead'), running && ` · ${work}`),
    button('Kill', 'kill', !running),
    button('Restart', 'restart', false),
  );
}

function faultBox(page: Page, side: 'slack' | 'github', name: string, more: Child[]): HTMLElement {
  const mine = page.state.switches.filter((one) => one.side === side);
  return el(
    'fieldset',
    { class: 'panel faults' },
    el('legend', {}, `${name} has trouble`),
    ...mine.map(({ id, label, help, on }) => {
      const box = el('input', { type: 'checkbox', role: 'switch', checked: on, 'data-focus': id });
      box.addEventListener('change', () => void page.act('fault', { id, on: box.checked }));
      return el('label', { class: 'switch', title: help }, box, el('span', {}, label));
    }),
    ...more,
  );
}

/** What can happen to the channel that is shown. */
function channelButtons(page: Page): Child[] {
  const { slack } = page.state;
  const here = slack.channels.find(({ id }) => id === slack.channel);
  if (!here) return [];
  const button = (label: string, change: string): Child =>
    el(
      'button',
      {
        type: 'button',
        class: 'button',
        'data-focus': change,
        onclick: () => void page.act('channel', { channel: here.id, change }),
      },
      label,
    );
  return [
    el(
      'div',
      { class: 'row' },
      here.archived
        ? button(`Unarchive #${here.name}`, 'unarchive')
        : button(`Archive #${here.name}`, 'archive'),
      here.botIsMember ? button('Remove the bot', 'remove') : button('Invite the bot', 'invite'),
    ),
  ];
}

const FILTERS = [
  ['all', 'All'],
  ['slack', 'Slack'],
  ['github', 'GitHub'],
  ['failed', 'Failed'],
] as const;

function filterBox(page: Page): HTMLElement {
  return el(
    'div',
    { class: 'filters', role: 'group', 'aria-label': 'Traffic' },
    el('h2', {}, 'Traffic'),
    ...FILTERS.map(([filter, label]) =>
      el(
        'button',
        {
          type: 'button',
          'aria-pressed': String(page.ui.traffic === filter),
          'data-focus': `traffic-${filter}`,
          onclick: () => {
            page.ui.traffic = filter;
            page.redraw();
          },
        },
        label,
      ),
    ),
  );
}

const NAMES = { slack: 'Slack', github: 'GitHub', bot: 'bot' } as const;

function trafficRow(page: Page, one: Traffic): HTMLElement {
  const { ui } = page;
  const row = el(
    'details',
    { class: one.failed ? 'traffic failed' : 'traffic', open: ui.unfolded.has(one.id) },
    el(
      'summary',
      { 'data-focus': one.id },
      el('time', { class: 'at', title: exactly(one.at) }, second(one.at)),
      el('span', { class: `way ${one.from}` }, `${NAMES[one.from]} → ${NAMES[one.to]}`),
      el('span', { class: 'what' }, one.what),
      el('span', { class: 'answer' }, one.answer),
      el('span', { class: 'ms' }, one.ms === undefined ? '' : `${one.ms} ms`),
    ),
    el('pre', { tabindex: 0, 'aria-label': 'Sent' }, one.sent || '(empty)'),
    one.received !== '' && el('pre', { tabindex: 0, 'aria-label': 'Answer' }, one.received),
    el('div', { class: 'row' }, why(page, one), again(page, one)),
  );
  row.addEventListener('toggle', () => {
    if (row.open) ui.unfolded.add(one.id);
    else ui.unfolded.delete(one.id);
  });
  return row;
}

/** GitHub sends a delivery again only when somebody asks for it. */
function again(page: Page, { delivery }: Traffic): Child {
  if (delivery === undefined) return undefined;
  const send = (): void => void page.act('redeliver', { delivery });
  return el('button', { type: 'button', class: 'button', onclick: send }, 'Redeliver');
}

/** The line to the bot's own ledger: it is asked in Slack, as anybody can. */
function why(page: Page, { issue }: Traffic): Child {
  if (issue === undefined) return undefined;
  const ask = (): void => {
    page.ui.pane = 'slack';
    page.ui.home = false;
    page.redraw();
    void page.act('command', { channel: page.state.slack.channel, text: `/sig why ${issue}` });
  };
  return el('button', { type: 'button', class: 'button', onclick: ask }, `/sig why ${issue}`);
}
