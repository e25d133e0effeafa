import type { Fact } from '../domain/fact.ts';
import type { IssueId } from '../domain/issue.ts';
import type { Instant } from '../domain/time.ts';
import type { Verdict } from '../domain/verdict.ts';

/** The names of repositories, by GitHub's id. */
type Names = ReadonlyMap<number, string>;

/** The verdicts as they stand, one JSON object a line: `sigbot export verdicts`. */
export function verdictLines(verdicts: readonly Verdict[], names: Names): string[] {
  return verdicts.map(({ issue, group, kind, by, at, note, because, via, retriageAt, ended }) =>
    JSON.stringify({
      issue: nameOf(issue, names),
      id: issue,
      group: group ?? null,
      kind,
      by: by ?? null,
      at: moment(at),
      via,
      ...(note === undefined ? {} : { note }),
      ...(because === undefined ? {} : { because }),
      ...(retriageAt === undefined ? {} : { retriageAt: moment(retriageAt) }),
      ...(ended ? { ended: { ...ended, by: ended.by ?? null, at: moment(ended.at) } } : {}),
    }),
  );
}

/** All that the verdicts come from, one JSON object a line: `sigbot export verdicts --history`. */
export function historyLines(facts: ReadonlyMap<IssueId, readonly Fact[]>, names: Names): string[] {
  return [...facts].flatMap(([id, all]) =>
    all.map((fact) => JSON.stringify({ issue: nameOf(id, names), id, ...fact, at: moment(fact.at) })),
  );
}

/** "owner/name#12"; the id itself where the repository is not known any more. */
function nameOf(id: IssueId, names: Names): string {
  const [repository, number] = id.split('#');
  const name = names.get(Number(repository));
  return name === undefined ? id : `${name}#${number}`;
}

function moment(at: Instant): string {
  return new Date(at).toISOString();
}
