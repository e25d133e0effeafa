import { afterAll, describe } from 'vitest';
import { startPostgres } from '../../support/postgres.ts';
import { postgresql, sqlite, type Backend } from './backend.ts';
import { crashSuite } from './crash.suite.ts';
import { databaseSuite } from './database.suite.ts';
import { inboxSuite } from './inbox.suite.ts';
import { keptSuite } from './kept.suite.ts';
import { lanesSuite } from './lanes.suite.ts';
import { mirrorSuite } from './mirror.suite.ts';
import { outboxSuite } from './outbox.suite.ts';
import { queueSuite } from './queue.suite.ts';
import { replicasSuite } from './replicas.suite.ts';
import { repositoriesSuite } from './repositories.suite.ts';

const server = await startPostgres();

describe('the store on SQLite', () => everything(sqlite));

if ('missing' in server) {
  describe.skip(`the store on PostgreSQL (skipped: ${server.missing})`, () => everything(sqlite));
} else {
  afterAll(() => server.stop());
  describe('the store on PostgreSQL', () => everything(postgresql(server)));
}

function everything(backend: Backend): void {
  describe('inbox', () => inboxSuite(backend));
  describe('outbox', () => outboxSuite(backend));
  describe('lanes', () => lanesSuite(backend));
  describe('mirror', () => mirrorSuite(backend));
  describe('queue', () => queueSuite(backend));
  describe('repositories', () => repositoriesSuite(backend));
  describe('messages, verdicts and the rest', () => keptSuite(backend));
  describe('database', () => databaseSuite(backend));
  describe('crash', () => crashSuite(backend));
  if (backend.shared) describe('replicas', () => replicasSuite(backend));
}
