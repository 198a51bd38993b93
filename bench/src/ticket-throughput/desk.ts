import { importFile } from '../platform/empty-platform.js';
import type { MeasuredPlatform } from '../platform/measured-platform.js';

/** What a ticket may be of and about; the customer of a contact has an entitlement for every product. */
export interface AskingDesk {
  askers: { customerId: string; contactId: string }[];
  productIds: string[];
}

const CUSTOMERS = 200;
const AGENTS = 40;
/** Of products, and of the skills, teams and queues that are for one each. */
const PRODUCTS = ['suite', 'mail', 'store', 'pay'];
const MOST_TICKETS = '1000';

/**
 * Fills an empty platform with customers, whom an agreement promises response targets of every priority within office
 * hours, with agents who have skills and languages, and puts routing rules in force: by priority, by product with the
 * skill it takes, and for the rest.
 */
export async function openDesk(platform: MeasuredPlatform): Promise<AskingDesk> {
  await loadPromises(platform);
  await platform.settled();
  await loadAgents(platform);
  await platform.settled();
  await publishRules(platform);
  return findDesk(platform);
}

async function loadPromises(platform: MeasuredPlatform): Promise<void> {
  const many = (file: string, count: number, row: (n: number) => Record<string, string>) =>
    importFile(
      platform,
      file,
      Array.from({ length: count }, (_, n) => row(n)),
    );
  await many('People', AGENTS, (n) => ({ external_id: `p${n}`, name: `Person ${n}`, role: 'agent' }));
  await importFile(platform, 'Calendars', [
    { external_id: 'office', time_zone: 'Europe/Berlin', hours: 'Mon-Fri 08:00-18:00', holidays: 'DE-BE' },
  ]);
  await importFile(platform, 'Agreements', [
    {
      external_id: 'gold',
      name: 'Gold',
      valid_from: '2020-01-01',
      uptime_target: '99.9',
      calendar: 'office',
      targets: [
        'P1:first_response=PT15M,update=PT1H,resolution=PT4H',
        'P2:first_response=PT1H,update=PT4H,resolution=PT8H',
        'P3:first_response=PT4H,update=PT8H,resolution=PT24H',
        'P4:first_response=PT8H,update=PT16H,resolution=PT48H',
      ].join(';'),
    },
  ]);
  await importFile(platform, 'SupportLevels', [
    { external_id: 'premier', name: 'Premier', agreement: 'gold', designated_contacts: '1' },
  ]);
  await importFile(
    platform,
    'Products',
    PRODUCTS.map((name) => ({ external_id: name, name })),
  );
  await many('Customers', CUSTOMERS, (n) => ({
    external_id: `c${n}`,
    name: `Customer ${n}`,
    locale: n % 2 === 0 ? 'de-DE' : 'en-GB',
    time_zone: 'Europe/Berlin',
  }));
  await many('Contacts', CUSTOMERS, (n) => ({
    external_id: `k${n}`,
    customer: `c${n}`,
    name: `Contact ${n}`,
  }));
  await many('Entitlements', CUSTOMERS * PRODUCTS.length, (n) => ({
    customer: `c${Math.floor(n / PRODUCTS.length)}`,
    product: PRODUCTS[n % PRODUCTS.length] ?? '',
    agreement: 'gold',
    support_level: 'premier',
    valid_from: '2025-01-01',
  }));
}

async function loadAgents(platform: MeasuredPlatform): Promise<void> {
  await importFile(
    platform,
    'Skills',
    PRODUCTS.map((name) => ({ external_id: name, name })),
  );
  const people = Array.from({ length: AGENTS }, (_, n) => n);
  const crews = PRODUCTS.map((name, place) => ({
    external_id: name,
    name,
    calendar: 'office',
    members: people
      .filter((n) => n % PRODUCTS.length === place)
      .map((n) => `p${n}`)
      .join(';'),
  }));
  await importFile(platform, 'Teams', crews);
  await importFile(platform, 'Queues', crews);
  await importFile(
    platform,
    'Agents',
    people.map((n) => ({
      person: `p${n}`,
      skills: `${PRODUCTS[n % PRODUCTS.length]}:${3 + (n % 3)}`,
      languages: 'de;en',
      calendar: 'office',
      capacity: MOST_TICKETS,
    })),
  );
}

interface Found {
  id: string;
}

async function publishRules({ client }: MeasuredPlatform): Promise<void> {
  const nouns = ['queue', 'team', 'skill', 'product'];
  const named = nouns.flatMap((noun) =>
    PRODUCTS.map(
      (name) => `${noun}_${name}: ${noun}ByExternalId(source: "import", externalId: "${name}") { id }`,
    ),
  );
  const found = await client.data<Record<string, Found>>(`{ ${named.join(' ')} }`, {});
  const idOf = (noun: string, name: string) => found[`${noun}_${name}`]?.id;
  const rules = PRODUCTS.flatMap((name) => {
    const place = { queueId: idOf('queue', name), teamId: idOf('team', name), inCustomersLanguage: true };
    const about = { productIds: [idOf('product', name)] };
    const skilled = (level: number) => ({ skills: [{ skillId: idOf('skill', name), level }] });
    return [
      { name: `Pressing ${name}`, when: { ...about, priorities: ['P1'] }, ...place, ...skilled(4) },
      { name: `Any ${name}`, when: about, ...place, ...skilled(3) },
    ];
  });
  const { draft } = await client.data<{ draft: { ruleSet: { id: string; version: number } } }>(
    `mutation ($input: CreateRoutingRuleSetInput!) {
       draft: createRoutingRuleSet(input: $input) { ruleSet { id version } userErrors { message path } } }`,
    {
      input: {
        idempotencyKey: 'measured',
        name: 'Measured',
        fallbackQueueId: idOf('queue', 'suite'),
        rules,
      },
    },
  );
  await client.data(
    `mutation ($input: RoutingRuleSetStepInput!) { publishRoutingRuleSet(input: $input) { userErrors { message } } }`,
    { input: { id: draft.ruleSet.id, expectedVersion: draft.ruleSet.version } },
  );
}

async function findDesk({ client }: MeasuredPlatform): Promise<AskingDesk> {
  const customer = 'nodes { id contacts(first: 1) { nodes { id } } }';
  const found = await client.data<{
    first: { nodes: { id: string; contacts: { nodes: Found[] } }[] };
    products: { nodes: Found[] };
  }>(`{ first: customers(first: 100) { ${customer} } products(first: 100) { nodes { id } } }`, {});
  return {
    askers: found.first.nodes.flatMap(({ id, contacts }) =>
      contacts.nodes.map((contact) => ({ customerId: id, contactId: contact.id })),
    ),
    productIds: found.products.nodes.map(({ id }) => id),
  };
}
