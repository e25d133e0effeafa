import type { Issue } from './issue.ts';
import type { Person, Membership } from './person.ts';

/** Whose hand writes: the person's own (they get the text), sigbot's with the person's token, or sigbot's with its own. */
export type WriteMode = 'handoff' | 'as-person' | 'as-bot';

/** How a decision is said on GitHub: by Prow's commands in a comment, or by changing labels, assignees and state. */
export type Through = 'prow' | 'labels';

/** How the bot acts on a repository. */
export interface Writing {
  write: WriteMode;
  through: Through;
}

/** The pieces of a decision that GitHub or Prow has a rule about. */
export type Action = 'accept' | 'label' | 'assign' | 'close' | 'reopen' | 'comment' | 'open';

/** What GitHub says of one account on one repository, at one moment. */
export interface RepositoryRights {
  /** A member of the organisation that owns it. */
  member: boolean;
  /** A collaborator of the repository: directly, by a team or by the organisation's base permission. */
  collaborator: boolean;
  /** Has the role triage or more. */
  triage: boolean;
  /** Has the role write or more. */
  push: boolean;
  /** Of the teams that were asked about, those the account is in: "org/team", in lower case. */
  teams: readonly string[];
}

/** No right but that of everybody on a public repository. */
export const NO_RIGHTS: RepositoryRights = {
  member: false,
  collaborator: false,
  triage: false,
  push: false,
  teams: [],
};

/** What is known of a person and an issue when the bot is to act. */
export interface RightsFacts {
  standing: Membership;
  /** Whether the account is certain: linked, by number, under a login that is still its own. */
  linked: boolean;
  /** Undefined where GitHub could not be asked. */
  rights: RepositoryRights | undefined;
  /** The account opened the issue: by number. */
  author: boolean;
  /** The repository is private: only those with access to it see the issue. */
  hidden: boolean;
  /** Only those with write access may comment on it. */
  locked: boolean;
  /** The issue is lifecycle/stale or lifecycle/rotten. */
  stale: boolean;
}

/** What is known of an issue that is still to be opened. */
export const UNOPENED = { number: 0, author: '', labels: [], locked: false } as const;

/** What is known when this person asks the bot to act on this issue. */
export function rightsFacts(
  { standing, githubId }: Person,
  { labels, locked, private: hidden }: Pick<Issue, 'labels' | 'locked' | 'private'>,
  { rights, author }: { rights: RepositoryRights | undefined; author: boolean },
): RightsFacts {
  const stale = labels.some((label) => /^lifecycle\/(?:stale|rotten)$/i.test(label));
  return { standing, linked: githubId !== undefined, rights, author, hidden: hidden === true, locked, stale };
}

/** An answer about a right: yes, or who would have it, in words. */
export type Right = { may: true } | { may: false; because: string };

const YES: Right = { may: true };
const no = (because: string): Right => ({ may: false, because });

/**
 * Whether the bot may do this for that person. It never does with its own right what GitHub, or Prow, would not let the
 * person do. With the person's own token GitHub judges itself; what is handed over, the person does.
 *
 * Labels, assignees and state take the role triage; an author may close and reopen their own
 * (docs.github.com, "Repository roles for an organization"). Prow: `triage/accepted` is for members of the organisation,
 * other labels and /assign are anybody's; /close and /reopen are the author's and the collaborators', and /close is
 * anybody's once the issue is stale (kubernetes-sigs/prow, pkg/plugins/label, assign, lifecycle). A locked issue takes
 * comments of those with write access only (docs.github.com, "Locking conversations"). Anybody may open an issue in a
 * public repository; of others the bot opens none (docs.github.com, "Creating an issue"). In a private repository whoever
 * has no access may do nothing at all, their own issues included (docs.github.com, "About repositories").
 */
export function mayDo(facts: RightsFacts, { write, through }: Writing, action: Action): Right {
  if (facts.standing !== 'member') return no('Only full members of this Slack decide.');
  if (write === 'handoff') return YES;
  if (!facts.linked) return no('sigbot does not know your GitHub account for certain.');
  if (write === 'as-person') return YES;
  if (!facts.rights) return no('GitHub could not be asked what you may do there.');
  const { rights } = facts;
  if (facts.hidden && !sees(rights))
    return no('The repository is private, and GitHub gives you no access to it.');
  const comments = through === 'prow' || action === 'comment';
  if (comments && facts.locked && !rights.push)
    return no('It is locked: only those with write access comment.');
  return through === 'prow' ? byProw(facts, rights, action) : byGithub(facts, rights, action);
}

function sees({ collaborator, triage, push }: RepositoryRights): boolean {
  return collaborator || triage || push;
}

function byProw(facts: RightsFacts, rights: RepositoryRights, action: Action): Right {
  switch (action) {
    case 'accept':
      return rights.member ? YES : no('Prow takes “/triage accepted” from members of the organisation only.');
    case 'close':
      return facts.author || rights.collaborator || facts.stale
        ? YES
        : no('Prow takes “/close” from the author and from collaborators of the repository only.');
    case 'reopen':
      return facts.author || rights.collaborator
        ? YES
        : no('Prow takes “/reopen” from the author and from collaborators of the repository only.');
    default:
      return YES;
  }
}

function byGithub({ author }: RightsFacts, { triage }: RepositoryRights, action: Action): Right {
  if (action === 'comment' || action === 'open' || triage) return YES;
  if ((action === 'close' || action === 'reopen') && author) return YES;
  return no(`GitHub lets only people with the role triage ${GITHUB_WORDS[action]}.`);
}

const GITHUB_WORDS: Readonly<Record<Exclude<Action, 'comment' | 'open'>, string>> = {
  accept: 'change labels',
  label: 'change labels',
  assign: 'assign',
  close: 'close what others opened',
  reopen: 'reopen what others opened',
};

/** The first thing among these that the bot may not do for the person, in words; undefined where it may do them all. */
export function firstRefusal(
  facts: RightsFacts,
  writing: Writing,
  actions: readonly Action[],
): string | undefined {
  for (const action of actions) {
    const right = mayDo(facts, writing, action);
    if (!right.may) return right.because;
  }
  return undefined;
}
