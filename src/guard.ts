import type { Authority, Send } from './effect.ts';
import { refText } from './domain/issue.ts';
import { mayLead, mayTriage, readsOnly, whyAnotherAccount, type Person } from './domain/person.ts';
import { firstRefusal, rightsFacts, UNOPENED } from './domain/rights.ts';
import { DAY, MINUTE, type Instant } from './domain/time.ts';
import type { Attempt, Outcome, Perform } from './outbox.ts';
import { stoppedAct } from './own-acts.ts';
import type { Ports } from './ports.ts';
import { unpublishable } from './publishing.ts';

type GithubEffect = Extract<Send, { by: unknown }>;

/** GitHub is asked anew where something was planned longer ago, in ms, or did not get through the first time. */
const JUST_NOW = MINUTE;

/** The wait where nobody can be asked, in ms. */
const AGAIN = 30_000;

/**
 * Looks, before something goes to GitHub for a person, whether they may still: the same account, still of this Slack,
 * still deciding for the group, still with the right there, and the bot still writing there this way. Else it does not
 * happen, and they are told. What goes there for nobody, a document, goes where the operator still wants it.
 */
export function guarded(perform: Perform): Perform {
  return async (attempt, ports) => {
    const { effect } = attempt;
    if (effect.kind === 'github.document') {
      const why = await unpublishable(effect.subject, effect.outlet, ports);
      return why === undefined ? perform(attempt, ports) : { skipped: why };
    }
    const stopped = 'by' in effect ? await refusalOf(effect, attempt, ports) : undefined;
    return stopped ? ended(stopped, attempt, ports.calendar.now()) : perform(attempt, ports);
  };
}

/** Nobody waits for an answer for longer than a day; and what may have got through before is not said to be undone. */
function ended(outcome: Outcome, { ambiguous, plannedAt }: Attempt, now: Instant): Outcome {
  const why = 'retry' in outcome && now - plannedAt > DAY ? outcome.retry : undefined;
  const failed = why === undefined && 'failed' in outcome ? outcome.failed : why;
  if (failed === undefined) return outcome;
  return { failed: ambiguous ? `${failed} An earlier try may have got through: look on GitHub.` : failed };
}

async function refusalOf(effect: GithubEffect, attempt: Attempt, ports: Ports): Promise<Outcome | undefined> {
  const { by } = effect;
  const { under } = by;
  const person = await ports.people.find(by.user);
  if (person.standing === 'unknown') return { retry: 'Slack could not be asked who it is for', after: AGAIN };
  const reads = readsOnly(person);
  if (reads !== undefined) return { failed: reads };
  if (effect.kind === 'github.act') return stoppedAct(effect, person, attempt, ports);
  const other = whyAnotherAccount(person, under.githubId);
  if (other !== undefined) return { failed: other };
  if (effect.kind === 'github.open') return openingRefusal(effect, person, attempt, ports);
  const group = ports.directory.current().groups.find(({ id }) => id === under.group);
  if (!group) return { failed: `There is no group "${under.group}" any more.` };
  const [issue] = await ports.issues.like(effect.issue);
  if (!issue) return { failed: `sigbot does not know ${refText(effect.issue)} any more. Do it on GitHub.` };
  const changed = await changedWriting(issue.repo, under, ports);
  if (changed) return changed;
  if (under.lead && !mayLead(person, group))
    return { failed: `You no longer lead ${group.title}. Ask one of its leads.` };
  const named = under.gives === true || mayTriage(person, group);
  if (named && under.write !== 'as-bot') return undefined;
  const since = sinceWhen(attempt, ports);
  const teams = named ? [] : (group.triagers?.teams ?? []);
  const known = await ports.people.rights(person, issue, { teams, ...(since ? { since } : {}) });
  if (!known.rights) return { retry: `GitHub could not be asked for the right: ${known.why}`, after: AGAIN };
  if (!named && !mayTriage(person, group, known.rights))
    return { failed: `You no longer decide for ${group.title}. Ask one of its leads.` };
  if (under.write !== 'as-bot') return undefined;
  const because = firstRefusal(rightsFacts(person, issue, known), under, under.actions);
  return because === undefined
    ? undefined
    : {
        failed: `${because} GitHub no longer gives you that right in ${issue.repo}: ask somebody who has it.`,
      };
}

/** Whoever opens an issue decides for no group: what counts is the repository, and what they may do there. */
async function openingRefusal(
  { repo, by: { under } }: Extract<GithubEffect, { kind: 'github.open' }>,
  person: Person,
  attempt: Attempt,
  ports: Ports,
): Promise<Outcome | undefined> {
  const open = await ports.issues.openRepositories();
  if (!open.some(({ name }) => name === repo))
    return { failed: `${repo} is not a public repository of sigbot’s any more.` };
  const changed = await changedWriting(repo, under, ports);
  if (changed) return changed;
  if (under.write !== 'as-bot') return undefined;
  const since = sinceWhen(attempt, ports);
  const known = await ports.people.rights(person, { repo, ...UNOPENED }, since ? { since } : {});
  if (!known.rights) return { retry: `GitHub could not be asked for the right: ${known.why}`, after: AGAIN };
  const because = firstRefusal(rightsFacts(person, UNOPENED, known), under, under.actions);
  return because === undefined ? undefined : { failed: `${because} Open it on GitHub yourself.` };
}

/** What was decided while the operator let the bot write one way is not written another way, nor at all where it may not. */
async function changedWriting(
  name: string,
  { write }: Authority,
  { policy }: Ports,
): Promise<{ failed: string } | undefined> {
  if ((await policy.writing({ name }))?.write === write) return undefined;
  return { failed: `How sigbot may write in ${name} was changed meanwhile. Decide again.` };
}

/** Effects are planned by the calendar; how old an answer of GitHub's is the machine's clock tells. */
function sinceWhen({ attempts, plannedAt }: Attempt, { calendar, clock }: Ports): Instant | undefined {
  return attempts > 1 || calendar.now() - plannedAt > JUST_NOW ? clock.now() : undefined;
}
