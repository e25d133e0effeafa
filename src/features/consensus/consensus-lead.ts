import { say, when } from '../../blocks.ts';
import { afterAct, afterTime, type Consensus } from '../../domain/consensus.ts';
import { earliestExtension } from '../../domain/consensus-policy.ts';
import { UserError } from '../../domain/errors.ts';
import type { Issue } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import { thereText } from '../../domain/zone.ts';
import type { Call, FormValues, Reply } from '../../feature.ts';
import { issueMeant } from '../../issue-meant.ts';
import type { Ports } from '../../ports.ts';
import { namesIn } from '../../topics.ts';
import { DAY_AND_TIME } from './blocks.ts';
import { kept, sentence } from './consensus-answer.ts';
import { aroundOf, consensusById, consensusOn, groupOf, insistOnHand } from './consensus-find.ts';
import { extendModal, stopModal } from './form.ts';
import { checkDeadline, exampleOf, readTyped, readUntil } from './words.ts';

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
  checkDeadline(until, { earliest, why: 'That is too soon.' }, around);
  const reply = await kept(extended, ports, `extended until ${thereText(until, zone, now)}`);
  return { reply, deadline: until };
}

async function stop(before: Consensus, why: string, call: Call, ports: Ports): Promise<Reply> {
  return kept(afterAct(before, { what: 'stop', by: call.user, at: call.now, why }), ports, `stopped: ${why}`);
}
