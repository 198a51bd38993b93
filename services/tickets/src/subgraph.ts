import {
  buildFederatedSchema,
  Consumer,
  createSubgraph,
  Relay,
  type Database,
  type EventBus,
  type KeptRecord,
  type Logger,
  type Records,
  type ReferenceResolver,
  type Subgraph,
  type SubgraphSchema,
} from '@plimsoll/shared';
import { accountProjections, loadAccountReferences } from './account/index.js';
import { assetMergeProjection } from './asset-merge/index.js';
import { caseAllowanceProjection } from './asker/index.js';
import { customerLifeProjection } from './customer-life/index.js';
import { CreateTickets1790000000020 } from './database/create-tickets.migration.js';
import { FollowAssetMerges1790000000220 } from './database/follow-asset-merges.migration.js';
import { FollowCustomerLife1790000000070 } from './database/follow-customer-life.migration.js';
import { ShowCustomersToResellers1790000000050 } from './database/show-customers-to-resellers.migration.js';
import { AuditResolver } from './audit/index.js';
import { RefuseAsking1790000000081 } from './database/refuse-asking.migration.js';
import { HandlingResolver } from './handling/index.js';
import { IncidentEntity, IncidentResolver, TicketIncidentResolver } from './incident/index.js';
import { podCapacityProjection } from './pod-capacity/index.js';
import { QueueEntity, queueRecords, QueueResolver } from './queue/index.js';
import { TeamEntity, teamRecords, TeamResolver } from './team/index.js';
import { TicketEventResolver } from './ticket-event/index.js';
import {
  AssetTicketsResolver,
  CustomerTicketsResolver,
  QueueTicketsResolver,
  TicketEntity,
  ticketRecords,
  TicketResolver,
} from './ticket/index.js';

/** The name of this service: its subgraph, its database, its place on the bus. */
const SERVICE = 'tickets';

/** What the service's database needs. */
export const ticketsDatabase = {
  service: SERVICE,
  entities: [TeamEntity, QueueEntity, TicketEntity, IncidentEntity],
  migrations: [
    CreateTickets1790000000020,
    ShowCustomersToResellers1790000000050,
    FollowCustomerLife1790000000070,
    RefuseAsking1790000000081,
    FollowAssetMerges1790000000220,
  ],
};

/** The federated schema of tickets and the desk that works on them. */
export function ticketsSchema(): SubgraphSchema {
  return buildFederatedSchema({
    resolvers: [
      new TeamResolver(),
      new QueueResolver(),
      new TicketResolver(),
      new TicketEventResolver(),
      new CustomerTicketsResolver(),
      new AssetTicketsResolver(),
      new QueueTicketsResolver(),
      new TicketIncidentResolver(),
      new IncidentResolver(),
      new HandlingResolver(),
      new AuditResolver(),
    ],
    references: {
      Ticket: referencesOf(ticketRecords),
      Team: referencesOf(teamRecords),
      Queue: referencesOf(queueRecords),
      Customer: (references, context) => loadAccountReferences(context, 'customer', references),
      Asset: (references, context) => loadAccountReferences(context, 'asset', references),
    },
  });
}

/** References by id, to what the caller's scope sees. */
function referencesOf<R extends KeptRecord>(records: Records<R>): ReferenceResolver {
  return (references, context) =>
    records.findInOrder(
      context.session,
      references.map((reference) => reference.id),
    );
}

/** The tickets service on its database and the bus. */
export function createTicketsSubgraph(dependencies: {
  database: Database;
  bus: EventBus;
  logger: Logger;
  clock?: () => Date;
}): Subgraph {
  const { database, bus, logger, clock } = dependencies;
  return createSubgraph({
    name: SERVICE,
    federated: ticketsSchema(),
    database,
    background: [
      new Relay({ database, bus, producer: SERVICE, logger }),
      new Consumer({ database, bus, name: SERVICE, projections: accountProjections, logger }),
      new Consumer({
        database,
        bus,
        name: 'customer-life',
        projections: [customerLifeProjection(clock ?? (() => new Date()))],
        logger,
      }),
      new Consumer({
        database,
        bus,
        name: 'hosting-operations',
        projections: [podCapacityProjection],
        logger,
      }),
      new Consumer({
        database,
        bus,
        name: 'case-allowances',
        projections: [caseAllowanceProjection],
        logger,
      }),
      new Consumer({
        database,
        bus,
        name: 'asset-merges',
        projections: [assetMergeProjection(clock ?? (() => new Date()))],
        logger,
      }),
    ],
    logger,
    ...(clock ? { clock } : {}),
  });
}
