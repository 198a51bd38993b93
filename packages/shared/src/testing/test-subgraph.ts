/// <reference types="jest" />
import { parse, type ExecutionResult } from 'graphql';
import { PostgresBus, type DomainEvent } from '../events/index.js';
import type { Subgraph } from '../graphql/index.js';
import type { ServiceDefinition } from '../http/index.js';
import { JobQueue } from '../jobs/index.js';
import type { Principal } from '../principal/index.js';
import {
  countStatements,
  emptyTestDatabase,
  testDatabase,
  testLogger,
  type TestDatabase,
} from './test-database.js';

/** Callers of every kind, for tests; a partner or contact is of the record with the given id. */
export const testCallers: Record<
  'admin' | 'agent' | 'operator' | 'executive' | 'analyst' | 'nobody',
  Principal
> &
  Record<'partner' | 'contact', (id: string) => Principal> = {
  admin: { subject: 'test-admin', roles: ['admin'] },
  agent: { subject: 'test-agent', roles: ['agent'] },
  operator: { subject: 'test-operator', roles: ['operator'] },
  executive: { subject: 'test-executive', roles: ['executive'] },
  analyst: { subject: 'test-analyst', roles: ['analyst'] },
  nobody: { subject: 'test-nobody', roles: [] },
  partner: (partnerId: string) => ({ subject: `partner-${partnerId}`, roles: ['partner'], partnerId }),
  contact: (customerId: string) => ({ subject: `contact-${customerId}`, roles: ['contact'], customerId }),
};

/** An import report without its sums. */
export interface LoadReport {
  created: number;
  updated: number;
  unchanged: number;
  rejects: { line: number; column: string | null; reason: string }[];
}

/** A service's subgraph in process, on a database of the test file. */
export interface TestSubgraph {
  readonly test: TestDatabase;
  readonly subgraph: Subgraph;
  /** The data of a document that has no errors. */
  run<Data>(document: string, variables?: Record<string, unknown>, caller?: Principal): Promise<Data>;
  /** The result of a document as it is, errors included. */
  execute(
    document: string,
    variables?: Record<string, unknown>,
    caller?: Principal,
  ): Promise<ExecutionResult>;
  /** Statements that a document without errors takes, transaction bounds and settings included. */
  countStatements(document: string, variables?: Record<string, unknown>, caller?: Principal): Promise<number>;
  /** What became of an import as admin: of `People` through `importPeople`, for instance. */
  readonly load: (
    file: string,
    rows: Record<string, string | undefined>[],
    source?: string,
  ) => Promise<LoadReport>;
  /** The events waiting in the outbox, in order. */
  events(): Promise<DomainEvent[]>;
}

/**
 * Declares a service's subgraph for the test file it is called in, on a database and a bus of its own. Its
 * background work is not started: what it emits stays in the outbox.
 */
export function testSubgraph(definition: ServiceDefinition): TestSubgraph {
  const { service, entities, migrations } = definition.database;
  const test = testDatabase({
    name: service,
    ...(entities ? { entities } : {}),
    ...(migrations ? { migrations } : {}),
  });
  const busDatabase = emptyTestDatabase(`${service}_bus`);
  let subgraph: Subgraph | undefined;
  let bus: PostgresBus | undefined;

  beforeAll(async () => {
    const logger = testLogger();
    bus = await PostgresBus.open({ url: busDatabase.url, logger });
    // What a use case enqueues has its place, though nobody works it off.
    await JobQueue.open({ database: test.database, logger });
    subgraph = await definition.create({ database: test.database, bus, logger });
  });
  afterAll(() => bus?.close());

  const running = () => {
    if (!subgraph) throw new Error('the test subgraph opens in beforeAll; use it in hooks and tests only');
    return subgraph;
  };
  const execute: TestSubgraph['execute'] = (document, variables = {}, principal = testCallers.admin) =>
    running().run({ document: parse(document), variables, principal, requestId: 'test' });
  const run = async <Data>(document: string, variables?: Record<string, unknown>, caller?: Principal) => {
    const result = await execute(document, variables, caller);
    if (result.errors) throw new Error(result.errors.map((error) => error.message).join('\n'));
    return JSON.parse(JSON.stringify(result.data)) as Data;
  };
  return {
    test,
    get subgraph() {
      return running();
    },
    execute,
    run,
    countStatements: (document, variables, caller) =>
      countStatements(test.database, () => run(document, variables, caller)),
    async load(file, rows, source = 'import') {
      const { report } = await run<{ report: LoadReport }>(
        `mutation ($input: ImportInput!) {
           report: import${file}(input: $input) { created updated unchanged rejects { line column reason } }
         }`,
        { input: { source, rows } },
      );
      return report;
    },
    events: () =>
      test.database.connect('test').then(async (client) => {
        try {
          const { rows } = await client.query<DomainEvent>(
            'select type, subject, version, data from outbox order by seq',
          );
          return rows;
        } finally {
          await client.end();
        }
      }),
  };
}
