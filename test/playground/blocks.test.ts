import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HOME, MESSAGE, modal } from '../e2e/gallery.ts';
import { refusalOfMessage, refusalOfView } from '../../playground/slack/blocks.ts';

type Thing = Record<string, unknown>;

const plain = (n: number): Thing => ({ type: 'plain_text', text: 'x'.repeat(n) });
const mrkdwn = (n: number): Thing => ({ type: 'mrkdwn', text: 'x'.repeat(n) });
const many = (n: number, make: (index: number) => unknown): unknown[] =>
  Array.from({ length: n }, (_, index) => make(index));
const option = (more: Thing = {}): Thing => ({ text: plain(1), value: 'v', ...more });
const button = (more: Thing = {}): Thing => ({ type: 'button', text: plain(1), ...more });
const actions = (...elements: unknown[]): Thing => ({ type: 'actions', elements });
const select = (more: Thing): Thing => actions({ type: 'static_select', options: [option()], ...more });
const image = (more: Thing): Thing => ({ type: 'image', image_url: 'https://x', alt_text: 'x', ...more });
const input = (element: Thing, more: Thing = {}): Thing => ({
  type: 'input',
  label: plain(1),
  element,
  ...more,
});
const video = (more: Thing): Thing => ({ type: 'video', alt_text: 'x', title: plain(1), ...more });
const cell = (n: number): Thing => ({ type: 'raw_text', text: 'x'.repeat(n) });
const dataTable = (rows: unknown, more: Thing = {}): Thing => ({
  type: 'data_table',
  caption: 'x',
  rows,
  ...more,
});
const chart = (parts: Thing, more: Thing = {}): Thing => ({
  type: 'data_visualization',
  chart: parts,
  ...more,
});
const segment = (more: Thing = {}): Thing => ({ label: 'x', value: 1, ...more });
const point = (more: Thing = {}): Thing => ({ label: 'x', value: 1, ...more });
const series = (more: Thing = {}): Thing => ({ name: 'x', data: [point()], ...more });
const feedback = (more: Thing): Thing => ({
  type: 'context_actions',
  elements: [
    {
      type: 'feedback_buttons',
      positive_button: { text: plain(1), value: 'v', ...more },
      negative_button: { text: plain(1), value: 'v' },
    },
  ],
});
const view = (more: Thing): Thing => ({
  type: 'modal',
  title: plain(1),
  submit: plain(1),
  blocks: [{ type: 'divider' }],
  ...more,
});

const refusesMessage = (block: Thing): boolean =>
  refusalOfMessage({ blocks: [block] })?.error === 'invalid_blocks';
const refusesView = (of: Thing): boolean => refusalOfView(of) !== undefined;

