import { whyHandedOver } from '../../domain/actions.ts';
import { UserError } from '../../domain/errors.ts';
import { readsOnly, type Person } from '../../domain/person.ts';
import {
  firstRefusal,
  mayDo,
  rightsFacts,
  UNOPENED,
  type Action,
  type Writing,
} from '../../domain/rights.ts';
import type { Asker } from '../../effect.ts';
import type { Call, Reply } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { handOffMessage, openingMessage } from './blocks.ts';
import { issueOf, openingOf, type Draft, type NewIssue } from './plan.ts';

/** @throws UserError where somebody may only read here */
export function mustWrite(person: Person): void {
  const reads = readsOnly(person);
  if (reads !== undefined) throw new UserError(reads, 'Ask a member of this Slack to create it.');
}

/**
 * Opens the issue of a draft for whoever asks, or hands it to them where the bot may not.
 * @throws UserError where they may open none, or the repository is not looked after
 */
export async function open(draft: Draft, call: Call, ports: Ports): Promise<Reply> {
  const { repo } = draft;
  const person = await ports.people.find(call.user);
  mustWrite(person);
  const repository = (await ports.issues.openRepositories()).find(({ name }) => name === repo);
  const writing = await ports.policy.writing({ name: repo });
  if (!repository || !writing) throw new UserError(`sigbot does not look after ${repo} any more.`);
  const labels = await ports.issues.labels(repo);
  const way = await wayFor(person, repo, writing, ports);
  if ('because' in way) {
    const issue = issueOf(draft, { ...writing, write: 'handoff', labels, mayLabel: true });
    return {
      message: handOffMessage(repository, way.because, issue),
      because: [`handed over an issue for ${repo}`],
    };
  }
  const issue = issueOf(draft, { ...writing, login: person.github, labels, mayLabel: way.mayLabel });
  return {
    message: openingMessage(repo, draft.title, issue),
    effects: [
      openingOf({ ...draft, repoId: repository.id }, issue, askerOf(person, call, writing, issue), call.now),
    ],
    because: [
      `${person.github ?? call.user} opens an issue in ${repo} (${writing.write}, ${writing.through})`,
    ],
  };
}

function askerOf(person: Person, { user, channel }: Call, writing: Writing, { labels }: NewIssue): Asker {
  const actions: Action[] = ['open', ...(labels.length > 0 ? ['label' as const] : [])];
  const under = { ...writing, githubId: person.githubId ?? 0, actions };
  return { login: person.github ?? '', user, channel, under };
}

/** Whether the bot opens it, and may set labels; else why the person does: what they have written is not lost. */
async function wayFor(
  person: Person,
  repo: string,
  writing: Writing,
  ports: Ports,
): Promise<{ because: string } | { mayLabel: boolean }> {
  const because = whyHandedOver(writing, { signedIn: person.signedIn, repo });
  if (because !== undefined) return { because };
  if (writing.write !== 'as-bot') return { mayLabel: true };
  if (person.githubId === undefined) return { because: person.doubt ?? unknown(ports) };
  const facts = rightsFacts(person, UNOPENED, await ports.people.rights(person, { repo, ...UNOPENED }));
  const refused = firstRefusal(facts, writing, ['open']);
  return refused === undefined ? { mayLabel: mayDo(facts, writing, 'label').may } : { because: refused };
}

function unknown({ linking }: Ports): string {
  const way = linking.how === undefined ? '' : ' (`/sig link` tells it)';
  return `sigbot does not know who you are on GitHub${way}, so it opens nothing for you.`;
}
