import { actionsOf, wayOf } from '../../domain/actions.ts';
import { UserError } from '../../domain/errors.ts';
import { findGroup, groupsWithLabels, type Group } from '../../domain/group.ts';
import { chooseIssue, parseIssueRef, type Issue } from '../../domain/issue.ts';
import { asksGithub, mayTriage, nobody, type Person } from '../../domain/person.ts';
import { rightsFacts, firstRefusal } from '../../domain/rights.ts';
import { standing } from '../../domain/verdict.ts';
import type { Authority } from '../../effect.ts';
import type { Call, Feature, Reply } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { decidedMessage, homeBlocks, moreModal, needsInfoModal, PAGE, queueMessage } from './blocks.ts';
import { parseFilter, type QueueFilter } from './filter.ts';
import { checkMore, typedOf } from './form.ts';
import { planDecision } from './plan.ts';
import { candidates, checkPresent, decisionOf, groupFor, type Deciding } from './resolve.ts';
import { parseDecision, vocabularyOf, type TypedDecision } from './words.ts';

/** Deciding about issues: the queue, the one-line command, and the buttons on every card. */
export const triage: Feature = {
  name: 'triage',

  commands: [
    {
      name: 'triage',
      usage: [
        'triage [group] [kind/…] [repository]',
        'triage <issue> accept [priority] [kind] [@person]',
        'triage <issue> needs-info ["question"] | assign @person | duplicate #n | to <group> ["why"] | not-reproducible | close',
      ],
      summary: 'Shows what waits for a decision, or decides.',
      who: 'Anyone may look; the group’s leads and triagers decide.',
      examples: ['triage', 'triage kind/bug', 'triage 12345 accept important-soon @lee'],
      run: (words, call, ports) => {
        const [first, ...rest] = words;
        return first !== undefined && isIssue(first)
          ? decideByCommand(first, rest, call, ports)
          : showFiltered(words, call, ports);
      },
    },
  ],

  presses: {
    'triage:accept': (id, call, ports) => decideById(id, { assign: [], accept: true }, call, ports),
    'triage:assign': (id, call, ports) => decideById(id, { assign: ['me'] }, call, ports),
    'triage:needs-info': async (id, call, ports) => {
      const issue = await issueToDecide(id, call, ports);
      return { view: needsInfoModal(issue), issue };
    },
    'triage:more': async (id, call, ports) => {
      const issue = await issueToDecide(id, call, ports);
      const vocabulary = vocabularyOf(await ports.issues.labels(issue.repo));
      return { view: moreModal(issue, ports.directory.current().groups, vocabulary), issue };
    },
    'triage:give': (value, call, ports) => {
      const [id = '', to = ''] = value.split(' ');
      return decideById(id, { assign: [], to }, call, ports);
    },
    'triage:page': async (value, _call, ports) => {
      const reply = await showQueue(JSON.parse(value) as QueueFilter, ports);
      return { ...reply, replace: true };
    },
    'triage:queue': (group, _call, ports) => showQueue({ group, offset: 0 }, ports),
  },

  async home(call, ports) {
    const person = await ports.people.find(call.user);
    const queues = [];
    for (const group of ports.directory.current().groups) {
      if (group.label === undefined || !mayTriage(person, group)) continue;
      const filter = { group: group.id, offset: 0 };
      queues.push({ group, filter, ...(await pageOf(group, filter, ports)) });
    }
    return homeBlocks(queues, person);
  },

  submits: {
    'triage:needs-info': {
      run: ({ question = '' }, id, call, ports) => {
        const needsInformation = question.trim() === '' ? {} : { question: question.trim() };
        return decideById(id, { assign: [], needsInformation }, call, ports);
      },
    },
    'triage:more': {
      check: checkMore,
      run: (values, id, call, ports) => decideById(id, typedOf(values), call, ports),
    },
  },
};

function isIssue(word: string): boolean {
  return /^#?\d+$|#\d+$|\/(issues|pull)\/\d+/.test(word);
}

function groupsHere(call: Call, ports: Ports): readonly Group[] {
  return call.channel === undefined ? [] : ports.directory.groupsIn(call.channel);
}

async function showFiltered(words: readonly string[], call: Call, ports: Ports): Promise<Reply> {
  const { groups } = ports.directory.current();
  const repositories = await ports.issues.repositories();
  return showQueue(parseFilter(words, { groups, here: groupsHere(call, ports), repositories }), ports);
}

async function showQueue(filter: QueueFilter, ports: Ports): Promise<Reply> {
  const group = findGroup(ports.directory.current().groups, filter.group);
  if (!group) throw new UserError(`There is no group "${filter.group}" any more.`, 'All groups: `/sig list`');
  if (group.label === undefined) {
    throw new UserError(`${group.title} has no label, so no issue can belong to it.`);
  }
  return { message: queueMessage({ group, filter, ...(await pageOf(group, filter, ports)) }) };
}

function pageOf(group: Group, { kind, repo, offset }: QueueFilter, { issues, policy, clock }: Ports) {
  const { untriaged } = policy.labels;
  const now = clock.now();
  return issues.queue({
    group: group.id,
    label: group.label ?? '',
    untriaged,
    now,
    kind,
    repo,
    limit: PAGE,
    offset,
  });
}

