/// <reference types="jest" />
import { parse } from 'graphql';
import {
  newId,
  PostgresBus,
  type Consumer,
  type DomainEvent,
  type Principal,
  type Subgraph,
} from '@plimsoll/shared';
import {
  countStatements,
  emptyTestDatabase,
  testCallers,
  testDatabase,
  testLogger,
  type TestDatabase,
} from '@plimsoll/shared/testing';
import { PRODUCERS } from '../freshness/index.js';
import type { ReportPost } from '../report-delivery/index.js';
import { analyticsConsumer, analyticsDatabase, createAnalyticsSubgraph } from '../subgraph.js';

/** The analytics service on a database and a bus of the test file, told of other services' events by hand. */
export interface AnalyticsService {
  readonly test: TestDatabase;
  readonly bus: PostgresBus;
  readonly consumer: Consumer;
  /** Publishes events as another service would, at `time`. */
  tell(producer: string, events: readonly DomainEvent[], time?: string): Promise<void>;
  /** Takes in everything told so far; the other services have told all until `now`. */
  drain(): Promise<void>;
  /** The data of a document that has no errors. */
  run<Data>(document: string, variables?: Record<string, unknown>, caller?: Principal): Promise<Data>;
  /** Statements that a document without errors takes. */
  countStatements(document: string, variables?: Record<string, unknown>, caller?: Principal): Promise<number>;
}

/** Declares the service for the test file; its clock stands at `now`. Reports leave by `post`. */
export function analyticsService(now: string, options: { post?: ReportPost } = {}): AnalyticsService {
  const test = testDatabase({
    name: analyticsDatabase.service,
    migrations: analyticsDatabase.migrations,
    entities: analyticsDatabase.entities,
  });
  const busDatabase = emptyTestDatabase('analytics_bus');
  const opened: { bus: PostgresBus; consumer: Consumer; subgraph: Subgraph }[] = [];

  beforeAll(async () => {
    const logger = testLogger();
    const bus = await PostgresBus.open({ url: busDatabase.url, logger });
    const { database } = test;
    opened.push({
      bus,
      consumer: analyticsConsumer({ database, bus, logger, clock: () => new Date(now), ...options }),
      subgraph: createAnalyticsSubgraph({ database, bus, logger, clock: () => new Date(now), ...options }),
    });
  });
  afterAll(async () => {
    for (const { bus } of opened) await bus.close();
  });

  const parts = () => {
    const [first] = opened;
    if (!first) throw new Error('the service opens in beforeAll; use it in hooks and tests only');
    return first;
  };
  const run: AnalyticsService['run'] = async <Data>(
    document: string,
    variables: Record<string, unknown> = {},
    principal: Principal = testCallers.admin,
  ) => {
    const result = await parts().subgraph.run({
      document: parse(document),
      variables,
      principal,
      requestId: 'test',
    });
    if (result.errors) throw new Error(result.errors.map((error) => error.message).join('\n'));
    return JSON.parse(JSON.stringify(result.data)) as Data;
  };
  return {
    test,
    get bus() {
      return parts().bus;
    },
    get consumer() {
      return parts().consumer;
    },
    tell: (producer, events, time = now) =>
      parts().bus.publish(
        producer,
        events.map((event) => ({ ...event, id: newId('evt'), time })),
      ),
    drain: async () => {
      for (const producer of PRODUCERS) await parts().bus.complete(producer, new Date(now));
      await parts().consumer.drain();
    },
    run,
    countStatements: (document, variables, caller) =>
      countStatements(test.database, () => run(document, variables, caller)),
  };
}
