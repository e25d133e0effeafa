import { channelLink, context, escape, link, section, sections, when } from '../../blocks.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import type { Message } from '../../feature.ts';
import type { LedgerDelivery, LedgerEffect } from '../../ports.ts';

const SOURCES: Record<LedgerDelivery['source'], string> = {
  github: 'webhook',
  poll: 'poll',
  sweep: 'nightly check',
  slack: 'Slack',
};

const SHOWN = 8;

/** The newest entries of an issue's ledger, oldest first. */
export function historyMessage(
  issue: Issue,
  { deliveries, effects }: { deliveries: readonly LedgerDelivery[]; effects: readonly LedgerEffect[] },
): Message {
  const older = Math.max(0, deliveries.length - SHOWN) + Math.max(0, effects.length - SHOWN);
  return {
    text: `What happened with ${escape(refText(issue))}`,
    blocks: [
      section(
        `*${link(issue.url, issue.title, 150)}*\n${escape(refText(issue))} · labels: ${labelsOf(issue)}`,
      ),
      ...sections([
        '*What came in*',
        ...orElse(deliveries.slice(-SHOWN).map(deliveryText), 'Nothing in the last 30 days.'),
      ]),
      ...sections(['*What was done*', ...orElse(effects.slice(-SHOWN).map(effectText), 'Nothing.')]),
      ...(older > 0
        ? [
            context(
              `${older} older entries; the operator sees them with \`npm run -s sigbot explain ${escape(refText(issue))}\``,
            ),
          ]
        : []),
    ],
  };
}

function orElse(lines: string[], nothing: string): string[] {
  return lines.length > 0 ? lines : [nothing];
}

function labelsOf({ labels }: Issue): string {
  return labels.length > 0 ? escape(labels.join(', '), 400) : 'none';
}

function deliveryText({ source, event, receivedAt, state, because }: LedgerDelivery): string {
  const failed = state === 'failed' ? ' *failed*' : '';
  const rules = because.slice(0, 4).map((line) => `\n    ${withChannels(escape(line, 160))}`);
  return `• ${clock(receivedAt)} ${SOURCES[source]} ${escape(event, 60)}${failed}${rules.join('')}`;
}

/** Rules name a channel that a group has left by its id alone; Slack shows the name. */
function withChannels(text: string): string {
  return text.replace(/(?<= in )C[A-Z0-9]{8,}\b/g, channelLink);
}

function effectText({ text, state, attempts, plannedAt, doneAt, result }: LedgerEffect): string {
  const tries = attempts > 1 ? `, ${attempts} attempts` : '';
  const outcome = result === undefined ? '' : `: ${escape(result, 120)}`;
  const what = escape(text, 160).replace(
    /^((?:post|edit) the \w+ in )(\w+)$/,
    (_all, verb, id) => `${verb}${channelLink(id)}`,
  );
  return `• ${clock(doneAt ?? plannedAt)} ${what}: *${state}*${tries}${outcome}`;
}

function clock(at: number): string {
  return when(at, '{date_short_pretty} {time_secs}');
}
