import { context, escape, fitting, link, say, section, sections } from '../../blocks.ts';
import type { OwnedFolder } from '../../domain/owned.ts';
import type { Message } from '../../feature.ts';
import { code } from './blocks.ts';
import type { Owned } from './plan.ts';

/** How many folders of each kind, and how many repositories, are shown at most. */
const MOST = { folders: 10, repositories: 12 };

/** What somebody owns, by repository, the folders nearest the root first. */
export function ownedMessage(login: string, owned: readonly Owned[], repositories: number): Message {
  const name = escape(login, 60);
  const of = repositories === 1 ? 'the one repository' : `the ${repositories} repositories`;
  if (repositories === 0) return say('Who owns what is not known of any repository that may be named here.');
  if (owned.length === 0) {
    const text = `No OWNERS file and no CODEOWNERS names ${name} in ${of} whose owners are known here.`;
    return say(text);
  }
  const title = `What ${name} owns`;
  const lines = owned.slice(0, MOST.repositories).flatMap(repositoryLines);
  const shown = fitting(lines);
  const rest = owned.length - MOST.repositories;
  return {
    text: title,
    blocks: [
      section(`*${title}*`),
      ...sections([
        ...shown,
        ...(shown.length < lines.length ? ['And more than a message holds.'] : []),
        ...(rest > 0 ? [`And something in ${rest} more repositories.`] : []),
      ]),
      context(
        'Each with what is below it, where no folder there stands for itself (`no_parent_owners`).',
        'Who is in a team is known to GitHub alone.',
      ),
    ],
  };
}

function repositoryLines({ repository, approves, reviews, patterns }: Owned): string[] {
  return [
    `*${link(repository.url, repository.name)}*`,
    ...kindLine('Approves', approves.map(folderText)),
    ...kindLine('Reviews', reviews.map(folderText)),
    ...kindLine('In CODEOWNERS', patterns.map(code)),
  ];
}

function kindLine(kind: string, all: readonly string[]): string[] {
  if (all.length === 0) return [];
  const more = all.length - MOST.folders;
  return [`• ${kind}: ${all.slice(0, MOST.folders).join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
}

function folderText({ folder, patterns }: OwnedFolder): string {
  const name = folder === '' ? 'everything' : code(folder);
  return patterns.length === 0 ? name : `${name} (where ${patterns.map(code).join(' or ')})`;
}
