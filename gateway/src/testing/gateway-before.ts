import { buildSubgraphSchema } from '@apollo/subgraph';
import { createLogger, type Role } from '@plimsoll/shared';
import { execute, parse } from 'graphql';
import { mintToken, readLocalKey } from '../authentication/index.js';
import { createGateway, type Gateway, type GatewayOptions } from '../gateway.js';
import type { LocalSubgraph } from '../subgraphs/index.js';
import { composeSupergraph } from '../supergraph.js';

/** A service of a test: what it can be asked, and what answers; resolvers are given the caller as their context. */
export interface ServedSchema {
  name: string;
  sdl: string;
  resolvers: NonNullable<SchemaModule['resolvers']>;
}
type SchemaModule = Exclude<Extract<Schemas, readonly unknown[]>[number], { kind: unknown }>;
type Schemas = Parameters<typeof buildSubgraphSchema>[0];

const KEY = readLocalKey('a-secret-of-at-least-thirty-two-characters');

/**
 * A gateway before services in this process, on a free port of this machine; it keeps no log.
 *
 * @param options what differs; `subgraphs` are services beside these, which no client can ask
 */
export function gatewayBefore(
  services: readonly ServedSchema[],
  { subgraphs = [], ...options }: Partial<GatewayOptions> = {},
): Promise<Gateway> {
  return createGateway({
    supergraph: composeSupergraph(
      services.map(({ name, sdl }) => ({ name, sdl, url: `http://${name}/graphql` })),
    ),
    subgraphs: [...services.map(inProcess), ...subgraphs],
    authentication: { local: KEY },
    port: 0,
    host: '127.0.0.1',
    logger: createLogger('gateway', { destination: { write: () => undefined } }),
    ...options,
  });
}

/** The token of somebody of this role. */
export function tokenOf(role: Role): Promise<string> {
  return mintToken({ subject: 'ada', roles: [role] }, KEY, 600);
}

/** Always ready. */
export const ready: LocalSubgraph['ready'] = async () => ({
  status: 'ready',
  database: 'up',
  lagging: 0,
  parked: 0,
});

function inProcess({ name, sdl, resolvers }: ServedSchema): LocalSubgraph {
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }]);
  return {
    name,
    ready,
    run: async ({ document, variables, principal }) =>
      execute({ schema, document, variableValues: variables, contextValue: principal }),
  };
}
