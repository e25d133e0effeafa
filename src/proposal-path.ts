import { groupsWithLabels } from './domain/group.ts';
import type { Issue } from './domain/issue.ts';
import type { Kep } from './domain/kep.ts';
import { isProposal, pathOf, type KnownProposal, type Path, type PathFacts } from './domain/path.ts';
import { isPrivate } from './domain/privacy.ts';
import type { LinkedPull } from './domain/pull-request.ts';
import { isAccepted, type Standing } from './domain/verdict.ts';
import type { Ports } from './ports.ts';
import type { KnownKeps } from './ports/kep.ts';

/**
 * Where an issue is on its way from a wish to code, out of the mirror; undefined where it takes no such way. Of what is
 * private only a private issue tells.
 * @param standings one for each of its groups
 */
export async function proposalPath(
  issue: Issue,
  standings: readonly Standing[],
  ports: Ports,
): Promise<Path | undefined> {
  const { policy } = ports.path;
  const keps = issue.isPullRequest ? undefined : await kepsBeside(issue, ports);
  const kep = keps?.all.find(({ number }) => number === issue.number && isOwn(issue, keps));
  if (!isProposal(issue, policy, kep !== undefined)) return undefined;
  const linked = (await ports.issues.linked(issue.id)).filter(
    (pull) => isPrivate(issue, ports.policy.privacy) || !isPrivate(pull, ports.policy.privacy),
  );
  const isDesign = ({ repo }: LinkedPull) => repo.toLowerCase() === keps?.repo.name.toLowerCase();
  const designs = linked.filter(isDesign);
  const said = await ports.path.said(issue.id, ports.policy.triage.robots);
  const facts: PathFacts = {
    issue,
    searched: said.searched || standings.some(({ state }) => state !== 'waiting'),
    groups: groupsWithLabels(ports.directory.current().groups, issue.labels),
    accepted: standings.some(isAccepted),
    voices: said.voices,
    agenda: await agendaOf(issue, ports),
    consensus: await consensusOf(issue, ports),
    document: hasDocument(await ports.issues.excerpt(issue.id)),
    proposal: kep ? known(kep, ports) : mergedOne(designs),
    designs,
    pulls: linked.filter((pull) => !isDesign(pull)),
  };
  return pathOf(facts, policy);
}

/** The proposals, where what is known of them may be told beside the issue. */
async function kepsBeside(issue: Issue, { keps, path, policy }: Ports): Promise<KnownKeps | undefined> {
  const { repository = '' } = keps.policy ?? {};
  const isOne = isProposal(issue, path.policy) || issue.repo.toLowerCase() === repository.toLowerCase();
  const found = isOne ? await keps.known() : undefined;
  return found && (!found.private || isPrivate(issue, policy.privacy)) ? found : undefined;
}

function isOwn({ repo }: Issue, { repo: { name } }: KnownKeps): boolean {
  return repo.toLowerCase() === name.toLowerCase();
}

/** Where no freeze asks for a production readiness review, there is none to wait for. */
function known({ status, stage, prrApprovers }: Kep, { keps }: Ports): KnownProposal {
  const isAsked = keps.policy?.kinds.some(({ needs }) => needs.includes('reviewer')) === true;
  return { status, reviewed: !isAsked || (stage !== undefined && prrApprovers[stage] !== undefined) };
}

/** A proposal of another number, brought by a pull request that names the issue: that it was merged is all there is to know. */
function mergedOne(designs: readonly LinkedPull[]): KnownProposal | undefined {
  const isMerged =
    designs.some(({ merged }) => merged === true) && !designs.some(({ state }) => state === 'open');
  return isMerged ? { status: 'implementable', reviewed: true } : undefined;
}

/** Topics of meetings that everybody may know of. */
async function agendaOf({ id }: Issue, { agenda, meetings, path }: Ports): Promise<PathFacts['agenda']> {
  const [waiting, held] = [await agenda.itemsAbout(id), await path.talked(id)];
  const open = new Set<string>();
  for (const meeting of new Set([...waiting, ...held].map((one) => one.meeting)))
    if ((await meetings.byId(meeting))?.meeting.private !== true) open.add(meeting);
  if (waiting.some(({ meeting }) => open.has(meeting))) return 'waiting';
  return held.some(({ meeting }) => open.has(meeting)) ? 'held' : 'never';
}

async function consensusOf({ id }: Issue, { consensus }: Ports): Promise<PathFacts['consensus']> {
  const [latest] = await consensus.about(id);
  return latest && { state: latest.state, until: latest.deadline };
}

/** Where communities write down what they mean before they build it. */
const DOCUMENTS =
  /https:\/\/(?:docs\.google\.com\/document\/|hackmd\.io\/|[\w.-]+\.notion\.site\/|github\.com\/[^\s/]+\/[^\s/]+\/(?:blob|tree)\/[^\s]+\.(?:md|rst|adoc)\b)/i;

function hasDocument(text: string | undefined): boolean {
  return text !== undefined && DOCUMENTS.test(text);
}
