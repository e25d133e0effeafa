import { fingerprint } from '../../blocks.ts';
import { UserError } from '../../domain/errors.ts';
import { findGroup } from '../../domain/group.ts';
import type { Issue } from '../../domain/issue.ts';
import { isShown } from '../../domain/privacy.ts';
import { SHOWN } from '../../domain/similar.ts';
import { asMarkdown, peopleIn, plainName, plainText } from '../../domain/slack-text.ts';
import { NO_TEMPLATES } from '../../domain/template.ts';
import type { Call, Feature, FormValues, Reply, SlackMessage } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { createModal, openedMessage, similarModal, type Form } from './blocks.ts';
import { mustWrite, open } from './create-open.ts';
import { beginTemplate, submitTemplate } from './create-template.ts';
import { checkDraft, checkTitle, draftOf, REPOSITORY, type Draft, type Source } from './plan.ts';

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

  async touched(issue, ports) {
    const subject = { kind: 'opened', id: issue.id } as const;
    const effects = [];
    for (const { channel, shown } of await ports.messages.of(subject)) {
      const now = fingerprint(openedMessage(issue, mayShow(issue, channel, ports)));
      if (shown !== now) effects.push({ kind: 'slack.update' as const, channel, subject });
    }
    return { effects, because: effects.map(() => 'the conversation it came from follows') };
  },

  renders: {
    async opened({ id }, channel, ports) {
      const issue = await ports.issues.byId(id);
      return issue && openedMessage(issue, mayShow(issue, channel, ports));
    },
  },

  presses: {
    // The button leads to GitHub, and Slack tells us so.
    'create:go': () => Promise.resolve({}),
    // What is offered depends on the repository; what was written stays.
    [REPOSITORY]: async (repository, call, ports) => {
      const { metadata = '', values = {} } = call;
      const [here] = ports.directory.groupsIn(call.channel);
      const offered = await offers(repository, here?.label, ports);
      return {
        view: createModal({ ...offered, ...entered({ ...values }), repository }, metadata),
        replace: true,
      };
    },
  },

  submits: {
    'create:issue': { check: checkDraft, run: submitDraft },
    'create:template': { check: checkTitle, run: submitTemplate },
  },
};

/** What the form carries: where it was opened, and whether similar issues were shown. */
interface Opened {
  source: Source;
  seen?: boolean;
}

const written = (opened: Opened) => JSON.stringify(opened);

function mayShow(issue: Issue, channel: string, { directory, policy }: Ports): boolean {
  return isShown(issue, directory.channel(channel), policy.privacy);
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
  // What is said of a repository that is not public is nobody's to read here.
  const open = repositories.some(({ name }) => name === repository);
  return {
    repositories,
    repository,
    kinds,
    groups,
    templates: open ? await issues.templates(repository) : NO_TEMPLATES,
  };
}

/** What stands in the form. */
function entered({ group, kind, template, title = '', text = '' }: FormValues) {
  return { group, kind, template, title, text };
}

async function submitDraft(values: FormValues, metadata: string, call: Call, ports: Ports): Promise<Reply> {
  const { source, seen = false } = JSON.parse(metadata) as Opened;
  const draft = draftFrom(values, source, ports);
  const form = async () => ({
    ...(await offers(draft.repo, draft.group?.label, ports)),
    ...entered(values),
  });
  const { all, blank } = await ports.issues.templates(draft.repo);
  const template = all.find(({ file }) => file === values['template']);
  if (template) return beginTemplate(template, draft);
  if (!blank && all.length > 0)
    return {
      view: createModal(
        await form(),
        metadata,
        `${draft.repo} takes no issue without a template: choose one.`,
      ),
    };
  const similar = seen
    ? []
    : await ports.issues.likeText(draft.repo, { title: draft.title, body: draft.text }, SHOWN);
  if (similar.length === 0) return open(draft, call, ports);
  return { view: similarModal(await form(), similar, written({ source, seen: true })) };
}

function draftFrom(values: FormValues, source: Source, { directory }: Ports): Draft {
  const { [REPOSITORY]: repo = '', group, kind, title = '', text = '' } = values;
  const found = group === undefined ? undefined : findGroup(directory.current().groups, group);
  return { repo, group: found, kind, title, text, source };
}
