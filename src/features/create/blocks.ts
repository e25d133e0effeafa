import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
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
import type { Templates } from '../../domain/template.ts';
import type { Message } from '../../feature.ts';
import { openedText } from '../../issue-words.ts';
import type { OpenRepository } from '../../ports/issue.ts';
import { filledIn, REPOSITORY, TITLE, type NewIssue } from './plan.ts';

/** What the form offers, and what stands in it. */
export interface Form {
  repositories: readonly OpenRepository[];
  /** Those that have a label. */
  groups: readonly Group[];
  /** Whole labels. */
  kinds: readonly string[];
  templates: Templates;
  /** "owner/name" */
  repository: string;
  /** By its file. */
  template?: string | undefined;
  /** By id. */
  group?: string | undefined;
  kind?: string | undefined;
  title: string;
  text: string;
}

/** Slack takes so many characters in a field. */
export const TEXT = 3000;

export const PUBLIC = 'It becomes public on GitHub. Take out what should stay here.';

/** The form behind “Create an issue”; `problem` is why it came back. */
export function createModal(form: Form, metadata: string, problem = ''): ModalView {
  const cut = form.text.length > TEXT ? 'The message is longer than this form: its end is left out.' : '';
  const { links } = form.templates;
  const elsewhere = links.slice(0, 5).map(({ name, url }) => link(url, name, 80));
  return modal('create:issue', 'Create an issue', 'Create', metadata, [
    ...(problem === '' ? [] : [section(`*${escape(problem, 300)}*`)]),
    ...fields(form),
    ...(elsewhere.length > 0 ? [context(`Elsewhere: ${elsewhere.join(' · ')}`)] : []),
    context(PUBLIC, cut),
  ]);
}

/** The same form below what it may be a duplicate of. */
export function similarModal(form: Form, similar: readonly Similar[], metadata: string): ModalView {
  return modal('create:issue', 'Is it one of these?', 'Create anyway', metadata, [
    ...similarBlocks(similar),
    ...fields(form),
  ]);
}

/** What a new issue may be a duplicate of; nothing where that is nothing. */
export function similarBlocks(similar: readonly Similar[]): KnownBlock[] {
  if (similar.length === 0) return [];
  return [...sections(['*Is it one of these?*', ...similar.map(similarLine)]), { type: 'divider' }];
}

function similarLine({ issue }: Similar): string {
  return `• ${link(issue.url, issue.title, 150)} · ${escape(refText(issue))}${issue.state === 'closed' ? ' · closed' : ''}`;
}

function fields(form: Form): KnownBlock[] {
  const { repositories, groups, kinds, templates, repository, group, kind, title, text } = form;
  const names = repositories.map(({ name }) => option(name, name));
  const kindNames = kinds.map((name) => option(name, name));
  const groupNames = groups.map(({ id, title: name }) => option(name, id));
  const files = templates.all.map(({ file, name }) => option(name, file));
  return [
    { ...menu(REPOSITORY, 'Repository', names, repository), dispatch_action: true },
    ...(files.length > 0
      ? [
          {
            ...of(repository, menu('template', 'Template', files, form.template)),
            hint: { type: 'plain_text' as const, text: 'What it asks for comes next.' },
            optional: templates.blank,
          },
        ]
      : []),
    ...(groups.length > 0 ? [menu('group', 'Group', groupNames, group)] : []),
    ...(kinds.length > 0 ? [of(repository, menu('kind', 'Kind', kindNames, kind))] : []),
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

/** Slack keeps what was chosen in a block of the same id: another repository's is another block. */
function of(repository: string, block: InputBlock): InputBlock {
  return { ...block, block_id: `${block.block_id} ${repository}` };
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
            context('Not all of it fits into an address. This is the whole text, to paste:'),
            ...preformatted(issue.body),
          ]),
    ],
  };
}