/** A thing of that size, by the limit it is about. */
const SIZED: Record<string, (n: number) => Thing> = {
  'text.min_length': (n) => ({ type: 'section', text: mrkdwn(n) }),
  'text.max_length': (n) => ({ type: 'section', text: mrkdwn(n) }),
  'action_id.max_length': (n) => actions(button({ action_id: 'x'.repeat(n) })),
  'block_id.max_length': (n) => ({ type: 'divider', block_id: 'x'.repeat(n) }),
  'button.text.max_length': (n) => actions(button({ text: plain(n) })),
  'button.url.max_length': (n) => actions(button({ url: 'x'.repeat(n) })),
  'button.value.max_length': (n) => actions(button({ value: 'x'.repeat(n) })),
  'button.accessibility_label.max_length': (n) => actions(button({ accessibility_label: 'x'.repeat(n) })),
  'confirmation.title.max_length': (n) => actions(button({ confirm: { title: plain(n), text: plain(1) } })),
  'confirmation.text.max_length': (n) => actions(button({ confirm: { text: plain(n) } })),
  'confirmation.confirm.max_length': (n) =>
    actions(button({ confirm: { text: plain(1), confirm: plain(n) } })),
  'confirmation.deny.max_length': (n) => actions(button({ confirm: { text: plain(1), deny: plain(n) } })),
  'option.text.max_length': (n) => select({ options: [option({ text: plain(n) })] }),
  'option.value.max_length': (n) => select({ options: [option({ value: 'x'.repeat(n) })] }),
  'option.url.max_length': (n) => select({ options: [option({ url: '🙂'.repeat(n) })] }),
  'option.description.max_length': (n) => select({ options: [option({ description: plain(n) })] }),
  'option_group.label.max_length': (n) =>
    select({ options: undefined, option_groups: [{ label: plain(n), options: [option()] }] }),
  'option_group.options.min_items': (n) =>
    select({ options: undefined, option_groups: [{ label: plain(1), options: many(n, () => option()) }] }),
  'option_group.options.max_items': (n) =>
    select({ options: undefined, option_groups: [{ label: plain(1), options: many(n, () => option()) }] }),
  'select.placeholder.max_length': (n) => select({ placeholder: plain(n) }),
  'select.options.max_items': (n) => select({ options: many(n, () => option()) }),
  'select.option_groups.max_items': (n) =>
    select({ options: undefined, option_groups: many(n, () => ({ label: plain(1), options: [option()] })) }),
  'overflow.options.min_items': (n) => actions({ type: 'overflow', options: many(n, () => option()) }),
  'overflow.options.max_items': (n) => actions({ type: 'overflow', options: many(n, () => option()) }),
  'checkboxes.options.min_items': (n) => actions({ type: 'checkboxes', options: many(n, () => option()) }),
  'checkboxes.options.max_items': (n) => actions({ type: 'checkboxes', options: many(n, () => option()) }),
  'radio_buttons.options.min_items': (n) =>
    actions({ type: 'radio_buttons', options: many(n, () => option()) }),
  'radio_buttons.options.max_items': (n) =>
    actions({ type: 'radio_buttons', options: many(n, () => option()) }),
  'url_source.url.min_length': (n) => ({
    type: 'task_card',
    sources: [{ type: 'url', url: 'x'.repeat(n), text: 'x' }],
  }),
  'url_source.url.max_length': (n) => ({
    type: 'task_card',
    sources: [{ type: 'url', url: 'x'.repeat(n), text: 'x' }],
  }),
  'table.rows.max_items': (n) => ({ type: 'table', rows: many(n, () => [cell(1)]) }),
  'file_input.max_files.min': (n) => input({ type: 'file_input', max_files: n }),
  'file_input.max_files.max': (n) => input({ type: 'file_input', max_files: n }),
  'plain_text_input.max_length.max': (n) => input({ type: 'plain_text_input', max_length: n }),
  'actions.elements.max_items': (n) => actions(...many(n, () => button())),
  'context.elements.max_items': (n) => ({ type: 'context', elements: many(n, () => mrkdwn(1)) }),
  'context_actions.elements.max_items': (n) => ({
    type: 'context_actions',
    elements: many(n, () => ({ type: 'icon_button', icon: 'trash', text: plain(1) })),
  }),
  'header.text.max_length': (n) => ({ type: 'header', text: plain(n) }),
  'image.image_url.max_length': (n) => image({ image_url: 'x'.repeat(n) }),
  'image.alt_text.max_length': (n) => image({ alt_text: 'x'.repeat(n) }),
  'input.label.max_length': (n) => input({ type: 'plain_text_input' }, { label: plain(n) }),
  'input.hint.max_length': (n) => input({ type: 'plain_text_input' }, { hint: plain(n) }),
  'markdown.text.min_length': (n) => ({ type: 'markdown', text: 'x'.repeat(n) }),
  'markdown.text.max_length': (n) => ({ type: 'markdown', text: 'x'.repeat(n) }),
  'section.text.max_length': (n) => ({ type: 'section', text: mrkdwn(n) }),
  'section.fields.max_items': (n) => ({ type: 'section', fields: many(n, () => mrkdwn(1)) }),
  'section.fields.item_max_length': (n) => ({ type: 'section', fields: [mrkdwn(n)] }),
  'video.alt_text.min_length': (n) => video({ alt_text: 'x'.repeat(n) }),
  'video.alt_text.max_length': (n) => video({ alt_text: 'x'.repeat(n) }),
  'video.title.max_length': (n) => video({ title: plain(n) }),
  'video.author_name.max_length': (n) => video({ author_name: 'x'.repeat(n) }),
  'video.description.max_length': (n) => video({ description: plain(n) }),
  'video.provider_name.max_length': (n) => video({ provider_name: 'x'.repeat(n) }),
  'alert.text.max_length': (n) => ({ type: 'alert', text: mrkdwn(n) }),
  'card.title.max_length': (n) => ({ type: 'card', title: mrkdwn(n) }),
  'card.subtitle.max_length': (n) => ({ type: 'card', subtitle: mrkdwn(n) }),
  'card.body.max_length': (n) => ({ type: 'card', body: mrkdwn(n) }),
  'card.subtext.max_length': (n) => ({ type: 'card', subtext: mrkdwn(n) }),
  'card.actions.max_items': (n) => ({ type: 'card', actions: many(n, () => button()) }),
  'carousel.elements.min_items': (n) => ({ type: 'carousel', elements: many(n, () => ({ type: 'card' })) }),
  'carousel.elements.max_items': (n) => ({ type: 'carousel', elements: many(n, () => ({ type: 'card' })) }),
  'container.title.max_length': (n) => ({ type: 'container', title: plain(n), child_blocks: [] }),
  'container.subtitle.max_length': (n) => ({ type: 'container', subtitle: mrkdwn(n), child_blocks: [] }),
  'container.child_blocks.max_items': (n) => ({
    type: 'container',
    child_blocks: many(n, () => ({ type: 'divider' })),
  }),
  'feedback_button.text.max_length': (n) => feedback({ text: plain(n) }),
  'feedback_button.value.max_length': (n) => feedback({ value: 'x'.repeat(n) }),
  'feedback_button.accessibility_label.max_length': (n) => feedback({ accessibility_label: 'x'.repeat(n) }),
  'icon_button.visible_to_user_ids.max_items': (n) => ({
    type: 'context_actions',
    elements: [{ type: 'icon_button', icon: 'trash', text: plain(1), visible_to_user_ids: many(n, String) }],
  }),
  'data_table.rows.min_items': (n) => dataTable(many(n, () => [cell(1)])),
  'data_table.rows.max_items': (n) => dataTable(many(n, () => [cell(1)])),
  'data_table.columns.min_items': (n) => dataTable(many(2, () => many(n, () => cell(1)))),
  'data_table.columns.max_items': (n) => dataTable(many(2, () => many(n, () => cell(1)))),
  'data_table.page_size.min': (n) => dataTable([[cell(1)], [cell(1)]], { page_size: n }),
  'data_table.page_size.max': (n) => dataTable([[cell(1)], [cell(1)]], { page_size: n }),
  'data_table.cell_text.min_length': (n) => dataTable([[cell(n)], [cell(1)]]),
  'data_table.content.max_length': (n) => dataTable([[cell(n - 1)], [cell(1)]]),
  'data_visualization.title.max_length': (n) =>
    chart({ type: 'pie', segments: [segment()] }, { title: 'x'.repeat(n) }),
  'data_visualization.segments.min_items': (n) => chart({ type: 'pie', segments: many(n, () => segment()) }),
  'data_visualization.segments.max_items': (n) => chart({ type: 'pie', segments: many(n, () => segment()) }),
  'data_visualization.segment.label.max_length': (n) =>
    chart({ type: 'pie', segments: [segment({ label: 'x'.repeat(n) })] }),
  'data_visualization.series.min_items': (n) => chart({ type: 'bar', series: many(n, () => series()) }),
  'data_visualization.series.max_items': (n) => chart({ type: 'bar', series: many(n, () => series()) }),
  'data_visualization.series_name.max_length': (n) =>
    chart({ type: 'bar', series: [series({ name: 'x'.repeat(n) })] }),
  'data_visualization.data.min_items': (n) =>
    chart({ type: 'bar', series: [series({ data: many(n, () => point()) })] }),
  'data_visualization.data.max_items': (n) =>
    chart({ type: 'bar', series: [series({ data: many(n, () => point()) })] }),
  'data_visualization.point_label.max_length': (n) =>
    chart({ type: 'bar', series: [series({ data: [point({ label: 'x'.repeat(n) })] })] }),
  'data_visualization.categories.min_items': (n) =>
    chart({ type: 'bar', series: [series()], axis_config: { categories: many(n, String) } }),
  'data_visualization.categories.max_items': (n) =>
    chart({ type: 'bar', series: [series()], axis_config: { categories: many(n, String) } }),
  'data_visualization.category_label.max_length': (n) =>
    chart({ type: 'bar', series: [series()], axis_config: { categories: ['x'.repeat(n)] } }),
  'data_visualization.axis_label.max_length': (n) =>
    chart({ type: 'bar', series: [series()], axis_config: { x_label: 'x'.repeat(n) } }),
};

