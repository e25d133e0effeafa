import type { Config } from '../config.ts';
import type { Instant } from '../domain/time.ts';
import type { Ports } from '../ports.ts';
import type { DirectorySource } from './directory/source.ts';
import { ruleFor } from './github/repositories.ts';
import type { StoreParts } from './store/store.ts';

/** The features' view of the world, over the store or over one transaction of it. */
export function portsMaker(
  config: Pick<Config, 'labels' | 'repositories'>,
  directory: DirectorySource,
  { people, linking }: Pick<Ports, 'people' | 'linking'>,
  now: () => Instant,
): (parts: StoreParts) => Ports {
  return ({ mirror, messages, verdicts, ledger }) => ({
    directory,
    issues: {
      byId: mirror.byId,
      queue: mirror.queue,
      labels: mirror.labels,
      repositories: async () => {
        const known = await mirror.repositories();
        return known.filter(({ gone }) => !gone).map(({ name }) => name);
      },
      like: async ({ repo, number }) => {
        if (repo === undefined) return mirror.byNumber(number);
        const issue = await mirror.find({ repo, number });
        return issue ? [issue] : [];
      },
    },
    messages,
    verdicts,
    ledger,
    people,
    linking,
    policy: {
      labels: config.labels,
      writing: async ({ name, id }) => {
        const known = await (id === undefined ? mirror.repository(name) : mirror.repositoryById(id));
        const rule = ruleFor(config.repositories, { name, firstName: known?.firstName ?? name });
        return rule && { write: rule.write, through: rule.through };
      },
    },
    clock: { now },
  });
}
