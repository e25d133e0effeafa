import { isObject, objectAt, textOf, type Json } from '../json.ts';
import type { Desk } from './desk.ts';
import { INSPECTOR, ROBOT, type Hub } from './hub.ts';
import type { Repo } from './records.ts';

/** Renames a repository within its organisation; its old name leads to the new one. */
export async function renameRepository(hub: Hub, desk: Desk, repo: Repo, to: string): Promise<void> {
  const [, oldName = ''] = repo.name.split('/');
  const name = to.split('/').at(-1) ?? to;
  const { body } = await hub.ask(ROBOT, 'PATCH', `/repos/${repo.name}`, { name });
  repo.formerNames.push(repo.name.toLowerCase());
  repo.raw = isObject(body) ? body : repo.raw;
  repo.name = `${repo.name.split('/')[0]}/${name}`;
  for (const record of hub.records.values()) if (record.repo === repo) await hub.refresh(record);
  const changes = { repository: { name: { from: oldName } } };
  desk.happen({ event: 'repository', action: 'renamed', repo, extra: { changes }, sender: ROBOT });
}

export function dropRepository(desk: Desk, repo: Repo): void {
  desk.happen({ event: 'repository', action: 'deleted', repo, extra: {}, sender: ROBOT });
  repo.gone = true;
}

/** Adds, removes or renames (both) a label of a repository; issues that carry it follow without an event of their own. */
export async function changeLabels(
  hub: Hub,
  desk: Desk,
  repo: Repo,
  change: { add?: string; remove?: string },
): Promise<void> {
  const { add, remove } = change;
  const path = `/repos/${repo.name}/labels`;
  const old = remove === undefined ? '' : `${path}/${encodeURIComponent(remove)}`;
  const tell = (action: string, label: unknown, extra: Json = {}): void =>
    desk.happen({ event: 'label', action, repo, extra: { label, ...extra }, sender: ROBOT });

  if (add !== undefined && remove !== undefined) {
    const { body } = await hub.ask(ROBOT, 'PATCH', old, { new_name: add });
    await refreshAll(hub, repo);
    repo.labels.delete(remove.toLowerCase());
    repo.labels.set(add.toLowerCase(), add);
    tell('edited', body, { changes: { name: { from: remove } } });
  } else if (add !== undefined) {
    const { body } = await hub.ask(ROBOT, 'POST', path, { name: add, color: 'ededed' });
    repo.labels.set(add.toLowerCase(), add);
    tell('created', body);
  } else if (remove !== undefined) {
    await hub.ask(ROBOT, 'DELETE', old);
    await refreshAll(hub, repo);
    repo.labels.delete(remove.toLowerCase());
    tell('deleted', { name: remove });
  }
}

/** Writes a file in a commit of its own on the default branch, as if the robot had merged it. */
export async function commitFile(
  hub: Hub,
  desk: Desk,
  repo: Repo,
  path: string,
  text: string,
): Promise<void> {
  const address = `/repos/${repo.name}/contents/${path}`;
  const before = await hub.ask(INSPECTOR, 'GET', address);
  const known = before.status === 200 && isObject(before.body) ? { sha: textOf(before.body['sha']) } : {};
  const content = Buffer.from(text).toString('base64');
  const { status, body } = await hub.ask(INSPECTOR, 'PUT', address, {
    message: `Write ${path}`,
    content,
    ...known,
  });
  if (status >= 400 || !isObject(body))
    throw new Error(`GitHub refused ${path}: ${status} ${JSON.stringify(body)}`);
  const changed = 'sha' in known ? { added: [], modified: [path] } : { added: [path], modified: [] };
  const id = textOf(objectAt(body, 'commit')['sha']);
  const extra = {
    ref: `refs/heads/${textOf(repo.raw['default_branch'])}`,
    after: id,
    forced: false,
    commits: [{ id, ...changed, removed: [] }],
  };
  desk.happen({ event: 'push', action: '', repo, extra, sender: ROBOT });
}

async function refreshAll(hub: Hub, repo: Repo): Promise<void> {
  for (const record of hub.records.values()) if (record.repo === repo) await hub.refresh(record);
}
