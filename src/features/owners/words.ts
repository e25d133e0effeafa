import { UserError } from '../../domain/errors.ts';
import { nearest } from '../../domain/nearest.ts';

/** What somebody asks for: a path's owners, those of a pull request's files, or what somebody owns. */
export type AskedOwners =
  | { what: 'path'; repo: string; path: string }
  /** Without a reference the one of the thread is meant. */
  | { what: 'pull'; ref: string | undefined }
  /** By Slack user id; undefined: whoever asks. */
  | { what: 'member'; user: string | undefined }
  | { what: 'login'; login: string };

/**
 * Reads what stands after `/sig owners`. A path is seen from the repository's root; without one the root is meant.
 * @throws UserError where it is too much, or a path leads out of the repository
 */
export function readAskedOwners(words: readonly string[]): AskedOwners {
  const [first, path = '', ...more] = words;
  if (first === undefined || isPull(first)) return insistOnOne({ what: 'pull', ref: first }, words);
  const person = personIn(first);
  if (person) return insistOnOne(person, words);
  if (more.length > 0) throw new UserError('The owners of which path?', USAGE);
  const [, repo = first, inside = path] = ADDRESS.exec(first) ?? [];
  return { what: 'path', repo, path: pathFromRoot(inside) };
}

/** Where GitHub shows a file or a folder; a branch whose name has a slash is not told from the path. */
const ADDRESS = /^<https:\/\/[^/\s]+\/([\w.-]+\/[\w.-]+)\/(?:blob|tree)\/[^/\s>|]+\/?([^?#|>]*)/;

function pathFromRoot(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (!parts.includes('..')) return parts.join('/');
  throw new UserError(
    `"${path}" may lead out of the repository.`,
    'Write the path as it is seen from its root.',
  );
}

/** What can be asked for. */
export const USAGE =
  'A repository and a path: `/sig owners boats hull/keel`. A pull request: `/sig owners 12345`. A person: `/sig owners @login`.';

function insistOnOne(asked: AskedOwners, words: readonly string[]): AskedOwners {
  if (words.length > 1) throw new UserError(`After "${words[0]}" nothing more can be said.`, USAGE);
  return asked;
}

/** "me", Slack's "<@U123>", or a GitHub login: "@dana", also as "@dependabot[bot]". */
function personIn(word: string): AskedOwners | undefined {
  if (word.toLowerCase() === 'me') return { what: 'member', user: undefined };
  const user = /^<@([UW]\w+)(?:\|[^>]*)?>$/.exec(word)?.[1];
  if (user !== undefined) return { what: 'member', user };
  const login = /^@([a-z\d][\w-]*(?:\[bot\])?)$/i.exec(word)?.[1];
  return login === undefined ? undefined : { what: 'login', login };
}

/** "12345", "#12345", "owner/name#12345", a pull request's address, "this". */
function isPull(word: string): boolean {
  return /^#?\d+$|^this$|#\d+$|\/(?:pull|issues)\/\d+/i.test(word);
}

/**
 * The repository of that name, "boats" or "harbour/boats".
 * @param names of all that may be named here, "owner/name"
 * @throws UserError where there is none, or more than one
 */
export function repositoryMeant(word: string, names: readonly string[]): string {
  const wanted = `/${word.toLowerCase()}`;
  const found = names.filter((name) => `/${name.toLowerCase()}`.endsWith(wanted));
  const [name, ...others] = found;
  if (name === undefined) throw unknown(word, names);
  if (others.length === 0) return name;
  throw new UserError(`Several repositories are called ${word}: ${found.join(', ')}.`, `Write \`${name}\`.`);
}

function unknown(word: string, names: readonly string[]): UserError {
  const short = names.map((name) => name.slice(name.indexOf('/') + 1));
  const close = nearest(
    word.toLowerCase(),
    [...names, ...short].map((name) => name.toLowerCase()),
  );
  const guess = close === undefined ? USAGE : `Did you mean "${close}"?`;
  return new UserError(`sigbot knows no repository "${word}" that may be named here.`, guess);
}
