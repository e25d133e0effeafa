import { isObject, type Json } from '../json.ts';
import type { Desk } from './desk.ts';
import { ROBOT, type Hub } from './hub.ts';
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

async function refreshAll(hub: Hub, repo: Repo): Promise<void> {
  for (const record of hub.records.values()) if (record.repo === repo) await hub.refresh(record);
}
