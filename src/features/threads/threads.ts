import { groupsWithLabels } from '../../domain/group.ts';
import type { Issue } from '../../domain/issue.ts';
import type { Noise } from '../../domain/noise.ts';
import { isShown } from '../../domain/privacy.ts';
import { HOUR } from '../../domain/time.ts';
import type { Feature } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { isTold, lineFor, type CardThread } from './plan.ts';

/** What happens to an issue after its card was posted: a line in the card's thread, as its groups chose. */
export const threads: Feature = {
  name: 'threads',

  async touched(issue, ports, heard = []) {
    const told = heard.filter(isTold);
    if (told.length === 0) return { effects: [], because: [] };
    const cards = await cardsOf(issue, ports);
    const effects = told.flatMap((happening) => cards.flatMap((card) => lineFor(issue, happening, card)));
    return {
      effects,
      because: effects.flatMap((effect) =>
        effect.kind === 'slack.reply' ? [`a line under the card in ${effect.channel}`] : [],
      ),
    };
  },
};

const LOUDNESS: readonly Noise['thread'][] = ['nothing', 'state', 'comments'];

/** The cards that stand in full in a channel: what has left it says no more there. */
async function cardsOf(issue: Issue, ports: Ports): Promise<CardThread[]> {
  const { calendar, directory, messages, policy } = ports;
  const groups = groupsWithLabels(directory.current().groups, issue.labels).filter(({ paused }) => !paused);
  const cards: CardThread[] = [];
  for (const { channel, ts } of await messages.of({ kind: 'card', id: issue.id })) {
    if (ts === undefined || issue.gone !== undefined) continue;
    if (!isShown(issue, directory.channel(channel), policy.privacy)) continue;
    let loudest = -1;
    for (const group of groups.filter((one) => directory.channelOf(one)?.id === channel))
      loudest = Math.max(loudest, LOUDNESS.indexOf((await policy.noise(group)).thread));
    const thread = LOUDNESS[loudest] ?? 'nothing';
    if (thread === 'nothing') continue;
    const comments = await messages.commentsSince(channel, issue.id, calendar.now() - HOUR);
    cards.push({ channel, ts, thread, comments });
  }
  return cards;
}
