import { clip, say } from '../../blocks.ts';
import { afterAct, type Concern, type Consensus, type ConsensusAct } from '../../domain/consensus.ts';
import { UserError } from '../../domain/errors.ts';
import type { Call, FormValues, Reply } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { namesIn } from '../../topics.ts';
import { consensusById, insistOnHand, memberAsking } from './consensus-find.ts';
import { noteEffects } from './consensus-note.ts';
import { objectModal, resolveModal } from './form.ts';
import { changed } from './plan.ts';
import { lineOf } from './words.ts';

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

/** It is kept as it is now; its card and its comment follow. */
export async function kept(consensus: Consensus, ports: Ports, because: string): Promise<Reply> {
  const [issue] = await ports.work.issues([consensus.issue]);
  return {
    effects: [...changed(consensus), ...(await noteEffects(consensus, ports))],
    because: [`consensus on “${clip(consensus.proposal, 80)}”: ${because}`],
    ...(issue && { issue }),
  };
}

/** What somebody wrote in a form, as one line of plain text. */
export async function sentence(text: string, ports: Ports): Promise<string> {
  return lineOf(text, await namesIn(text, ports));
}
