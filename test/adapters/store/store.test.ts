import { afterAll, describe } from 'vitest';
import { startPostgres } from '../../support/postgres.ts';
import { postgresql, sqlite, type Backend } from './backend.ts';
import { crashSuite } from './crash.suite.ts';
import { activitySuite } from './activity.suite.ts';
import { consensusSuite } from './consensus.suite.ts';
import { escalationsSuite } from './escalations.suite.ts';
import { databaseSuite } from './database.suite.ts';
import { digestsSuite } from './digests.suite.ts';
import { documentsSuite } from './documents.suite.ts';
import { historySuite } from './history.suite.ts';
import { inboxSuite } from './inbox.suite.ts';
import { issuesSuite } from './issues.suite.ts';
import { keptSuite } from './kept.suite.ts';
import { lanesSuite } from './lanes.suite.ts';
import { linksSuite } from './links.suite.ts';
import { meetingsSuite } from './meetings.suite.ts';
import { mineSuite } from './mine.suite.ts';
import { mirrorSuite } from './mirror.suite.ts';
import { outboxSuite } from './outbox.suite.ts';
import { filesSuite } from './files.suite.ts';
import { freezesSuite } from './freezes.suite.ts';
import { pullsSuite } from './pulls.suite.ts';
import { peopleSuite } from './people.suite.ts';
import { queueSuite } from './queue.suite.ts';
import { replicasSuite } from './replicas.suite.ts';
import { repositoriesSuite } from './repositories.suite.ts';
import { similarSuite } from './similar.suite.ts';
import { standingSuite } from './standing.suite.ts';
import { straysSuite } from './strays.suite.ts';
import { workSuite } from './work.suite.ts';
import { dueSuite } from './due.suite.ts';

const server = await startPostgres();
afterAll(async () => {
  if ('stop' in server) await server.stop();
});

const SUITES: readonly { name: string; suite: (backend: Backend) => void; shared?: true }[] = [
  { name: 'inbox', suite: inboxSuite },
  { name: 'outbox', suite: outboxSuite },
  { name: 'lanes', suite: lanesSuite },
  { name: 'mirror', suite: mirrorSuite },
  { name: 'issues', suite: issuesSuite },
  { name: 'queue', suite: queueSuite },
  { name: 'standings', suite: standingSuite },
  { name: 'links', suite: linksSuite },
  { name: 'strays', suite: straysSuite },
  { name: 'work', suite: workSuite },
  { name: 'due', suite: dueSuite },
  { name: 'activity', suite: activitySuite },
  { name: 'history', suite: historySuite },
  { name: 'files', suite: filesSuite },
  { name: 'freezes', suite: freezesSuite },
  { name: 'pull requests', suite: pullsSuite },
  { name: 'repositories', suite: repositoriesSuite },
  { name: 'what issues say', suite: similarSuite },
  { name: 'messages, verdicts and the rest', suite: keptSuite },
  { name: 'people', suite: peopleSuite },
  { name: 'meetings', suite: meetingsSuite },
  { name: 'consensus', suite: consensusSuite },
  { name: 'escalations and paths', suite: escalationsSuite },
  { name: 'digests', suite: digestsSuite },
  { name: 'what is one person’s own', suite: mineSuite },
  { name: 'documents', suite: documentsSuite },
  { name: 'database', suite: databaseSuite },
  { name: 'crash', suite: crashSuite },
  { name: 'replicas', suite: replicasSuite, shared: true },
];

for (const backend of [sqlite, postgresql(server)]) {
  const suites = SUITES.filter(({ shared }) => backend.shared || !shared);
  describe.skipIf(backend.missing !== undefined)(`the store on ${backend.name}`, () => {
    describe.each(suites)('$name', ({ suite }) => {
      suite(backend);
    });
  });
}
