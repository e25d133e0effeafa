import { clip, say, when } from '../../blocks.ts';
import {
  afterAct,
  afterTime,
  type Concern,
  type Consensus,
  type ConsensusAct,
} from '../../domain/consensus.ts';
import { earliestExtension, LONGEST } from '../../domain/consensus-policy.ts';
import { UserError } from '../../domain/errors.ts';
import type { Issue } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import { thereText } from '../../domain/zone.ts';
import type { Call, FormValues, Reply } from '../../feature.ts';
import { issueMeant } from '../../issue-meant.ts';
import type { Ports } from '../../ports.ts';
import { namesIn } from '../../topics.ts';
import {
  aroundOf,
  consensusById,
  consensusOn,
  groupOf,
  insistOnHand,
  memberAsking,
} from './consensus-find.ts';
import { DAY_AND_TIME } from './blocks.ts';
import { noteEffects } from './consensus-note.ts';
import { extendModal, objectModal, resolveModal, stopModal } from './form.ts';
import { changed } from './plan.ts';
import { exampleOf, lineOf, readTyped, readUntil } from './words.ts';

/** "+1" */
export async function agree(id: string, call: Call, ports: Ports): Promise<Reply> {
  await memberAsking(call, ports);
  return act(await consensusById(id, ports), { what: 'agree', by: call.user, at: call.now }, ports, {
    done: 'said +1',
    already: 'You have said +1 already. “Take back” ends that.',
  });
}

/** "Take back" */
export async function takeBack(id: string, call: Call, ports: Ports): Promise<Reply> {
  await memberAsking(call, ports);
  return act(await consensusById(id, ports), { what: 'take back', by: call.user, at: call.now }, ports, {
    done: 'took their answer back',
    already: 'You have said nothing that could be taken back.',
  });
}

/** "Raise a concern…" */
export async function openObject(id: string, call: Call, ports: Ports): Promise<Reply> {
  await memberAsking(call, ports);
  return { view: objectModal(await consensusById(id, ports)) };
}

export async function object(
  { text = '' }: FormValues,
  id: string,
  call: Call,
  ports: Ports,
): Promise<Reply> {
  await memberAsking(call, ports);
  const said = await sentence(text, ports);
  const objects = { what: 'object', by: call.user, at: call.now, text: said } as const;
  return act(await consensusById(id, ports), objects, ports, {
    done: `raised a concern: ${said}`,
    already: 'That concern is open already.',
  });
}

/** "Resolve…" */
export async function openResolve(value: string, call: Call, ports: Ports): Promise<Reply> {
  const { consensus, concern } = await concernAt(value, call, ports);
  return { view: resolveModal(consensus, concern, concern.by === call.user) };
}

/** Withdrawn by who raised it, without a word; else answered with a sentence. */
export async function resolve(
  { text = '' }: FormValues,
  value: string,
  call: Call,
  ports: Ports,
): Promise<Reply> {
  const { consensus, concern } = await concernAt(value, call, ports);
  const said = await sentence(text, ports);
  if (said === '' && concern.by !== call.user)
    throw new UserError(
      'Only who raised a concern withdraws it without a word.',
      'Say in a sentence what answers it.',
    );
  const { number } = concern;
  const resolves = { what: 'resolve', by: call.user, at: call.now, number } as const;
  return act(consensus, said === '' ? resolves : { ...resolves, text: said }, ports, {
    done: said === '' ? `withdrew concern ${number}` : `answered concern ${number}: ${said}`,
    already: '',
  });
}

/** @throws UserError where it is neither theirs nor a lead's to resolve */
async function concernAt(
  value: string,
  call: Call,
  ports: Ports,
): Promise<{ consensus: Consensus; concern: Concern }> {
  const { id, number } = JSON.parse(value) as { id: string; number: number };
  const consensus = await consensusById(id, ports);
  const concern = consensus.concerns.find((one) => one.number === number);
  if (!concern) throw new UserError('That concern is not open any more.');
  await insistOnHand(
    consensus,
    { user: concern.by, called: 'Who raised it' },
    'resolve a concern',
    call,
    ports,
  );
  return { consensus, concern };
}

/** "Extend…" and "Stop…": who started it, and the leads. */
export async function openExtend(id: string, call: Call, ports: Ports): Promise<Reply> {
  return { view: extendModal(await inHand(id, 'extend it', call, ports)) };
}

export async function openStop(id: string, call: Call, ports: Ports): Promise<Reply> {
  return { view: stopModal(await inHand(id, 'stop it', call, ports)) };
}

