import 'reflect-metadata';
import { runService } from '@plimsoll/shared';
import { ticketsConfig } from './config.js';
import { createTicketsSubgraph, ticketsDatabase } from './subgraph.js';

await runService({ database: ticketsDatabase, create: createTicketsSubgraph }, ticketsConfig());
