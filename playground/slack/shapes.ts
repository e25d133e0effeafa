import { isObject, objectsOf, textOf, type Json } from '../json.ts';
import { FEEDBACK, image, INPUTS, INTERACTIVE, urlSource } from './elements.ts';
import {
  anything,
  charactersOf,
  list,
  number,
  oneOf,
  shape,
  string,
  text,
  type Check,
  type Say,
} from './checks.ts';

const plain = (max: number): Check => text(max, 'plain_text');
const block = (parts: Parameters<typeof shape>[0]): Check =>
  shape({ ...parts, optional: { block_id: string({ max: 255 }), ...parts.optional } });

const section = block({
  optional: {
    text: text(3000),
    fields: list(text(2000), { min: 1, max: 10 }),
    accessory: oneOf({ ...INTERACTIVE, image }),
  },
  also(thing, at, say) {
    if (thing['text'] === undefined && thing['fields'] === undefined)
      say(at, 'must provide either text or fields');
  },
});

const table = block({
  required: { rows: list(list(anything, { max: 20 }), { min: 1, max: 100 }) },
  also(thing, at, say) {
    const widths = new Set(rowsOf(thing).map((row) => row.length));
    if (widths.size > 1) say(`${at}/rows`, 'every row must have the same number of columns');
    const settings = thing['column_settings'];
    if (Array.isArray(settings) && !widths.has(settings.length)) {
      say(`${at}/column_settings`, 'must match the number of columns');
    }
  },
});

const dataTable = block({
  required: { rows: list(list(anything, { min: 1, max: 20 }), { min: 2, max: 201 }) },
  optional: { page_size: number({ min: 1, max: 100 }) },
  also(thing, at, say) {
    const cells = rowsOf(thing).flat().filter(isObject);
    const empty = cells.some((cell) => cell['type'] === 'raw_text' && textOf(cell['text']) === '');
    if (empty) say(`${at}/rows`, 'a cell must be more than 0 characters');
    const characters = cells.reduce((sum, cell) => sum + charactersOf(textOf(cell['text'])), 0);
    if (characters > 20_000) say(`${at}/rows`, 'must be less than 20001 characters in all');
  },
});

const card = block({
  optional: {
    title: text(150),
    subtitle: text(150),
    body: text(200),
    subtext: text(200),
    actions: list(oneOf(INTERACTIVE), { max: 3 }),
  },
});

const segment = shape({
  required: { label: string({ max: 20 }), value: number({ min: Number.MIN_VALUE }) },
});

const point = shape({ required: { label: string({ max: 20 }) } });

const series = shape({
  required: { name: string({ max: 20 }), data: list(point, { min: 1, max: 20 }) },
});

const axis = shape({
  optional: {
    categories: list(string({ max: 20 }), { min: 1, max: 20 }),
    x_label: string({ max: 50 }),
    y_label: string({ max: 50 }),
  },
});

const chart = shape({
  optional: {
    segments: list(segment, { min: 1, max: 12 }),
    series: list(series, { min: 1, max: 12 }),
    axis_config: axis,
  },
});

const basic: Readonly<Record<string, Check>> = {
  section,
  actions: block({ required: { elements: list(oneOf(INTERACTIVE), { min: 1, max: 25 }) } }),
  context: block({
    required: { elements: list(oneOf({ image, plain_text: text(), mrkdwn: text() }), { min: 1, max: 10 }) },
  }),
  divider: block({}),
  header: block({ required: { text: plain(150) } }),
  image,
  input: block({
    required: { label: plain(2000), element: oneOf(INPUTS) },
    optional: { hint: plain(2000) },
  }),
  rich_text: block({ required: { elements: list(anything, {}) } }),
  table,
  file: block({}),
  video: block({
    required: { alt_text: string({ min: 1, max: 200 }), title: plain(200) },
    optional: {
      author_name: string({ max: 50 }),
      provider_name: string({ max: 50 }),
      description: plain(200),
    },
  }),
};

/** The blocks of Block Kit and their limits, as Slack's reference gives them. */
export const BLOCKS: Readonly<Record<string, Check>> = {
  ...basic,
  markdown: block({ required: { text: string({ min: 1, max: 12_000 }) } }),
  alert: block({ required: { text: text(200) } }),
  card,
  carousel: block({ required: { elements: list(card, { min: 1, max: 10 }) } }),
  container: block({
    required: { child_blocks: list(oneOf(basic), { max: 10 }) },
    optional: { title: plain(150), subtitle: text(150) },
  }),
  context_actions: block({ required: { elements: list(oneOf(FEEDBACK), { max: 5 }) } }),
  data_table: dataTable,
  data_visualization: block({ required: { chart }, optional: { title: string({ max: 50 }) } }),
  task_card: block({ optional: { sources: list(urlSource, {}) } }),
  plan: block({}),
};

/** A modal or a Home tab. */
export const VIEW: Check = shape({
  required: { blocks: list(oneOf(BLOCKS), { min: 1, max: 100 }) },
  optional: {
    title: plain(24),
    submit: plain(24),
    close: plain(24),
    private_metadata: string({ max: 3000 }),
    callback_id: string({ max: 255 }),
  },
  also: modalParts,
});

function modalParts(view: Json, at: string, say: Say): void {
  if (view['type'] === 'modal' && view['title'] === undefined) say(at, 'missing required field: title');
  const asks = objectsOf(view['blocks']).some((item) => item['type'] === 'input');
  if (view['type'] === 'modal' && asks && view['submit'] === undefined) {
    say(at, 'a modal with inputs must have a submit button');
  }
}

function rowsOf(thing: Json): unknown[][] {
  return Array.isArray(thing['rows']) ? thing['rows'].filter(Array.isArray) : [];
}
