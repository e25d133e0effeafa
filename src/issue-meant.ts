import { issueOfConsensus } from './domain/consensus.ts';
import { issueOfEscalation } from './domain/escalation.ts';
import { UserError } from './domain/errors.ts';
import { chooseIssue, parseIssueRef, type Issue } from './domain/issue.ts';
import type { Call } from './feature.ts';
import type { Ports } from './ports.ts';

/**
 * The issue that somebody means where they write a command: by number or address, one of the channel's groups first. In
 * the thread of a card "this", or nothing, means the card's.
 * @param command the command's name, for the refusal
 * @throws UserError where there is none, or more than one
 */
export async function issueMeant(
  word: string | undefined,
  command: string,
  call: Call,
  ports: Ports,
): Promise<Issue> {
  if (word === undefined || isThis(word)) return issueOfThread(command, call, ports);
  const labels = ports.directory.groupsIn(call.channel).flatMap(({ label }) => label ?? []);
  return chooseIssue(word, await ports.issues.like(parseIssueRef(word)), labels);
}

/** Whether the word names an issue: by number or address, or the one of the thread's card. */
export function namesIssue(word: string): boolean {
  return isThis(word) || /^#?\d+$|#\d+$|\/(issues|pull)\/\d+/.test(word);
}

/** Whether the word means the issue of the thread's card. */
function isThis(word: string): boolean {
  return word.toLowerCase() === 'this';
}

/** The issue that a message of ours shows; undefined where it shows none, or is not ours. */
export async function issueAt(channel: string, ts: string, ports: Ports): Promise<Issue | undefined> {
  const subject = await ports.messages.at(channel, ts);
  if (!subject) return undefined;
  if (subject.kind === 'consensus') return ports.issues.byId(issueOfConsensus(subject.id));
  return ports.issues.byId(subject.kind === 'escalation' ? issueOfEscalation(subject.id) : subject.id);
}

async function issueOfThread(command: string, { channel, thread }: Call, ports: Ports): Promise<Issue> {
  const inThread = channel !== undefined && thread !== undefined;
  const issue = inThread ? await issueAt(channel, thread, ports) : undefined;
  if (issue) return issue;
  const why = inThread ? 'This thread is not under an issue’s card.' : 'Which issue?';
  throw new UserError(why, `Name it: \`/sig ${command} 12345\`. In a card’s thread its issue is meant.`);
}
