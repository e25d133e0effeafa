import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { markdownOf } from '../../playground/slack/canvases.ts';
import { createLimits } from '../../playground/slack/limits.ts';
import { createWorld, type World } from '../../playground/world.ts';
import { clientOf, errorOf } from './slack-client.ts';

let world: World;
const CHANNEL = 'C0NODE0001';
const web = () => clientOf(world);
const channel = () => world.slack.channel('sig-node');
const canvases = () => world.slack.canvases('sig-node');

beforeEach(async () => {
  world = await createWorld({
    channels: [{ name: 'sig-node', id: CHANNEL }],
    people: [{ name: 'dana', id: 'U0DANA0001' }],
    repos: [],
  });
});

afterEach(() => world.close());

/** One transparent dot. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('files', () => {
  test('come with a message, in a thread too, and can be fetched with the token alone', async () => {
    const root = await world.slack.as('dana').say('the agenda?', 'sig-node');
    await web().filesUploadV2({
      channel_id: CHANNEL,
      thread_ts: root.ts,
      initial_comment: 'here it is',
      file_uploads: [
        { file: Buffer.from('BEGIN:VCALENDAR'), filename: 'agenda.ics', title: 'Agenda' },
        { file: PNG, filename: 'chart.png', alt_text: 'a chart' },
      ],
    });
    const [, message] = channel().messages();
    expect(message).toMatchObject({ text: 'here it is', thread: root.ts, user: world.slack.bot.user });
    expect(message?.files).toMatchObject([
      { name: 'agenda.ics', title: 'Agenda', size: 15 },
      { name: 'chart.png', mimetype: 'image/png' },
    ]);
    const { messages } = await web().conversations.replies({ channel: CHANNEL, ts: root.ts });
    const [agenda, chart] = messages?.[1]?.files ?? [];
    const fetched = (headers: Record<string, string>) => fetch(agenda?.url_private ?? '', { headers });
    expect(await (await fetched({ authorization: `Bearer ${world.slack.botToken.value}` })).text()).toBe(
      'BEGIN:VCALENDAR',
    );
    expect((await fetched({})).status).toBe(401);
    const pictures = [agenda, chart].map((file) => world.slack.files().get(file?.id ?? '')?.picture);
    expect(pictures).toEqual([undefined, 'image/png']);
  });

  test('a page that calls itself a picture is none', async () => {
    const { upload_url = '', file_id = '' } = await web().files.getUploadURLExternal({
      filename: 'evil.png',
      length: 9,
    });
    expect((await fetch(upload_url, { method: 'POST', body: '<script>1' })).status).toBe(200);
    expect(world.slack.files().get(file_id)).toMatchObject({ name: 'evil.png', picture: undefined });
    await web().files.completeUploadExternal({ files: [{ id: file_id }] });
    expect(channel().messages()).toEqual([]);
    await web().files.delete({ file: file_id });
    expect(world.slack.files().size).toBe(0);
  });

  test.each([
    ['not_in_channel', () => world.slack.removeBot('sig-node')],
    ['is_archived', () => world.slack.archive('sig-node')],
  ])('%s', async (error, arrange) => {
    await arrange();
    const { upload_url = '', file_id = '' } = await web().files.getUploadURLExternal({
      filename: 'a.txt',
      length: 1,
    });
    await fetch(upload_url, { method: 'POST', body: 'a' });
    const completed = web().files.completeUploadExternal({ channel_id: CHANNEL, files: [{ id: file_id }] });
    expect(await errorOf(completed)).toBe(error);
  });

  test('a block may show an uploaded picture and nothing else', async () => {
    const sent = async (filename: string, bytes: Buffer) => {
      const { upload_url = '', file_id = '' } = await web().files.getUploadURLExternal({
        filename,
        length: bytes.length,
      });
      await fetch(upload_url, { method: 'POST', body: new Uint8Array(bytes) });
      const { files } = await web().files.completeUploadExternal({ files: [{ id: file_id }] });
      return { id: file_id, url: files?.[0]?.url_private ?? '' };
    };
    const picture = await sent('chart.png', PNG);
    const text = await sent('notes.txt', Buffer.from('notes'));
    const post = (slack_file: { id: string } | { url: string }) =>
      web().chat.postMessage({
        channel: CHANNEL,
        text: 'x',
        blocks: [{ type: 'image', alt_text: 'a chart', slack_file }],
      });
    expect((await post({ id: picture.id })).ok).toBe(true);
    expect((await post({ url: picture.url })).ok).toBe(true);
    for (const wrong of [{ id: text.id }, { url: text.url }, { id: 'F0NOTHING1' }]) {
      await expect(post(wrong)).rejects.toMatchObject({
        data: {
          error: 'invalid_blocks',
          errors: ['[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]'],
        },
      });
    }
  });

  test('an upload can fail as any call, and is kept or not accordingly', async () => {
    const { upload_url = '', file_id = '' } = await web().files.getUploadURLExternal({
      filename: 'a.txt',
      length: 1,
    });
    const send = () => fetch(upload_url, { method: 'POST', body: 'a' });
    world.slack.fault({ method: 'upload', kind: '500' });
    expect((await send()).status).toBe(500);
    expect(world.slack.files().has(file_id)).toBe(false);
    world.slack.fault({ method: 'upload', kind: 'drop-after' });
    await expect(send()).rejects.toThrow('fetch failed');
    expect(world.slack.files().has(file_id)).toBe(true);
    expect(world.slack.calls('upload').map(({ fault }) => fault)).toEqual(['500', 'drop-after']);
  });

  test('what was never uploaded cannot be completed', async () => {
    expect(await errorOf(web().files.completeUploadExternal({ files: [{ id: 'F0NOTHING1' }] }))).toBe(
      'file_not_found',
    );
    expect((await fetch(`${world.slack.apiUrl}../upload/v1/F0NOTHING1`, { method: 'POST' })).status).toBe(
      404,
    );
  });
});

describe('canvases', () => {
  const content = (markdown: string) => ({ type: 'markdown' as const, markdown });
  const text = () => canvases().map(markdownOf)[0];

  async function agenda(): Promise<string> {
    const { canvas_id = '' } = await web().conversations.canvases.create({
      channel_id: CHANNEL,
      title: 'Agenda',
      document_content: content('# Agenda\n- one\n- two\n\n```\n# not a heading\n\nstill code\n```'),
    });
    return canvas_id;
  }

  /** The one section with these words. */
  async function section(canvas_id: string, contains_text: string): Promise<string> {
    const { sections } = await web().canvases.sections.lookup({ canvas_id, criteria: { contains_text } });
    expect(sections).toHaveLength(1);
    return sections?.[0]?.id ?? '';
  }

  test('stand in their channel, one that the channel was given', async () => {
    const id = await agenda();
    const { channel: info } = await web().conversations.info({ channel: CHANNEL });
    expect(info?.properties).toMatchObject({ canvas: { file_id: id, is_empty: false } });
    expect(await errorOf(agenda())).toBe('channel_canvas_already_exists');
    await web().canvases.create({ title: 'Notes', document_content: content('hi') });
    expect(canvases().map(({ title }) => title)).toEqual(['Agenda']);
  });

  test('are edited by section', async () => {
    const canvas_id = await agenda();
    const edit = (change: object) => web().canvases.edit({ canvas_id, changes: [change] as never });
    const headings = await web().canvases.sections.lookup({ canvas_id, criteria: { section_types: ['h1'] } });
    expect(headings.sections).toHaveLength(1);
    await edit({
      operation: 'replace',
      section_id: await section(canvas_id, '- one'),
      document_content: content('- three'),
    });
    await edit({
      operation: 'insert_after',
      section_id: await section(canvas_id, '# Agenda'),
      document_content: content('Bring tea.'),
    });
    await edit({ operation: 'delete', section_id: await section(canvas_id, 'still code') });
    await edit({ operation: 'insert_at_end', document_content: content('The end.') });
    await edit({ operation: 'insert_at_start', document_content: content('*Draft*') });
    await edit({ operation: 'rename', title_content: content('Tuesday') });
    expect(text()).toBe('*Draft*\n\n# Agenda\n\nBring tea.\n\n- three\n\nThe end.');
    expect(canvases()[0]?.title).toBe('Tuesday');
    await edit({ operation: 'replace', document_content: content('anew') });
    expect(text()).toBe('anew');
    const stray = { operation: 'delete', section_id: 'temp:C:nowhere' };
    expect(await errorOf(edit(stray))).toBe('canvas_editing_failed');
    expect(await errorOf(web().canvases.edit({ canvas_id: 'F0NONE', changes: [stray] as never }))).toBe(
      'canvas_not_found',
    );
  });
});

