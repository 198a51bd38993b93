import { IncidentEntity } from '../incident/index.js';
import { QueueEntity } from '../queue/index.js';
import { TeamEntity } from '../team/index.js';
import { TicketEntity } from '../ticket/index.js';
import { CreateTickets1790000000020 } from './create-tickets.migration.js';
import { FollowAssetMerges1790000000220 } from './follow-asset-merges.migration.js';
import { FollowCustomerLife1790000000070 } from './follow-customer-life.migration.js';
import { RefuseAsking1790000000081 } from './refuse-asking.migration.js';
import { ShowCustomersToResellers1790000000050 } from './show-customers-to-resellers.migration.js';

/** What the service's database needs. */
export const ticketsDatabase = {
  service: 'tickets',
  entities: [TeamEntity, QueueEntity, TicketEntity, IncidentEntity],
  migrations: [
    CreateTickets1790000000020,
    ShowCustomersToResellers1790000000050,
    FollowCustomerLife1790000000070,
    RefuseAsking1790000000081,
    FollowAssetMerges1790000000220,
  ],
};