export async function extendByForm(
  { until = '' }: FormValues,
  id: string,
  call: Call,
  ports: Ports,
): Promise<Reply> {
  return (await extend(await inHand(id, 'extend it', call, ports), until, call, ports)).reply;
}

export async function stopByForm(
  { text = '' }: FormValues,
  id: string,
  call: Call,
  ports: Ports,
): Promise<Reply> {
  return stop(await inHand(id, 'stop it', call, ports), await sentence(text, ports), call, ports);
}

/** "extend 4711 until friday" */
export async function extendByWords(words: readonly string[], call: Call, ports: Ports): Promise<Reply> {
  const typed = readTyped('extend', words, await namesIn('', ports));
  const { consensus, issue } = await meant(typed.issue, 'extend', call, ports);
  await inHand(consensus.id, 'extend it', call, ports);
  const until = typed.until ?? typed.text;
  if (until === '') throw new UserError('Until when?', exampleOf('extend'));
  const { reply, deadline } = await extend(consensus, until, call, ports);
  return { ...reply, message: say(`Open until ${when(deadline, DAY_AND_TIME)}.`), issue };
}

/** "stop 4711 "why"" */
export async function stopByWords(words: readonly string[], call: Call, ports: Ports): Promise<Reply> {
  const typed = readTyped('stop', words, await namesIn(words.join(' '), ports));
  const { consensus, issue } = await meant(typed.issue, 'stop', call, ports);
  await inHand(consensus.id, 'stop it', call, ports);
  if (typed.text === '') throw new UserError('Why is it stopped?', exampleOf('stop'));
  const reply = await stop(consensus, typed.text, call, ports);
  return { ...reply, message: say('Stopped, and the card says why.'), issue };
}

async function meant(
  word: string | undefined,
  verb: string,
  call: Call,
  ports: Ports,
): Promise<{ consensus: Consensus; issue: Issue }> {
  const issue = await issueMeant(word, `consensus ${verb}`, call, ports);
  return { consensus: await consensusOn(issue, call, ports), issue };
}

async function inHand(id: string, does: string, call: Call, ports: Ports): Promise<Consensus> {
  const consensus = await consensusById(id, ports);
  await insistOnHand(consensus, { user: consensus.by, called: 'Who started it' }, does, call, ports);
  return consensus;
}

async function extend(
  before: Consensus,
  said: string,
  call: Call,
  ports: Ports,
): Promise<{ reply: Reply; deadline: Instant }> {
  const group = groupOf(before, ports);
  if (!group) throw new UserError('Its group is no longer in the directory.', 'All groups: `/sig list`');
  const around = await aroundOf(group, call, ports);
  const until = readUntil(said, around);
  const { zone, hours, now } = around;
  // Whether it is over is said before how long it would have to be.
  const extended = afterAct(before, { what: 'extend', by: call.user, at: now, until });
  const earliest = earliestExtension(afterTime(before, now), ports.policy.consensus(group), hours, now);
  if (until < earliest)
    throw new UserError('That is too soon.', `The earliest is ${thereText(earliest, zone, now)}.`);
  if (until > now + LONGEST)
    throw new UserError('That is more than 90 days ahead: nobody would remember it.', 'Name an earlier day.');
  const reply = await kept(extended, ports, `extended until ${thereText(until, zone, now)}`);
  return { reply, deadline: until };
}

async function stop(before: Consensus, why: string, call: Call, ports: Ports): Promise<Reply> {
  return kept(afterAct(before, { what: 'stop', by: call.user, at: call.now, why }), ports, `stopped: ${why}`);
}

/** The card says what became of it; only who changed nothing is told so. */
async function act(
  before: Consensus,
  does: ConsensusAct,
  ports: Ports,
  { done, already }: { done: string; already: string },
): Promise<Reply> {
  const after = afterAct(before, does);
  return after === before ? { message: say(already) } : kept(after, ports, done);
}

async function kept(consensus: Consensus, ports: Ports, because: string): Promise<Reply> {
  const [issue] = await ports.work.issues([consensus.issue]);
  return {
    effects: [...changed(consensus), ...(await noteEffects(consensus, ports))],
    because: [`consensus on “${clip(consensus.proposal, 80)}”: ${because}`],
    ...(issue && { issue }),
  };
}

async function sentence(text: string, ports: Ports): Promise<string> {
  return lineOf(text, await namesIn(text, ports));
}
