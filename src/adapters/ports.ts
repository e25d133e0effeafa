import type { Config } from '../config.ts';
import type { Person } from '../domain/person.ts';
import type { Instant } from '../domain/time.ts';
import type { Ports, WriteMode } from '../ports.ts';
import type { DirectorySource } from './directory/source.ts';
import { repositoryRule } from './github/repositories.ts';
import type { StoreParts } from './store/store.ts';

/** The features' view of the world, over the store or over one transaction of it. */
export function portsMaker(
  config: Pick<Config, 'labels' | 'people' | 'repositories'>,
  directory: DirectorySource,
  now: () => Instant,
): (parts: StoreParts) => Ports {
  const people = peoplePort(config.people);
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
    policy: {
      labels: config.labels,
      writeMode: (repo): WriteMode | undefined => repositoryRule(config.repositories, repo)?.write,
    },
    clock: { now },
  });
}

function peoplePort(people: readonly Person[]): Ports['people'] {
  const bySlack = new Map(people.map((person) => [person.slack, person]));
  const slackByLogin = new Map(
    people.flatMap(({ github, slack }) => (github ? [[github.toLowerCase(), slack]] : [])),
  );
  return {
    find: (slack) => bySlack.get(slack) ?? { slack, role: 'member' },
    slackOf: (login) => slackByLogin.get(login.toLowerCase()),
    all: () => people,
  };
}