async function decideByCommand(
  ref: string,
  words: readonly string[],
  call: Call,
  ports: Ports,
): Promise<Reply> {
  const candidates = await ports.issues.like(parseIssueRef(ref));
  const issue = chooseIssue(ref, candidates, labelsHere(call, ports));
  const typed = parseDecision(words, vocabularyOf(await ports.issues.labels(issue.repo)));
  return decide(issue, typed, call, ports);
}

async function decideById(id: string, typed: TypedDecision, call: Call, ports: Ports): Promise<Reply> {
  return decide(await issueToDecide(id, call, ports, typed.to), typed, call, ports);
}

/** The issue behind a button, if this person may decide about it: asked before a form opens, and again when it comes back. */
async function issueToDecide(id: string, call: Call, ports: Ports, to?: string): Promise<Issue> {
  const issue = await ports.issues.byId(id);
  if (!issue) throw new UserError('sigbot does not know this issue any more.', 'Look at it on GitHub.');
  groupFor(await decidingBy(call, issue, to, ports));
  return issue;
}

/** Who decides; GitHub is asked what they are there only where that may make them a triager. */
async function decidingBy(call: Call, issue: Issue, to: string | undefined, ports: Ports): Promise<Deciding> {
  const { groups } = ports.directory.current();
  const person = await ports.people.find(call.user);
  const deciding = { issue, person, groups, here: groupsHere(call, ports), to };
  const possible = candidates(deciding);
  if (person.githubId === undefined || possible.some((group) => mayTriage(person, group))) return deciding;
  if (!asksGithub(possible)) return deciding;
  const teams = possible.flatMap(({ triagers }) => triagers?.teams ?? []);
  const { rights, why } = await ports.people.rights(person, issue, { teams });
  if (!rights) throw couldNotAsk(issue, why);
  return { ...deciding, rights };
}

function couldNotAsk({ repo }: Issue, why = 'it does not answer'): UserError {
  const problem = `GitHub could not be asked what you may do in ${repo}: ${why}. Nothing was changed.`;
  return new UserError(problem, 'Try again in a minute.');
}

async function decide(issue: Issue, typed: TypedDecision, call: Call, ports: Ports): Promise<Reply> {
  checkPresent(issue, typed);
  const deciding = await decidingBy(call, issue, typed.to, ports);
  const { person, groups } = deciding;
  const group = groupFor(deciding);
  const writing = await ports.policy.writing({ name: issue.repo });
  if (!writing) throw new UserError(`sigbot does not look after ${issue.repo} any more.`);
  const labels = await ports.issues.labels(issue.repo);
  const duplicates =
    typed.duplicateOf === undefined ? [] : await ports.issues.like(parseIssueRef(typed.duplicateOf));
  const personOf = await mentioned(typed, ports);
  const decision = decisionOf(typed, { issue, group, groups, person, labels, duplicates, personOf });
  const { labels: policy, triage } = ports.policy;
  const actions = actionsOf(decision, issue.labels, policy);
  const under = { ...writing, githubId: person.githubId ?? 0, group: group.id, actions };
  await checkRights(person, issue, under, ports);
  const by = { login: person.github ?? '', user: call.user, channel: call.channel, under };
  const how = wayOf(writing, { signedIn: person.signedIn, repo: issue.repo });
  const verdicts = await ports.verdicts.of(issue.id);
  const standings = standing(issue, verdicts, groupsWithLabels(groups, issue.labels), policy, call.now);
  const { accepted } = triage;
  const facts = { issue, decision, group, by, mode: how.way, policy, accepted, standings, now: call.now };
  const plan = planDecision(facts);
  const handed = how.way === 'handoff' ? { ...plan, handOffBecause: how.because } : plan;
  return { message: decidedMessage(issue, decision, group, how.way, handed), ...plan, issue };
}

/** What the bot may do with its own account only for whom GitHub would let do it: asked now, and again when it is sent. */
async function checkRights(person: Person, issue: Issue, under: Authority, ports: Ports): Promise<void> {
  if (under.write !== 'as-bot' || under.actions.length === 0) return;
  const known = await ports.people.rights(person, issue);
  if (!known.rights) throw couldNotAsk(issue, known.why);
  const because = firstRefusal(rightsFacts(person, issue, known), under, under.actions);
  if (because === undefined) return;
  const who = person.github === undefined ? 'you' : `${person.github}, as sigbot knows you,`;
  throw new UserError(
    `${because} In ${issue.repo} GitHub gives ${who} no such right, so sigbot does not use its own. Nothing was changed.`,
    'Ask somebody who has it, or a maintainer of the repository.',
  );
}

/** Who the people are that the decision names by Slack mention. */
async function mentioned({ assign }: TypedDecision, ports: Ports): Promise<(slackId: string) => Person> {
  const ids = assign.flatMap((word) => /^<@(\w+)/.exec(word)?.[1] ?? []);
  const found = new Map<string, Person>();
  for (const id of ids) found.set(id, await ports.people.find(id));
  return (id) => found.get(id) ?? nobody(id);
}

function labelsHere(call: Call, ports: Ports): string[] {
  return groupsHere(call, ports).flatMap(({ label }) => label ?? []);
}
