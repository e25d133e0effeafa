import { whyHandedOver } from '../../domain/actions.ts';
import { UserError } from '../../domain/errors.ts';
import { findGroup } from '../../domain/group.ts';
import { readsOnly, type Person } from '../../domain/person.ts';
import {
  firstRefusal,
  mayDo,
  rightsFacts,
  UNOPENED,
  type Action,
  type Writing,
} from '../../domain/rights.ts';
import { SHOWN } from '../../domain/similar.ts';
import { asMarkdown, peopleIn, plainName, plainText } from '../../domain/slack-text.ts';
import type { Asker } from '../../effect.ts';
import type { Call, Feature, FormValues, Reply, SlackMessage } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { createModal, handOffMessage, openingMessage, similarModal, type Form } from './blocks.ts';
import { checkDraft, draftOf, issueOf, openingOf, type Draft, type NewIssue, type Source } from './plan.ts';

/** “Create an issue” on any message: what was said in Slack becomes an issue on GitHub, and the thread reads where. */
export const create: Feature = {
  name: 'create',

  shortcuts: {
    'create:issue': async (message, call, ports) => {
      if (!message) throw new UserError('An issue is made from a message.', 'Choose it in a message’s menu.');
      mustWrite(await ports.people.find(call.user));
      const { channel, ts, thread = ts, permalink } = message;
      const form = await formFor(message, call, ports);
      return { view: createModal(form, written({ source: { channel, thread, permalink } })) };
    },
  },

  // The button leads to GitHub, and Slack tells us so.
  presses: { 'create:go': () => Promise.resolve({}) },

  submits: {
    'create:issue': {
      check: checkDraft,
      run: async (values, metadata, call, ports) => {
        const { source, seen = false } = JSON.parse(metadata) as Opened;
        const draft = draftFrom(values, source, ports);
        const similar = seen
          ? []
          : await ports.issues.likeText(draft.repo, { title: draft.title, body: draft.text }, SHOWN);
        if (similar.length === 0) return open(draft, call, ports);
        const form = { ...(await offers(draft.repo, draft.group?.label, ports)), ...filled(draft) };
        return { view: similarModal(form, similar, written({ source, seen: true })) };
      },
    },
  },
};

/** What the form carries: where it was opened, and whether similar issues were shown. */
interface Opened {
  source: Source;
  seen?: boolean;
}

const written = (opened: Opened) => JSON.stringify(opened);

function mustWrite(person: Person): void {
  const reads = readsOnly(person);
  if (reads !== undefined) throw new UserError(reads, 'Ask a member of this Slack to create it.');
}

/** How many of a message's mentions are looked up: Slack gives three seconds to open the form. */
const NAMED = 5;

async function formFor({ text, channel }: SlackMessage, call: Call, ports: Ports): Promise<Form> {
  const [group, ...others] = ports.directory.groupsIn(call.channel ?? channel);
  const only = others.length === 0 ? group : undefined;
  const people = await Promise.all(
    peopleIn(text)
      .slice(0, NAMED)
      .map(async (id) => [id, plainName(await ports.linking.nameOf(id))] as const),
  );
  const names = new Map(people);
  const channels = ports.directory.current().groups.flatMap((one) => ports.directory.channelOf(one) ?? []);
  const plain = plainText(text, {
    person: (id) => names.get(id),
    channel: (id) => channels.find((one) => one.id === id)?.name,
  });
  return {
    ...(await offers(undefined, only?.label, ports)),
    group: only?.id,
    ...draftOf(asMarkdown(plain)),
  };
}

async function offers(chosen: string | undefined, label: string | undefined, { directory, issues }: Ports) {
  const repositories = await issues.openRepositories(label);
  const repository = chosen ?? repositories[0]?.name;
  if (repository === undefined)
    throw new UserError('sigbot looks after no public repository.', 'Open the issue on GitHub.');
  const labels = [...((await issues.labels(repository)) ?? [])];
  const kinds = labels.filter((name) => name.toLowerCase().startsWith('kind/')).sort();
  const groups = directory.current().groups.filter((group) => group.label !== undefined);
  return { repositories, repository, kinds, groups };
}

function filled({ repo, group, kind, title, text }: Draft) {
  return { repository: repo, group: group?.id, kind, title, text };
}

function draftFrom(values: FormValues, source: Source, { directory }: Ports): Draft {
  const { repository: repo = '', group, kind, title = '', text = '' } = values;
  const found = group === undefined ? undefined : findGroup(directory.current().groups, group);
  return { repo, group: found, kind, title, text, source };
}

async function open(draft: Draft, call: Call, ports: Ports): Promise<Reply> {
  const { repo } = draft;
  const person = await ports.people.find(call.user);
  mustWrite(person);
  const repository = (await ports.issues.openRepositories()).find(({ name }) => name === repo);
  const writing = await ports.policy.writing({ name: repo });
  if (!repository || !writing) throw new UserError(`sigbot does not look after ${repo} any more.`);
  const labels = await ports.issues.labels(repo);
  const way = await wayFor(person, repo, writing, ports);
  if ('because' in way) {
    const issue = issueOf(draft, { ...writing, write: 'handoff', labels, mayLabel: true });
    return {
      message: handOffMessage(repository, way.because, issue),
      because: [`handed over an issue for ${repo}`],
    };
  }
  const issue = issueOf(draft, { ...writing, login: person.github, labels, mayLabel: way.mayLabel });
  return {
    message: openingMessage(repo, draft.title, issue),
    effects: [openingOf(draft, issue, askerOf(person, call, writing, issue), call.now)],
    because: [
      `${person.github ?? call.user} opens an issue in ${repo} (${writing.write}, ${writing.through})`,
    ],
  };
}

function askerOf(person: Person, { user, channel }: Call, writing: Writing, { labels }: NewIssue): Asker {
  const actions: Action[] = ['open', ...(labels.length > 0 ? ['label' as const] : [])];
  const under = { ...writing, githubId: person.githubId ?? 0, actions };
  return { login: person.github ?? '', user, channel, under };
}

/** Whether the bot opens it, and may set labels; else why the person does: what they have written is not lost. */
async function wayFor(
  person: Person,
  repo: string,
  writing: Writing,
  ports: Ports,
): Promise<{ because: string } | { mayLabel: boolean }> {
  const because = whyHandedOver(writing, { signedIn: person.signedIn, repo });
  if (because !== undefined) return { because };
  if (writing.write !== 'as-bot') return { mayLabel: true };
  if (person.githubId === undefined) return { because: person.doubt ?? unknown(ports) };
  const facts = rightsFacts(person, UNOPENED, await ports.people.rights(person, { repo, ...UNOPENED }));
  const refused = firstRefusal(facts, writing, ['open']);
  return refused === undefined ? { mayLabel: mayDo(facts, writing, 'label').may } : { because: refused };
}

function unknown({ linking }: Ports): string {
  const way = linking.how === undefined ? '' : ' (`/sig link` tells it)';
  return `sigbot does not know who you are on GitHub${way}, so it opens nothing for you.`;
}
