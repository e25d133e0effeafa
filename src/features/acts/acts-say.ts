import { say } from '../../blocks.ts';
import { howByHand } from '../../domain/actions.ts';
import { UserError } from '../../domain/errors.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import { isOfCommit, refuseAct, saidAlready, whyOwnHand } from '../../domain/own-act.ts';
import { readsOnly, type Person } from '../../domain/person.ts';
import type { Writing } from '../../domain/rights.ts';
import type { OwnAsker } from '../../effect.ts';
import type { Call, Reply } from '../../feature.ts';
import { mergingOf, type Merging } from '../../merging.ts';
import type { Ports } from '../../ports.ts';
import { askingMessage, askingModal, handedMessage, saidText, type Asking } from './blocks.ts';
import { coverOf, planHandOff, planSaying, type Saying } from './plan.ts';

/** What is seen when somebody is about to say something. */
interface Looked {
  pull: Issue;
  person: Person;
  writing: Writing;
  merging: Merging;
  /** The latest commit, where it is said of one and known. */
  head: string | undefined;
}

/**
 * Asks before anything is said: a dialog, or a message where none can be opened; a hand-off where it cannot be said for them.
 * @throws UserError saying why it cannot be said, and what can be done
 */
export async function ask(pull: Issue, wanted: Omit<Saying, 'id'>, call: Call, ports: Ports): Promise<Reply> {
  const looked = await look(pull, wanted, call, ports);
  const { head } = looked;
  const saying = { ...wanted, id: pull.id, head };
  return byThemselves(looked, saying, call) ?? asked(looked, saying, wanted.head);
}

/** What a card's button asks for. */
export async function askById(saying: Saying, call: Call, ports: Ports): Promise<Reply> {
  return ask(await pullBehind(saying, ports), saying, call, ports);
}

/**
 * Says it, as it was confirmed. Where other commits came since, it asks again.
 * @throws UserError saying why it cannot be said, or that it was said already
 */
export async function sayIt(saying: Saying, call: Call, ports: Ports): Promise<Reply> {
  const pull = await pullBehind(saying, ports);
  const looked = await look(pull, saying, call, ports);
  const { head, person, writing } = looked;
  const handed = byThemselves(looked, { ...saying, head }, call);
  if (handed) return handed;
  if (head !== saying.head) return asked(looked, { ...saying, head }, saying.head);
  const before = await ports.ownActs.before(pull.id);
  checkNew(saying, person, before, pull, call);
  const by = askerOf(person, writing, call);
  const plan = planSaying(pull, saying, by, before);
  return {
    message: say(saidText({ pull, saying, login: by.login, through: writing.through })),
    ...plan,
    issue: pull,
  };
}

async function pullBehind({ id }: Pick<Saying, 'id'>, { issues }: Ports): Promise<Issue> {
  const pull = await issues.byId(id);
  if (pull) return pull;
  throw new UserError('sigbot does not know this pull request any more.', 'Look at it on GitHub.');
}

async function look(
  pull: Issue,
  { act, because }: Pick<Saying, 'act' | 'because'>,
  { user }: Call,
  ports: Ports,
): Promise<Looked> {
  const person = await ports.people.find(user);
  const reads = readsOnly(person);
  if (reads !== undefined) throw new UserError(reads, 'Ask somebody who reviews it.');
  const writing = await ports.policy.writing({ name: pull.repo });
  if (!writing) throw new UserError(`sigbot does not look after ${pull.repo} any more.`);
  const labels = await ports.issues.labels(pull.repo);
  const refused = refuseAct({ act, because, pull, person, through: writing.through, labels });
  if (refused) throw refused;
  const merging = await mergingOf(pull, ports);
  return { pull, person, writing, merging, head: isOfCommit(act) ? merging.pull?.head : undefined };
}

/** The hand-off, where it cannot be said for them. */
function byThemselves(
  { pull, person, writing, head }: Looked,
  saying: Saying,
  { user, now }: Call,
): Reply | undefined {
  const { signedIn } = person;
  const because = whyOwnHand(writing, { act: saying.act, repo: pull.repo, signedIn, head });
  if (because === undefined) return undefined;
  const why = `${because} ${howByHand(writing.through)}`;
  const { text, ...plan } = planHandOff(pull, saying, { user, why, through: writing.through, now });
  return { message: handedMessage(pull, why, text), ...plan, issue: pull };
}

function asked(
  { pull, person, writing, merging }: Looked,
  saying: Saying,
  looked: string | undefined,
): Reply {
  const asking: Asking = {
    pull,
    saying,
    login: person.github ?? '',
    through: writing.through,
    was: isOfCommit(saying.act) && looked !== saying.head ? looked : undefined,
    missing: merging.missing,
    cover: coverOf(merging.missing, person.logins),
  };
  return { view: askingModal(asking), message: askingMessage(asking) };
}

function checkNew(
  { act, head }: Saying,
  { githubId = 0 }: Person,
  before: Awaited<ReturnType<Ports['ownActs']['before']>>,
  pull: Issue,
  { now }: Call,
): void {
  const how = saidAlready({ act, head, githubId }, before, now);
  const name = refText(pull);
  if (how === 'going') throw new UserError(`Your \`/${act}\` on ${name} is on its way already.`);
  if (how === 'done')
    throw new UserError(
      `You said \`/${act}\` on ${name} a moment ago.`,
      'Where it does not show in two minutes, look on GitHub what Prow made of it.',
    );
}

function askerOf(person: Person, { through }: Writing, { user, channel }: Call): OwnAsker {
  const { github = '', githubId = 0 } = person;
  return {
    login: github,
    user,
    channel,
    under: { write: 'as-person', through, githubId, actions: [] },
  };
}
