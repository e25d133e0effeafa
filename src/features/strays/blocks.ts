import {
  actions,
  button,
  channelLink,
  context,
  escape,
  link,
  option,
  plainLine,
  section,
  select,
  when,
} from '../../blocks.ts';
import type { Group } from '../../domain/group.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import { untold } from '../../domain/privacy.ts';
import type { SuggestedGroup } from '../../domain/suggest.ts';
import type { Message } from '../../feature.ts';
import { isStray, type StrayFacts } from './plan.ts';

/** An issue that no group has, with the groups it may be for; one line when that is settled. */
export function strayMessage(facts: StrayFacts): Message {
  const { issue } = facts;
  if (!facts.mayShow) return { ...small(untold(issue)), untold: true };
  if (issue.gone === 'deleted') return small(`${escape(refText(issue))} was deleted on GitHub`);
  return isStray(facts) ? inFull(facts) : small(`${titleText(issue)} · ${settledText(facts)}`);
}

function inFull({ issue, suggested, groups }: StrayFacts): Message {
  const title = `*${link(issue.url, issue.title)}*`;
  const where = `${escape(refText(issue))} · opened by ${escape(issue.author)} ${when(issue.createdAt)}`;
  const labels = issue.labels.slice(0, 8).map((label) => escape(label, 50));
  const others = groups.map((group) => option(group.title, give(issue, group)));
  const state = '*No group has this issue yet*';
  return {
    text: `${escape(refText(issue))}: ${escape(plainLine(issue.title), 200)} · no group has it yet`,
    blocks: [
      section(`${title}\n${where}`),
      context(state, labels.join(' · ')),
      ...suggested.map((one) => section(suggestionText(one))),
      ...(others.length === 0
        ? []
        : [
            actions(
              ...suggested.map(({ group }, index) =>
                button(`Give to ${group.title}`, `triage:give.${index + 1}`, give(issue, group)),
              ),
              select('triage:give', suggested.length > 0 ? 'Another group…' : 'Give to a group…', others),
            ),
          ]),
    ],
  };
}

/** "Perhaps *SIG Node*: area/kubelet: 14 of 15 such issues have SIG Node; names pkg/kubelet/cm" */
function suggestionText({ group, reasons }: SuggestedGroup): string {
  const why = reasons.slice(0, 3).map((reason) => escape(reason, 200));
  return `Perhaps *${escape(group.title)}* · ${why.join(' · ')}`;
}

/** What the button carries: the issue, and the group it goes to. */
function give({ id }: Issue, group: Group): string {
  return `${id} ${group.id}`;
}

function small(text: string): Message {
  return { text, blocks: [context(text)] };
}

function titleText(issue: Issue): string {
  return `${link(issue.url, issue.title, 120)} (${escape(refText(issue))})`;
}

function settledText({ issue, homes }: StrayFacts): string {
  if (issue.gone === 'transferred') return 'moved to another repository';
  if (issue.document) return 'an agenda of the bot’s own';
  const places = homes.map(({ group, channel }) =>
    channel ? `${escape(group.title)} in ${channelLink(channel.id)}` : escape(group.title),
  );
  return places.length > 0 ? `now with ${places.join(' and ')}` : 'closed without a group';
}
