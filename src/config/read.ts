import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import * as z from 'zod';
import { messageOf } from '../domain/errors.ts';
import type { GroupOverlay } from '../domain/group.ts';
import { clocksPlaced } from './clocks.ts';
import { groupsSchema, type FileConfig } from './file.ts';
import { ConfigError, problemsOf } from './problems.ts';
import { readYamlFile, type YamlFile } from './yaml.ts';

/** How a file's text is read; throws where it cannot be. */
export type ReadFile = (path: string) => string;

/** What the operator says of groups, by group id. */
export type Overlay = Record<string, GroupOverlay>;

export function readText(path: string): string {
  return readFileSync(path, 'utf8');
}

/**
 * The overlay file's groups, and over them those that sigbot.yml itself says; `path` is sigbot.yml's.
 * @throws ConfigError
 */
export function readOverlay(file: FileConfig, path: string, readFile: ReadFile): Overlay {
  const own = withPlaces(file.groups, path);
  if (file.overlay === undefined) return own;
  const groups = readOverlayFile(
    {
      key: 'overlay',
      path: resolve(dirname(path), file.overlay),
      remedy: 'Write its path as seen from sigbot.yml.',
    },
    readFile,
  );
  const ids = new Set([...Object.keys(groups), ...Object.keys(own)]);
  return Object.fromEntries([...ids].map((id) => [id, { ...groups[id], ...own[id] }]));
}

/**
 * The groups of an overlay file: a map of groups, with or without the key `groups` around it.
 * @throws ConfigError
 */
export function readOverlayFile(file: NamedFile, readFile: ReadFile): Overlay {
  return withPlaces(checkYaml(groupsSchema, unwrapped(openYaml(file, readFile))), file.path);
}

function unwrapped(overlay: YamlFile): YamlFile {
  const content = (overlay.content ?? {}) as Record<string, unknown>;
  const wrapped = Object.keys(content).join() === 'groups';
  return wrapped
    ? { content: content['groups'], keyOf: (path) => overlay.keyOf(['groups', ...path]) }
    : { ...overlay, content };
}

/** The paths of meetings' feeds and of holidays are seen from the file in which they are written. */
function withPlaces(groups: z.infer<typeof groupsSchema>, path: string): Overlay {
  const placed = (url: string) => (/^https?:/i.test(url) ? url : resolve(dirname(path), url));
  return Object.fromEntries(
    Object.entries(groups).map(([id, { meetings, clocks, ...group }]) => {
      const all = meetings?.map(({ feed, ...meeting }) =>
        feed ? { ...meeting, feed: { ...feed, url: placed(feed.url) } } : meeting,
      );
      return [
        id,
        {
          ...group,
          ...(all ? { meetings: all } : {}),
          ...(clocks ? { clocks: clocksPlaced(clocks, placed) } : {}),
        },
      ];
    }),
  );
}

/** A file, the key or option that names it, and what to do where it cannot be read. */
export interface NamedFile {
  key: string;
  path: string;
  remedy: string;
}

/** @throws ConfigError where the file cannot be read or is not YAML */
export function openYaml({ key, path, remedy }: NamedFile, readFile: ReadFile): YamlFile {
  let text;
  try {
    text = readFile(path);
  } catch (error) {
    throw new ConfigError([{ key, value: `"${path}" cannot be read (${messageOf(error)})`, remedy }]);
  }
  return readYamlFile(basename(path), text);
}

/** @throws ConfigError with all that is wrong */
export function checkYaml<T extends z.ZodType>(schema: T, { content, keyOf }: YamlFile): z.infer<T> {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const shape = z.toJSONSchema(schema, { io: 'input' });
  throw new ConfigError(problemsOf(result.error.issues, { input: content, shape, keyOf }));
}
