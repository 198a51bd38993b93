import 'reflect-metadata';
import { runService } from '@plimsoll/shared';
import { entitlementsConfig } from './config.js';
import { createEntitlementsSubgraph, entitlementsDatabase } from './subgraph.js';

await runService(
  { database: entitlementsDatabase, create: createEntitlementsSubgraph },
  entitlementsConfig(),
);