describe('usergroups', () => {
  test('are listed, filled and named', async () => {
    const { usergroup } = await web().usergroups.create({ name: 'Node leads', handle: 'node-leads' });
    const id = usergroup?.id ?? '';
    await web().usergroups.users.update({ usergroup: id, users: 'U0DANA0001' });
    expect((await web().usergroups.users.list({ usergroup: id })).users).toEqual(['U0DANA0001']);
    const { usergroups } = await web().usergroups.list({ include_users: true });
    expect(usergroups).toMatchObject([{ id, handle: 'node-leads', users: ['U0DANA0001'], user_count: 1 }]);
    expect((await web().usergroups.list({})).usergroups?.[0]).not.toHaveProperty('users');
    expect(world.slack.typed('ping @node-leads')).toBe(`ping <!subteam^${id}>`);
  });

  test.each([
    ['no_such_subteam', 'S0NONE', 'U0DANA0001'],
    ['invalid_users', undefined, 'U0DANA0001,U0NOBODY01'],
  ])('%s', async (error, wanted, users) => {
    const { id } = world.slack.addUsergroup({ name: 'Leads', handle: 'leads', users: [] });
    const update = web().usergroups.users.update({ usergroup: wanted ?? id, users });
    expect(await errorOf(update)).toBe(error);
  });
});

