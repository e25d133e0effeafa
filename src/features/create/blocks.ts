import type { KnownBlock, ModalView } from '@slack/types';
import {
  actions,
  context,
  escape,
  link,
  linkButton,
  menu,
  modal,
  option,
  preformatted,
  say,
  section,
  sections,
  textInput,
} from '../../blocks.ts';
import type { Group } from '../../domain/group.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import { untold } from '../../domain/privacy.ts';
import type { Similar } from '../../domain/similar.ts';
import type { Message } from '../../feature.ts';
import { openedText } from '../../issue-words.ts';
import type { OpenRepository } from '../../ports.ts';
import { filledIn, TITLE, type NewIssue } from './plan.ts';

/** What the form offers, and what stands in it. */
export interface Form {
  repositories: readonly OpenRepository[];
  /** Those that have a label. */
  groups: readonly Group[];
  /** Whole labels. */
  kinds: readonly string[];
  /** "owner/name" */
  repository?: string | undefined;
  /** By id. */
  group?: string | undefined;
  kind?: string | undefined;
  title: string;
  text: string;
}

/** Slack takes so many characters in a field. */
const TEXT = 3000;

/** The form behind “Create an issue”. */
export function createModal(form: Form, metadata: string): ModalView {
  const cut = form.text.length > TEXT ? 'The message is longer than this form: its end is left out.' : '';
  return modal('create:issue', 'Create an issue', 'Create', metadata, [
    ...fields(form),
    context('It becomes public on GitHub. Take out what should stay here.', cut),
  ]);
}

/** The same form below what it may be a duplicate of. */
export function similarModal(form: Form, similar: readonly Similar[], metadata: string): ModalView {
  return modal('create:issue', 'Is it one of these?', 'Create anyway', metadata, [
    ...sections(['*Is it one of these?*', ...similar.map(similarLine)]),
    { type: 'divider' },
    ...fields(form),
  ]);
}

function similarLine({ issue }: Similar): string {
  return `• ${link(issue.url, issue.title, 150)} · ${escape(refText(issue))}${issue.state === 'closed' ? ' · closed' : ''}`;
}

function fields({ repositories, groups, kinds, repository, group, kind, title, text }: Form): KnownBlock[] {
  const names = repositories.map(({ name }) => option(name, name));
  const kindNames = kinds.map((name) => option(name, name));
  return [
    menu('repository', 'Repository', names, repository),
    ...(groups.length > 0
      ? [
          menu(
            'group',
            'Group',
            groups.map(({ id, title: name }) => option(name, id)),
            group,
          ),
        ]
      : []),
    ...(kinds.length > 0 ? [menu('kind', 'Kind', kindNames, kind)] : []),
    textInput('title', 'Title', 'One line that says what is wrong or wanted.', {
      initial: title,
      max: TITLE,
    }),
    textInput('text', 'Text', 'Markdown. It calls nobody, and no line of it is a command to a robot.', {
      multiline: true,
      initial: text,
      max: TEXT,
    }),
  ];
}

/** The answer where the bot opens it. */
export function openingMessage(repo: string, title: string, { left }: NewIssue): Message {
  const labels =
    left.length > 0
      ? `\nWithout ${escape(left.join(', '), 200)}: sigbot may not set that there, or ${escape(repo)} does not have it.`
      : '';
  return say(
    `“${escape(title, 150)}” is being opened in ${escape(repo)}. The thread reads its address.${labels}`,
  );
}

/** What the conversation reads from which an issue was opened, for as long as it may be told there. */
export function openedMessage(issue: Issue, mayShow: boolean): Message {
  if (mayShow && issue.gone !== 'deleted') return say(openedText(issue));
  const text = mayShow ? `${escape(refText(issue))} was deleted on GitHub` : untold(issue);
  return { text, blocks: [context(text)], untold: true };
}

/** The answer where the person opens it: GitHub's form, filled in. */
export function handOffMessage({ name, url }: OpenRepository, because: string, issue: NewIssue): Message {
  const filled = filledIn(url, issue);
  const text = `${because} Open it there yourself:`;
  return {
    text: escape(text, 500),
    blocks: [
      section(escape(text, 500)),
      actions(linkButton(`Open in ${name}`, 'create:go', filled.url)),
      ...(filled.whole
        ? []
        : [
            context('The text is too long for an address. This is all of it, to paste:'),
            ...preformatted(issue.body),
          ]),
    ],
  };
}
