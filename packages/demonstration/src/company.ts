import { customers } from './accounts/customers.js';
import { entitlements } from './accounts/entitlements.js';
import { customerReviews, deployments, opportunities } from './accounts/follow-up.js';
import { partners, priceLists } from './accounts/partners.js';
import { staff } from './accounts/people.js';
import { pods } from './accounts/pods.js';
import { SubscriptionBook } from './accounts/subscriptions.js';
import { usage } from './accounts/usage.js';
import { agreements } from './catalogue/agreements.js';
import { calendars, exchangeRates, plans, PRODUCTS, supportLevels } from './catalogue/catalogue.js';
import { Chronology } from './chronology.js';
import { agents } from './desk/agents.js';
import { desk } from './desk/teams.js';
import { TicketBook } from './desk/tickets.js';
import { companyEstate } from './estate/company-estate.js';
import { FILE_NAMES, row } from './files.js';
import type { FileName, Row } from './files.js';
import { ChangeBook } from './operations/changes.js';
import { costs } from './operations/costs.js';
import { IncidentBook } from './operations/incidents.js';
import { statusUpdates } from './operations/status-updates.js';
import { Random } from './random.js';

export interface CompanyOptions {
  /** The instant the data set stands for; nothing but what is planned or agreed lies after it. Cut to the full minute. */
  asOf: Date;
  /** Which company: the same seed and instant give the same rows. Default 1876, the year of the load line. */
  seed?: number;
}

/**
 * The demonstration company as rows of the native import files, in dependency order. Every subscription row holds
 * the terms of its first day; subscription events carry the terms from their day on. Throws RangeError if `asOf`
 * is not an instant.
 */
export function demonstrationCompany({ asOf, seed = 1876 }: CompanyOptions): Map<FileName, Row[]> {
  const time = new Chronology(asOf, seed);
  const { people, rows: peopleRows } = staff(new Random(seed, 'people'));
  const accounts = customers(time, people);
  const book = new SubscriptionBook(time, accounts.customers);
  const active = book.active();
  const estate = companyEstate(time, people, active);
  const changes = new ChangeBook(time, estate, people);
  const incidents = new IncidentBook(time, estate, changes.changes, active);
  const support = desk(people);
  const tickets = new TicketBook(time, support, book.subscriptions);
  const files: Record<FileName, Row[]> = {
    partners: partners(),
    calendars: calendars(),
    people: peopleRows,
    exchange_rates: exchangeRates(time),
    agreements: agreements(time),
    support_levels: supportLevels(),
    products: PRODUCTS.map(({ id, name }) => row('products', { external_id: id, name })),
    plans: plans(),
    price_lists: priceLists(time),
    pods: pods(active),
    customers: accounts.rows,
    contacts: accounts.contactRows,
    subscriptions: book.rows,
    subscription_events: book.events,
    usage: usage(time, active),
    opportunities: opportunities(time, active),
    deployments: deployments(time, people, active),
    customer_reviews: customerReviews(time, active),
    entitlements: entitlements(time, active),
    assets: estate.rows,
    dependencies: estate.dependencies,
    placements: estate.placements,
    changes: changes.rows,
    incidents: incidents.rows,
    incident_impacts: incidents.impacts,
    status_updates: statusUpdates(time, incidents.incidents),
    teams: support.teams,
    queues: support.queues,
    ...agents(people),
    tickets: tickets.rows,
    ticket_events: tickets.events,
    costs: costs(time, {
      support,
      customers: accounts.customers,
      incidents: incidents.incidents,
      changes: changes.changes,
    }),
  };
  return new Map(FILE_NAMES.map((file) => [file, files[file]]));
}