test('pins and bookmarks are put there, listed and taken away', async () => {
  const { ts = '' } = await web().chat.postMessage({ channel: CHANNEL, text: 'keep' });
  await web().pins.add({ channel: CHANNEL, timestamp: ts });
  expect((await web().pins.list({ channel: CHANNEL })).items).toMatchObject([{ message: { ts } }]);
  expect(await errorOf(web().pins.add({ channel: CHANNEL, timestamp: ts }))).toBe('already_pinned');
  await web().pins.remove({ channel: CHANNEL, timestamp: ts });
  expect(world.slack.marks().pins.size).toBe(0);
  const added = await web().bookmarks.add({
    channel_id: CHANNEL,
    title: 'Notes',
    type: 'link',
    link: 'https://example.org/notes',
  });
  const bookmark_id = added.bookmark?.id ?? '';
  await web().bookmarks.edit({ channel_id: CHANNEL, bookmark_id, title: 'Minutes' });
  expect((await web().bookmarks.list({ channel_id: CHANNEL })).bookmarks).toMatchObject([
    { id: bookmark_id, title: 'Minutes', link: 'https://example.org/notes' },
  ]);
  expect(world.slack.marks().bookmarks.get(CHANNEL)).toMatchObject([{ title: 'Minutes' }]);
  await web().bookmarks.remove({ channel_id: CHANNEL, bookmark_id });
  expect(world.slack.marks().bookmarks.get(CHANNEL)).toEqual([]);
});

describe('limits', () => {
  test('each channel takes a message a second, each tier its calls a minute', () => {
    const limits = createLimits();
    const take = (method: string, at: number, name = CHANNEL) =>
      limits.take({ method, channel: name }, at)?.retryAfter;
    expect(take('chat.postMessage', 0)).toBeUndefined();
    expect(take('chat.postMessage', 0)).toBeUndefined();
    limits.set(true);
    expect([take('chat.postMessage', 0), take('chat.postMessage', 0, 'C0OTHER')]).toEqual([
      undefined,
      undefined,
    ]);
    expect([take('chat.postMessage', 999), take('chat.postMessage', 1000)]).toEqual([1, undefined]);
    for (let call = 0; call < 50; call++) expect(take('chat.update', call * 100)).toBeUndefined();
    expect([take('chat.update', 5000), take('chat.update', 60_000)]).toEqual([55, undefined]);
  });

  test('a method whose budget is spent answers 429 until it is not', async () => {
    world.slack.limit(true, { 'pins.list': { calls: 1, within: 60_000 } });
    await web().pins.list({ channel: CHANNEL });
    await expect(web().pins.list({ channel: CHANNEL })).rejects.toMatchObject({ retryAfter: 60 });
    await web().auth.test();
    world.slack.limit(false);
    await web().pins.list({ channel: CHANNEL });
  });
});
