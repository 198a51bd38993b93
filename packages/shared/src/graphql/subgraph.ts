import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { execute, parse, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, createResolversMap, type NonEmptyArray } from 'type-graphql';
import { AuditSealer } from '../audit/index.js';
import type { Database } from '../database/index.js';
import { servedAmount } from '../formats/index.js';
import type { Logger } from '../logging/index.js';
import type { Principal } from '../principal/index.js';
import { RequestContext } from './context.js';
import { recordingDenials } from './denial.gate.js';
import { maskErrors } from './errors.js';
import { refusalOfKey } from './key-scope.gate.js';
import type { Money } from './values.js';

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@tag", "@override", "@extends"])`;

/** A reference to an entity as another subgraph or the gateway sends it: its key and required fields. */
export type Reference = { id: string } & Record<string, unknown>;

/** Resolves references in bulk: one slot a reference, in order; null where the caller sees no such record. */
export type ReferenceResolver = (
  references: readonly Reference[],
  context: RequestContext,
) => Promise<(object | null)[]>;

/** What a service says about its part of the graph. */
export interface SubgraphSchemaDefinition {
  /** Instances of the resolver classes, with their services inside. */
  resolvers: object[];
  /** Object classes that no field of this subgraph returns. */
  orphanedTypes?: (new (...args: never[]) => object)[];
  /** One a type with a `@key` that this subgraph resolves. */
  references: Record<string, ReferenceResolver>;
}

/** The federated schema of a service, with its text as committed. */
export interface SubgraphSchema {
  schema: GraphQLSchema;
  sdl: string;
}

/** Builds the federated schema of a service from type-graphql classes. */
export function buildFederatedSchema(definition: SubgraphSchemaDefinition): SubgraphSchema {
  const instances = new Map<unknown, object>(
    definition.resolvers.map((instance) => [instance.constructor, instance]),
  );
  const plain = buildSchemaSync({
    resolvers: [...instances.keys()] as unknown as NonEmptyArray<new () => object>,
    orphanedTypes: definition.orphanedTypes ?? [],
    container: { get: (type) => instances.get(type) },
    validate: false,
    skipCheck: true,
  });
  const sdl = `${FEDERATION}\n\n${printSchemaWithDirectives(plain)}\n`;
  const resolvers = createResolversMap(plain) as Record<string, Record<string, unknown>>;
  for (const [typeName, resolve] of Object.entries(definition.references)) {
    resolvers[typeName] = {
      ...resolvers[typeName],
      __resolveReference: (reference: Reference, context: RequestContext) =>
        context
          .loader<Reference, object>(
            `reference:${typeName}`,
            (references) => resolve(references, context),
            (one) => one.id,
          )
          .load(reference),
    };
  }
  resolvers['Mutation'] &&= Object.fromEntries(
    Object.entries(resolvers['Mutation']).map(([name, resolve]) => [
      name,
      recordingDenials(name, resolve as Parameters<typeof recordingDenials>[1]),
    ]),
  );
  if (resolvers['Money']) resolvers['Money'] = { ...resolvers['Money'], amount: amountOf };
  return { schema: buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]), sdl };
}

/** Whatever spelling a record has, every service serves an amount alike. */
function amountOf({ amount, currency }: Money): string {
  return servedAmount(amount, currency);
}

/** How ready a subgraph is to answer. */
export interface Readiness {
  status: 'ready' | 'degraded';
  database: 'up' | 'down';
  /** Events published but not yet taken in by this subgraph, and its own not yet published. */
  lagging: number;
  /** Events that could not be taken in, with those of their aggregates behind them: put aside until they can. */
  parked: number;
}

/** A running subgraph, whatever carries its requests. */
export interface Subgraph {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly sdl: string;
  readonly database: Database;
  readonly logger: Logger;
  /** Executes a validated document for a caller. */
  run(request: SubgraphRequest): Promise<ExecutionResult>;
  /** The context of one request; the caller disposes of it. */
  createContext(principal: Principal, requestId: string): RequestContext;
  ready(): Promise<Readiness>;
  /** Starts relaying and consuming events, and timed work. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A document that the gateway has planned and validated, with its caller. */
export interface SubgraphRequest {
  document: DocumentNode;
  variables: Record<string, unknown>;
  operationName?: string;
  principal: Principal;
  requestId: string;
}

/** What moves beside requests: relays, consumers, jobs. */
export interface BackgroundWork {
  start(): Promise<void> | void;
  stop(): Promise<void>;
  /** Events waiting for this part, in all or by producer. */
  lag?(): Promise<number | Record<string, number>>;
  /** Events that this part has put aside. */
  parkedCount?(): Promise<number>;
}

/** Puts a service's schema, database and background work together. */
export function createSubgraph(options: {
  name: string;
  federated: SubgraphSchema;
  database: Database;
  /** Beside the sealing of the audit log, which every service does. */
  background: BackgroundWork[];
  logger: Logger;
  clock?: () => Date;
}): Subgraph {
  const { name, federated, database, logger } = options;
  const background: BackgroundWork[] = [...options.background, new AuditSealer({ database, logger })];
  const clock = options.clock ?? (() => new Date());
  const createContext = (principal: Principal, requestId: string) =>
    new RequestContext({ principal, requestId, database, now: clock() });
  return {
    name,
    database,
    logger,
    schema: federated.schema,
    sdl: federated.sdl,
    createContext,
    async run({ document, variables, operationName, principal, requestId }) {
      const refusal = refusalOfKey(principal, document, operationName);
      if (refusal) return { data: null, errors: [refusal] };
      const context = createContext(principal, requestId);
      try {
        const result = await execute({
          schema: federated.schema,
          document,
          variableValues: variables,
          operationName: operationName ?? null,
          contextValue: context,
        });
        return maskErrors(result, logger, requestId);
      } finally {
        await context.dispose();
      }
    },
    async ready() {
      try {
        await database.ping();
        const lags = await Promise.all(background.map(async (part) => totalOf((await part.lag?.()) ?? 0)));
        const parked = await Promise.all(background.map(async (part) => (await part.parkedCount?.()) ?? 0));
        return { status: 'ready', database: 'up', lagging: sumOf(lags), parked: sumOf(parked) };
      } catch (error) {
        logger.warn({ err: error }, 'not ready');
        return { status: 'degraded', database: 'down', lagging: 0, parked: 0 };
      }
    },
    async start() {
      for (const part of background) await part.start();
    },
    async stop() {
      for (const part of [...background].reverse()) await part.stop();
      await database.close();
    },
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function totalOf(lag: number | Record<string, number>): number {
  return typeof lag === 'number' ? lag : Object.values(lag).reduce((sum, one) => sum + one, 0);
}
