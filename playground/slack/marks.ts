import { objectAt, textOf, type Json } from '../json.ts';
import { forward, type Method } from './forward.ts';
import { APP, type Person } from './roster.ts';
import type { Workspace } from './workspace.ts';

/** What people and the bot put on messages and channels. */
export interface Marks {
  /** Who reacted how, by "channel ts" and name. */
  reactions: Map<string, Map<string, Set<string>>>;
  /** "channel ts" of what is pinned. */
  pins: Set<string>;
  /** By channel. */
  bookmarks: Map<string, Bookmark[]>;
}

/** A link at the head of a channel. */
export interface Bookmark {
  id: string;
  title: string;
  link: string;
}

export function createMarks(): Marks {
  return { reactions: new Map(), pins: new Set(), bookmarks: new Map() };
}

/** The methods that put them there, for the bot. */
export const MARK_METHODS: Readonly<Record<string, Method>> = {
  'reactions.add': marking('reactions.add', (workspace, args) =>
    setReaction(workspace, args, APP.user, true),
  ),
  'reactions.remove': marking('reactions.remove', (workspace, args) =>
    setReaction(workspace, args, APP.user, false),
  ),
  'pins.add': marking('pins.add', ({ marks }, args) => marks.pins.add(keyOf(args))),
  'pins.remove': marking('pins.remove', ({ marks }, args) => marks.pins.delete(keyOf(args))),
  'bookmarks.add': marking('bookmarks.add', keepBookmark),
  'bookmarks.edit': marking('bookmarks.edit', keepBookmark),
  'bookmarks.remove': marking('bookmarks.remove', ({ marks }, args) => {
    const channel = textOf(args['channel_id']);
    const left = (marks.bookmarks.get(channel) ?? []).filter(({ id }) => id !== args['bookmark_id']);
    marks.bookmarks.set(channel, left);
  }),
};

/** A person puts a reaction on, or takes it off again. */
export async function react(workspace: Workspace, person: Person, args: Json): Promise<void> {
  const users = reactionsOn(workspace, args).get(textOf(args['name']));
  const isOn = users?.has(person.id) === true;
  await workspace.roster.call(isOn ? 'reactions.remove' : 'reactions.add', args, person.token);
  setReaction(workspace, args, person.id, !isOn);
}

/** A person pins a message, or unpins it. */
export async function pin(workspace: Workspace, person: Person, args: Json): Promise<void> {
  const { pins } = workspace.marks;
  const isOn = pins.has(keyOf(args));
  await workspace.roster.call(isOn ? 'pins.remove' : 'pins.add', args, person.token);
  if (isOn) pins.delete(keyOf(args));
  else pins.add(keyOf(args));
}

/** The emulator does it, then it is kept here where the page can see it. */
function marking(method: string, keep: (workspace: Workspace, args: Json, answer: Json) => unknown): Method {
  return async (workspace, args) => {
    const answer = await forward(workspace, method, args);
    if (answer['ok'] === true) keep(workspace, args, answer);
    return answer;
  };
}

function keyOf(args: Json): string {
  return `${textOf(args['channel'])} ${textOf(args['timestamp'])}`;
}

function reactionsOn({ marks }: Workspace, args: Json): Map<string, Set<string>> {
  const key = keyOf(args);
  const found = marks.reactions.get(key) ?? new Map<string, Set<string>>();
  marks.reactions.set(key, found);
  return found;
}

function setReaction(workspace: Workspace, args: Json, user: string, on: boolean): void {
  const name = textOf(args['name']);
  const all = reactionsOn(workspace, args);
  const users = all.get(name) ?? new Set();
  if (on) users.add(user);
  else users.delete(user);
  if (users.size > 0) all.set(name, users);
  else all.delete(name);
}

function keepBookmark({ marks }: Workspace, args: Json, answer: Json): void {
  const bookmark = objectAt(answer, 'bookmark');
  const kept = {
    id: textOf(bookmark['id']),
    title: textOf(bookmark['title']),
    link: textOf(bookmark['link']),
  };
  const channel = textOf(args['channel_id']);
  const others = (marks.bookmarks.get(channel) ?? []).filter(({ id }) => id !== kept.id);
  marks.bookmarks.set(channel, [...others, kept]);
}
