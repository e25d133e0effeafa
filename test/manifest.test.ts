import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { features } from '../src/features.ts';
import { EVENTS } from '../src/adapters/slack/events.ts';

const text = readFileSync('manifest.yml', 'utf8');
const manifest = parse(text) as {
  features: {
    slash_commands: { command: string; usage_hint: string; should_escape: boolean }[];
    shortcuts: { name: string; callback_id: string }[];
  };
  oauth_config: { scopes: { bot: string[] } };
  settings: { event_subscriptions: { bot_events: string[] } };
};

/** The scope each method of the Web API needs (docs.slack.dev/reference/methods); undefined: none. */
const SCOPE_OF: Readonly<Record<string, string | undefined>> = {
  'auth.test': undefined,
  'canvases.edit': 'canvases:write',
  'canvases.sections.lookup': 'canvases:read',
  'chat.delete': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'conversations.canvases.create': 'canvases:write',
  'conversations.history': 'channels:history',
  'conversations.info': 'channels:read',
  'conversations.list': 'channels:read',
  'conversations.replies': 'channels:history',
  'pins.add': 'pins:write',
  'pins.remove': 'pins:write',
  'users.info': 'users:read',
  'views.open': undefined,
  'views.publish': undefined,
  'views.push': undefined,
  'views.update': undefined,
};

/** What only those need who write into canvases, or want agendas pinned: commented out in the manifest (docs/operating.md). */
const OPTIONAL = ['canvases:read', 'canvases:write', 'pins:write'];

/** The Web API methods that the code calls. */
function methodsCalled(): string[] {
  const folder = 'src/adapters/slack';
  const files = [...readdirSync(folder).map((name) => join(folder, name)), 'src/start.ts'];
  const code = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  return [
    ...new Set([...code.matchAll(/\bclient\.([a-z]+(?:\.[a-zA-Z]+)+)\(/g)].map(([, method]) => method ?? '')),
  ].sort();
}

describe('the manifest', () => {
  test('asks for just the scopes that the code needs', () => {
    const methods = methodsCalled();
    expect(methods).toEqual(Object.keys(SCOPE_OF));
    // No method asks for these two: they let the commands, and the mentions, come in.
    const needed = new Set([
      'commands',
      'app_mentions:read',
      ...methods.flatMap((method) => SCOPE_OF[method] ?? []),
    ]);
    const commented = [...text.matchAll(/^ +# - (\S+)$/gm)].map(([, scope]) => scope ?? '');
    expect([...manifest.oauth_config.scopes.bot, ...commented].sort()).toEqual([...needed].sort());
    expect(commented.sort()).toEqual(OPTIONAL);
  });

  test('subscribes to just the events that the code knows', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual([...EVENTS]);
  });

  test('has the one command, escaped, with a hint that names the subcommands', () => {
    const [command, ...more] = manifest.features.slash_commands;
    expect(more).toEqual([]);
    expect(command).toMatchObject({ command: '/sig', should_escape: true });
    const names = features.flatMap((feature) => feature.commands ?? []).map(({ name }) => name);
    expect(command?.usage_hint.split(' | ')).toEqual(names);
  });

  test('has the shortcuts that the code answers, under names that Slack has room for', () => {
    const { shortcuts } = manifest.features;
    const answered = features.flatMap((feature) => Object.keys(feature.shortcuts ?? {}));
    expect(shortcuts.map(({ callback_id: id }) => id)).toEqual(answered);
    expect(shortcuts.filter(({ name }) => name.length > 24)).toEqual([]);
  });

  const schema = '../shared/data/contracts/slack-manifest.schema.2.0.0.json';
  test.skipIf(!existsSync(schema))(`is what Slack’s schema allows (needs ${schema})`, () => {
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object);
    validate(manifest);
    expect(validate.errors ?? []).toEqual([]);
  });
});