const SIZED_VIEWS: Record<string, (n: number) => Thing> = {
  'view.blocks.min_items': (n) => view({ blocks: many(n, () => ({ type: 'divider' })) }),
  'view.blocks.max_items': (n) => view({ blocks: many(n, () => ({ type: 'divider' })) }),
  'view.private_metadata.max_length': (n) => view({ private_metadata: 'x'.repeat(n) }),
  'view.callback_id.max_length': (n) => view({ callback_id: 'x'.repeat(n) }),
  'view.title.max_length': (n) => view({ title: plain(n) }),
  'view.close.max_length': (n) => view({ close: plain(n) }),
  'view.submit.max_length': (n) => view({ submit: plain(n) }),
};

/** What is wrong whatever its size, and the same thing put right. */
const SHAPED: Record<string, { wrong: Thing; right: Thing }> = {
  'section.content': { wrong: { type: 'section' }, right: { type: 'section', text: mrkdwn(1) } },
  'static_select.choice_source': {
    wrong: select({ option_groups: [{ label: plain(1), options: [option()] }] }),
    right: select({}),
  },
  'image.source': { wrong: image({ slack_file: { id: 'F1' } }), right: image({}) },
  'number_input.range': {
    wrong: input({ type: 'number_input', min_value: '5', max_value: '4' }),
    right: input({ type: 'number_input', min_value: '4', max_value: '5' }),
  },
  'context.elements': {
    wrong: { type: 'context', elements: [button()] },
    right: { type: 'context', elements: [mrkdwn(1)] },
  },
  'input.element': { wrong: input(button()), right: input({ type: 'plain_text_input' }) },
  'table.row_shape': {
    wrong: { type: 'table', rows: [[cell(1)], [cell(1), cell(1)]] },
    right: { type: 'table', rows: [[cell(1)], [cell(1)]] },
  },
  'table.column_settings': {
    wrong: { type: 'table', rows: [[cell(1)]], column_settings: [{}, {}] },
    right: { type: 'table', rows: [[cell(1)]], column_settings: [{}] },
  },
  'data_visualization.segment.value.exclusive_min': {
    wrong: chart({ type: 'pie', segments: [segment({ value: 0 })] }),
    right: chart({ type: 'pie', segments: [segment({ value: 1 })] }),
  },
};

