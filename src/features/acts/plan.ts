import { refText, type Issue, type IssueId } from '../../domain/issue.ts';
import type { Lack } from '../../domain/merging.ts';
import { byOwnHand, HOLD, keyOfAct, type OwnAct, type SaidBefore } from '../../domain/own-act.ts';
import type { Through } from '../../domain/rights.ts';
import type { Instant } from '../../domain/time.ts';
import type { OwnAsker } from '../../effect.ts';
import type { Plan } from '../../feature.ts';

/** What somebody is about to say of a pull request. */
export interface Saying {
  /** The pull request's. */
  id: IssueId;
  act: OwnAct;
  /** The commit they looked at, where it is said of one; undefined where nobody knows which that was. */
  head?: string | undefined;
  /** Why, as they wrote it. */
  because?: string | undefined;
}

/** A saying as a button or a dialog carries it. */
export function writeSaying({ id, act, head, because }: Saying): string {
  return JSON.stringify({ id, act, head, because });
}

/** @throws SyntaxError for what `writeSaying` has not written */
export function readSaying(text: string): Saying {
  return JSON.parse(text) as Saying;
}

/** What follows from a confirmed saying, as the person. */
export function planSaying(
  pull: Issue,
  { act, head, because }: Saying,
  by: OwnAsker,
  before: readonly SaidBefore[],
): Plan {
  const { githubId, through } = by.under;
  const once = keyOfAct(pull.id, { act, head, githubId }, before);
  const at = head === undefined ? '' : ` at ${head.slice(0, 7)}`;
  const issue = { repo: pull.repo, number: pull.number };
  return {
    effects: [{ kind: 'github.act', issue, act, head, because, once, by }],
    because: [`${by.login}: /${act} on ${refText(pull)}${at} (as-person, ${through})`],
  };
}

/** What the person gets to do on GitHub themselves, and that they were given it. */
export function planHandOff(
  pull: Issue,
  { act, because }: Saying,
  { user, why, through, now }: { user: string; why: string; through: Through; now: Instant },
): Plan & { text: string } {
  const text = byOwnHand(act, through, because);
  const handed = { user, issue: pull.id, what: `/${act}`, because: why, text, at: now };
  return {
    text,
    effects: [{ kind: 'handoff.keep', handed }],
    because: [`/${act} on ${refText(pull)} was handed over: ${why}`],
  };
}

/** How much of what still lacks approval somebody's would cover; `none`: OWNERS names them for none of it. */
export type Cover = 'all' | 'some' | 'none';

/**
 * How much of it that is, where it is known who approves what.
 * @param logins the person's, in lower case
 */
export function coverOf(missing: readonly Lack[], logins: readonly string[]): Cover | undefined {
  const approvers = missing.find(({ what }) => what === 'approved')?.approvers;
  if (!approvers) return undefined;
  const open = new Set([...approvers.chosen.flatMap(({ needs }) => needs), ...approvers.uncovered]);
  const theirs = [...open].filter((need) => need.approvers.some((login) => logins.includes(login)));
  if (theirs.length === open.size) return 'all';
  return theirs.length > 0 ? 'some' : 'none';
}

/** What a pull request still lacks once that is said. An approval ends a lack where it covers all of it. */
export function lacksAfter(act: OwnAct, missing: readonly Lack[], cover: Cover | undefined): Lack[] {
  return missing.flatMap((lack) => {
    const { what, label, count = 1 } = lack;
    const more = act === 'lgtm' && what === 'review' && count > 1;
    return more ? { ...lack, count: count - 1 } : given(act, { what, label }, cover) ? [] : lack;
  });
}

function given(
  act: OwnAct,
  { what, label }: Pick<Lack, 'what' | 'label'>,
  cover: Cover | undefined,
): boolean {
  switch (act) {
    case 'lgtm':
      return what === 'lgtm' || what === 'review';
    case 'approve':
      return what === 'approved' && cover === 'all';
    case 'hold':
      return false;
    case 'hold cancel':
      return label === HOLD;
  }
}
