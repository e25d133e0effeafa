import { UserError } from '../../domain/errors.ts';
import { nearest } from '../../domain/nearest.ts';

/** What somebody asks for: a path's owners, those of a pull request's files, or what somebody owns. */
export type AskedOwners =
  | { what: 'path'; repo: string; path: string }
  /** Without a reference the one of the thread is meant. */
  | { what: 'pull'; ref: string | undefined }
  /** By Slack user id; undefined: whoever asks. */
  | { what: 'member'; user: string | undefined }
  /** On GitHub, or a team's "org/team". */
  | { what: 'login'; login: string };

/**
 * Reads what stands after `/sig owners`. A path is seen from the repository's root; without one the root is meant.
 * @throws UserError where it is too much, or a path leads out of the repository
 */
export function readAskedOwners(words: readonly string[]): AskedOwners {
  const [first, path = '', ...more] = words;
  const [, repository, inside] = ADDRESS.exec(first ?? '') ?? [];
  if (repository !== undefined)
    return {
      what: 'path',
      repo: repository,
      path: pathFromRoot(inside === undefined ? path : decoded(inside)),
    };
  if (first === undefined || isPull(first)) return insistOnOne({ what: 'pull', ref: first }, words);
  const person = personIn(first);
  if (person) return insistOnOne(person, words);
  if (more.length > 0) throw new UserError('The owners of which path?', USAGE);
  return { what: 'path', repo: first, path: pathFromRoot(path) };
}

/** Where GitHub shows a repository, or a file or folder of it; a branch whose name has a slash is not told from the path. */
const ADDRESS =
  /^<https:\/\/[^/\s]+\/([\w.-]+\/[\w.-]+)(?:\/(?:blob|blame|edit|tree)\/[^/\s>|]+(?:\/([^?#|>]*))?|\/?)(?:[?#][^|>]*)?(?:\|[^>]*)?>$/;

/** As the browser writes it: "a%20plan.md". */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

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
  'A repository and a path: `/sig owners boats hull/keel`. A pull request: `/sig owners 12345`. A person: `/sig owners @login`. A team: `/sig owners @org/team`.';

function insistOnOne(asked: AskedOwners, words: readonly string[]): AskedOwners {
  if (words.length > 1) throw new UserError(`After "${words[0]}" nothing more can be said.`, USAGE);
  return asked;
}

/** "me", Slack's "<@U123>", a GitHub login, "@dana" or "@dependabot[bot]", or a team as CODEOWNERS names it: "@harbour/masters". */
function personIn(word: string): AskedOwners | undefined {
  if (word.toLowerCase() === 'me') return { what: 'member', user: undefined };
  const user = /^<@([UW]\w+)(?:\|[^>]*)?>$/.exec(word)?.[1];
  if (user !== undefined) return { what: 'member', user };
  const login = /^@([a-z\d][\w-]*(?:\[bot\]|\/[\w.-]+)?)$/i.exec(word)?.[1];
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

/** So many repositories are named to who names none of them. */
const MOST_NAMED = 5;

function unknown(word: string, names: readonly string[]): UserError {
  const short = names.map((name) => name.slice(name.indexOf('/') + 1));
  const close = nearest(
    word.toLowerCase(),
    [...names, ...short].map((name) => name.toLowerCase()),
  );
  const rest = names.length - MOST_NAMED;
  const known = names.slice(0, MOST_NAMED).join(', ');
  const others = rest > 0 ? ` and ${rest === 1 ? 'one' : rest} more` : '';
  const all = known === '' ? '' : `It knows ${known}${others}. `;
  const guess = close === undefined ? `${all}${USAGE}` : `Did you mean "${close}"?`;
  return new UserError(`sigbot knows no repository "${word}" that may be named here.`, guess);
}
