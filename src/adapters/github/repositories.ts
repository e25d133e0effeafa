import type { Config } from '../../config.ts';

type Rule = Config['repositories'][number];

/** The first rule that a repository's name matches; GitHub compares names without case. */
export function repositoryRule(rules: readonly Rule[], repo: string): Rule | undefined {
  return rules.find(({ pattern }) => matches(pattern, repo));
}

/** Whether "owner/name" matches "owner/name" or a glob in which `*` stands for any run of characters but "/". */
export function matches(pattern: string, repo: string): boolean {
  const pieces = pattern
    .toLowerCase()
    .split('*')
    .map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join('[^/]*')}$`).test(repo.toLowerCase());
}
