import type { Hint } from './adapters/github/hint.ts';
import type { StoreParts } from './adapters/store/store.ts';
import { issueId, type Issue } from './domain/issue.ts';
import type { Ports } from './ports.ts';

/**
 * Keeps what is told of a commit's checks, or was read of a pull request. Returns the pull requests of which something is
 * known now that was not; a commit may be the last of several, or of none.
 */
export async function hearPulls(
  hint: Extract<Hint, { kind: 'checks' | 'pull' }>,
  tx: StoreParts,
  ports: Ports,
): Promise<Issue[]> {
  const { pulls, mirror } = tx;
  if (hint.kind === 'checks') {
    const { repo, sha, checks } = hint;
    if (checks.length === 0) await pulls.ask(repo.id, sha);
    return mirroredOf(await pulls.hear(repo.id, sha, checks), mirror);
  }
  const { told, read } = hint;
  const id = issueId(hint.repo.id, hint.number);
  const learnt = told !== undefined && (await pulls.learn(id, told, ports.clock.now()));
  const kept = await pulls.read(id, read);
  return mirroredOf(learnt || kept ? [id] : [], mirror);
}

async function mirroredOf(ids: readonly string[], { byId }: StoreParts['mirror']): Promise<Issue[]> {
  const issues = await Promise.all(ids.map((id) => byId(id)));
  return issues.filter((issue) => issue !== undefined);
}
