import 'reflect-metadata';

export { createTicketsSubgraph, ticketsDatabase, ticketsSchema } from './subgraph.js';
