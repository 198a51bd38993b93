import {
  buildFederatedSchema,
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
import { AgreementEntity, AgreementResolver, agreementRecords } from './agreement/index.js';
import { CalendarEntity, CalendarResolver, calendarRecords } from './calendar/index.js';
import { PartnerEntity, PartnerResolver, partnerRecords } from './partner/index.js';
import { PersonEntity, PersonResolver, personRecords } from './person/index.js';
import { PlanEntity, PlanResolver, planRecords } from './plan/index.js';
import { PodEntity, PodResolver, podRecords } from './pod/index.js';
import { ProductEntity, ProductResolver, productRecords } from './product/index.js';
import { SupportLevelEntity, SupportLevelResolver, supportLevelRecords } from './support-level/index.js';
import { ExchangeRateResolver } from './exchange-rate/index.js';
import { CreateAccounts1790000000010 } from './database/create-accounts.migration.js';

/** The name of this service: its subgraph, its database, its place on the bus. */
const SERVICE = 'entitlements';

/** What the service's database needs. */
export const entitlementsDatabase = {
  service: SERVICE,
  entities: [
    AgreementEntity,
    CalendarEntity,
    PartnerEntity,
    PersonEntity,
    PlanEntity,
    PodEntity,
    ProductEntity,
    SupportLevelEntity,
  ],
  migrations: [CreateAccounts1790000000010],
};

/** The federated schema of accounts, contracts and pods. */
export function entitlementsSchema(): SubgraphSchema {
  return buildFederatedSchema({
    resolvers: [
      new AgreementResolver(),
      new CalendarResolver(),
      new PartnerResolver(),
      new PersonResolver(),
      new PlanResolver(),
      new PodResolver(),
      new ProductResolver(),
      new SupportLevelResolver(),
      new ExchangeRateResolver(),
    ],
    references: {
      ServiceLevelAgreement: referencesOf(agreementRecords),
      BusinessCalendar: referencesOf(calendarRecords),
      Partner: referencesOf(partnerRecords),
      Person: referencesOf(personRecords),
      Plan: referencesOf(planRecords),
      Pod: referencesOf(podRecords),
      Product: referencesOf(productRecords),
      SupportLevel: referencesOf(supportLevelRecords),
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

/** The entitlements service on its database and the bus. */
export function createEntitlementsSubgraph(dependencies: {
  database: Database;
  bus: EventBus;
  logger: Logger;
  clock?: () => Date;
}): Subgraph {
  const { database, bus, logger, clock } = dependencies;
  return createSubgraph({
    name: SERVICE,
    federated: entitlementsSchema(),
    database,
    background: [new Relay({ database, bus, producer: SERVICE, logger })],
    logger,
    ...(clock ? { clock } : {}),
  });
}
