import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { NO_TEMPLATES, type Templates } from '../../domain/template.ts';
import type { Mirror } from '../store/store.ts';
import { isGone, ownerAndName, type Reading } from './read.ts';
import type { RepositoryJson } from './schema.ts';
import { readTemplates } from './templates.ts';

const FOLDER = '.github/ISSUE_TEMPLATE';

/** So many files of a folder are read at most, and none longer than so many bytes. */
const FILES = 20;
const LONGEST = 64 * 1024;

const listing = z.array(z.object({ name: z.string(), type: z.string(), size: z.number(), sha: z.string() }));
const content = z.object({ content: z.string(), encoding: z.literal('base64') });

/** A folder's files, in GitHub's order, and the repository ("owner/name") in which it is. */
interface Folder {
  repository: string;
  files: z.infer<typeof listing>;
}

/**
 * Reads what a public repository offers for new issues, where the folder has changed since it was read: one or two
 * requests where it has not. A repository without a folder of its own has its owner's (docs.github.com, "Creating a
 * default community health file"). What cannot be read now stays as it was.
 */
export async function followTemplates(
  octokit: Octokit,
  { id, full_name: name, private: hidden }: RepositoryJson,
  mirror: Pick<Mirror, 'templates' | 'setTemplates'>,
  { signal, log }: Reading,
): Promise<void> {
  if (hidden) return;
  try {
    const owners = `${ownerAndName(name).owner}/.github`;
    const folder = (await folderOf(octokit, name, signal)) ?? (await folderOf(octokit, owners, signal));
    const print = folder ? [folder.repository, ...folder.files.map(({ sha }) => sha)].join(' ') : '';
    if ((await mirror.templates(name))?.print === print) return;
    await mirror.setTemplates(id, {
      print,
      ...(folder ? await templatesIn(octokit, folder, signal) : NO_TEMPLATES),
    });
  } catch (error) {
    signal.throwIfAborted();
    log.warn({ err: error, repository: name }, 'the issue templates could not be read: those known stay');
  }
}

async function folderOf(
  octokit: Octokit,
  repository: string,
  signal: AbortSignal,
): Promise<Folder | undefined> {
  try {
    const at = { ...ownerAndName(repository), path: FOLDER, request: { signal } };
    const files = listing.parse((await octokit.rest.repos.getContent(at)).data);
    const fit = files.filter(
      ({ name, type, size }) => type === 'file' && size <= LONGEST && /\.(?:md|ya?ml)$/i.test(name),
    );
    return files.length === 0 ? undefined : { repository, files: fit.slice(0, FILES) };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

async function templatesIn(
  octokit: Octokit,
  { repository, files }: Folder,
  signal: AbortSignal,
): Promise<Templates> {
  const read = [];
  for (const { name } of files) {
    const at = { ...ownerAndName(repository), path: `${FOLDER}/${name}`, request: { signal } };
    const { data } = content.safeParse((await octokit.rest.repos.getContent(at)).data);
    if (data) read.push({ name, text: Buffer.from(data.content, 'base64').toString('utf8') });
  }
  return readTemplates(read);
}
