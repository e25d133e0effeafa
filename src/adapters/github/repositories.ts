import type { Config } from '../../config.ts';

type Rule = Config['repositories'][number];

/** The first rule that a repository's name matches; GitHub compares names without case. */
function repositoryRule(rules: readonly Rule[], repo: string): Rule | undefined {
  return rules.find(({ pattern }) => matches(pattern, repo));
}

/** The rule for a repository by its present name, or by the one it had when it was configured. */
export function ruleFor(
  rules: readonly Rule[],
  { name, firstName }: { name: string; firstName: string },
): Rule | undefined {
  return repositoryRule(rules, name) ?? repositoryRule(rules, firstName);
}

/** Whether "owner/name" matches "owner/name" or a glob in which `*` stands for any run of characters but "/". */
export function matches(pattern: string, repo: string): boolean {
  const pieces = pattern
    .toLowerCase()
    .split('*')
    .map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join('[^/]*')}$`).test(repo.toLowerCase());
}
