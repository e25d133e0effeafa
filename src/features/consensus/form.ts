import type { ModalView } from '@slack/types';
import { context, escape, modal, section, textInput } from '../../blocks.ts';
import type { Concern, Consensus } from '../../domain/consensus.ts';
import type { FormValues } from '../../feature.ts';
import { LONGEST } from './words.ts';

const proposalOf = ({ proposal }: Consensus) => section(`> ${escape(proposal, 500)}`);

/** The form behind "Raise a concern…". */
export function objectModal(consensus: Consensus): ModalView {
  const seen =
    consensus.writer === undefined
      ? 'It stands in the channel.'
      : 'It stands in the channel, and in the comment on the issue.';
  return modal('consensus:object', 'Raise a concern', 'Raise', consensus.id, [
    proposalOf(consensus),
    textInput('text', 'What is in its way?', 'One or two sentences, and what would change your mind.', {
      multiline: true,
      max: LONGEST,
    }),
    context(`${seen} While it is open, the proposal is not accepted.`),
  ]);
}

/** The form behind a concern's "Resolve…"; whoever raised it may withdraw it without a word. */
export function resolveModal(consensus: Consensus, { number, text }: Concern, isTheirs: boolean): ModalView {
  const hint = isTheirs ? 'Leave it empty to withdraw your concern.' : 'What answers it, in a sentence.';
  const metadata = JSON.stringify({ id: consensus.id, number });
  return modal('consensus:resolve', 'Resolve a concern', 'Resolve', metadata, [
    section(`“${escape(text, 500)}”`),
    textInput('text', 'The answer', hint, { multiline: true, max: LONGEST }),
  ]);
}

/** The form behind "Extend…". */
export function extendModal(consensus: Consensus): ModalView {
  return modal('consensus:extend', 'Extend', 'Extend', consensus.id, [
    proposalOf(consensus),
    textInput('until', 'Until when?', '72 business hours, 3 business days, friday 18:00, 2026-12-04', {
      max: 100,
    }),
  ]);
}

/** The form behind "Stop…". */
export function stopModal(consensus: Consensus): ModalView {
  return modal('consensus:stop', 'Stop', 'Stop', consensus.id, [
    proposalOf(consensus),
    textInput('text', 'Why?', 'One sentence; it stands on the card.', { multiline: true, max: LONGEST }),
  ]);
}

/** What is wrong with a form that asks for a sentence. */
export function checkText({ text = '' }: FormValues): Record<string, string> | undefined {
  return text.trim() === '' ? { text: 'Write a sentence.' } : undefined;
}

/** What is wrong with the form of an extension. */
export function checkUntil({ until = '' }: FormValues): Record<string, string> | undefined {
  return until.trim() === ''
    ? { until: 'Write a day or business time: friday, 72 business hours.' }
    : undefined;
}
