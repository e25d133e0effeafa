import { refusal } from '../../blocks.ts';
import { UserError } from '../../domain/errors.ts';
import { approvalNeeds } from '../../domain/approvers.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import type { Call, Reply } from '../../feature.ts';
import { issueMeant } from '../../issue-meant.ts';
import { mergingOf } from '../../merging.ts';
import type { Ports } from '../../ports.ts';
import { nearestReviewers } from './plan.ts';
import { pullMessage } from './pull-blocks.ts';
import { USAGE } from './words.ts';

/**
 * Who owns what a pull request changes, and whom to ask for the approval it lacks.
 * @throws UserError where it is none, or the owners of its files are not known
 */
export async function pullOwners(ref: string | undefined, call: Call, ports: Ports): Promise<Reply> {
  if (ref === undefined && call.thread === undefined) throw new UserError('The owners of what?', USAGE);
  const issue = await issueMeant(ref, 'owners', call, ports);
  if (!issue.isPullRequest)
    throw new UserError(
      `${refText(issue)} is an issue: it changes no files.`,
      'Name a pull request: `/sig owners 12345`. A path: `/sig owners boats hull/keel`',
    );
  const { pull, given, missing } = await mergingOf(issue, ports);
  if (!pull?.paths)
    return { message: refusal(unread(issue)), issue, effects: [{ kind: 'pull.want', issue: issue.id }] };
  const tree = await ports.owners.of(issue.repo);
  if (!tree) throw new UserError(`Who owns what in ${issue.repo} is not known.`, 'The operator sees why.');
  const lack = missing.find(({ what }) => what === 'approved');
  const message = pullMessage({
    issue,
    files: pull.paths.length,
    needs: approvalNeeds(tree, pull.paths),
    reviewers: nearestReviewers(tree, pull.paths),
    approved: given.approved,
    choice: lack?.approvers,
  });
  return { message, issue };
}

/** From then on it is read. */
function unread(issue: Issue): UserError {
  return new UserError(`What ${refText(issue)} changes is not read yet.`, 'Ask again in a minute or two.');
}