describe('messages', () => {
  test.each<[string, Thing[], string | undefined]>([
    ['50 blocks', many(50, () => ({ type: 'divider' })) as Thing[], undefined],
    ['51 blocks', many(51, () => ({ type: 'divider' })) as Thing[], 'invalid_blocks'],
    [
      '12,000 characters in all',
      many(4, () => ({ type: 'section', text: mrkdwn(3000) })) as Thing[],
      undefined,
    ],
    [
      '12,001 characters in all',
      [
        ...(many(4, () => ({ type: 'section', text: mrkdwn(3000) })) as Thing[]),
        { type: 'header', text: plain(1) },
      ],
      'msg_blocks_too_long',
    ],
    [
      'one action_id twice in a block',
      [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
      'invalid_blocks',
    ],
    [
      'one action_id in two blocks',
      [actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' }))],
      undefined,
    ],
    ['one block_id twice', many(2, () => ({ type: 'divider', block_id: 'b' })) as Thing[], 'invalid_blocks'],
    ['a header in mrkdwn', [{ type: 'header', text: mrkdwn(1) }], 'invalid_blocks'],
    ['a style that is none', [actions(button({ style: 'warning' }))], 'invalid_blocks'],
    ['a style', [actions(button({ style: 'danger' }))], undefined],
    ['a day that is none', [actions({ type: 'datepicker', initial_date: '1.12.2026' })], 'invalid_blocks'],
    ['a day', [actions({ type: 'datepicker', initial_date: '2026-12-01' })], undefined],
    ['an hour that is none', [actions({ type: 'timepicker', initial_time: '24:00' })], 'invalid_blocks'],
    ['an hour', [actions({ type: 'timepicker', initial_time: '23:59' })], undefined],
    ['a choice not offered', [select({ initial_option: option({ value: 'w' }) })], 'invalid_blocks'],
    ['a choice', [select({ initial_option: option() })], undefined],
    ['every kind of block in one message', MESSAGE, undefined],
    ['a kind of block that is none', [{ type: 'heading' }], 'invalid_blocks'],
  ])('%s', (_what, blocks, error) => {
    expect(refusalOfMessage({ text: 'x', blocks })?.error).toBe(error);
  });

  test.each([undefined, '', '  '])('no text: %j', (text) => {
    expect(refusalOfMessage({ text })?.error).toBe('no_text');
    expect(refusalOfMessage({ text, blocks: [{ type: 'divider' }] })).toBeUndefined();
  });

  test('the answer says where', () => {
    const refusal = refusalOfMessage({
      blocks: [{ type: 'divider' }, actions(button(), button({ text: plain(76) }))],
    });
    expect(refusal?.messages).toEqual([
      '[ERROR] must be less than 76 characters [json-pointer:/blocks/1/elements/1/text/text]',
    ]);
  });
});

describe('modals', () => {
  test('a modal and a Home tab as bots write them are taken', () => {
    expect([refusalOfView(modal('Words')), refusalOfView(HOME)]).toEqual([undefined, undefined]);
  });

  test('need a title, and a submit button where they ask something', () => {
    expect(refusesView(view({ title: undefined }))).toBe(true);
    expect(refusesView(view({ submit: undefined, blocks: [input({ type: 'plain_text_input' })] }))).toBe(
      true,
    );
    expect(refusesView(view({ submit: undefined }))).toBe(false);
  });
});

const CONTRACTS = new URL('../../../shared/data/contracts/', import.meta.url);

describe.skipIf(!existsSync(CONTRACTS))(
  'the reference’s limits and invalid cases (skipped without ../shared/data/contracts)',
  () => {
    const read = (name: string): unknown =>
      existsSync(CONTRACTS) ? JSON.parse(readFileSync(new URL(name, CONTRACTS), 'utf8')) : {};
    const { cases = [] } = read('blockkit-invalid-cases.json') as {
      cases?: { id: string; constraint: string }[];
    };
    const limits = read('blockkit-limits.json');

    test('all 106 cases are tried: each is about blocks or views that are known here', () => {
      const unknown = cases.filter(({ constraint }) => !known(constraint)).map(({ id }) => id);
      expect({ cases: cases.length, outOfScope: unknown }).toEqual({ cases: 106, outOfScope: [] });
    });

    test.each(cases.map(({ id, constraint }) => [id, constraint] as const))('%s (%s)', (_id, constraint) => {
      const shaped = SHAPED[constraint];
      if (shaped) {
        expect([refusesMessage(shaped.wrong), refusesMessage(shaped.right)]).toEqual([true, false]);
        return;
      }
      const limit = limitAt(limits, constraint);
      const beyond = /(^|[._])min(_|$)/.test(constraint.split('.').at(-1) ?? '') ? limit - 1 : limit + 1;
      const message = SIZED[constraint];
      const refuses = message
        ? (n: number) => refusesMessage(message(n))
        : (n: number) => refusesView(SIZED_VIEWS[constraint]?.(n) ?? {});
      expect([refuses(beyond), refuses(limit)]).toEqual([true, false]);
    });
  },
);

function known(constraint: string): boolean {
  return constraint in SHAPED || constraint in SIZED || constraint in SIZED_VIEWS;
}

function limitAt(limits: unknown, path: string): number {
  const found = path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], limits);
  // The list of limits has none of a table's rows; the case's own description says 100.
  if (path === 'table.rows.max_items') return 100;
  if (typeof found !== 'number') throw new Error(`The limits know no ${path}.`);
  return found;
}
