import type { Logger } from '@plimsoll/shared';
import { spreadOf, type Spread } from '../measure/statistics.rules.js';
import { importFile, onEmptyPlatform } from '../platform/empty-platform.js';
import type { MeasuredPlatform } from '../platform/measured-platform.js';

/** How long the telephone system waits for where a call goes. */
export interface CallTimes {
  contacts: number;
  byPhoneMs: Spread;
  byCsiMs: Spread;
}

const NOW = new Date('2026-03-18T10:30:00Z');
const CONTACTS_A_CUSTOMER = 5;
const AGENTS = 40;
const ROWS_AT_ONCE = 1_000;
const WARM_UPS = 30;
const CALLS = 300;
/** Every so many customers one has an open incident. */
const INCIDENT_EVERY = 20;

const ROUTE = `query RouteCaller($phone: String, $csi: String) {
  routeCall(phone: $phone, csi: $csi) {
    contact { id name designated } customer { id name supportLevel { name } access { active } }
    entitlement { id product { id name } agreement { id name } }
    openIncidents(first: 5) { id subject lastUpdate { text at } }
    priority queue { id name } preferredAgents(first: 5) { id name } routedBecause } }`;

/** Asks by the contract's document where calls go, by number and by CSI, among so many contacts, one call after another. */
export async function measureCalls(options: {
  projectFolder: string;
  contacts: number;
  logger: Logger;
}): Promise<CallTimes> {
  const { projectFolder, contacts, logger } = options;
  return onEmptyPlatform({ projectFolder, now: NOW, logger }, async (platform) => {
    await load(platform, contacts);
    await publishRules(platform);
    const numbers = Array.from({ length: CALLS + WARM_UPS }, (_, call) => (call * 7_919) % contacts);
    const timed = async (variables: (number: number) => object): Promise<Spread> => {
      const times: number[] = [];
      for (const number of numbers) times.push(await ask(platform, variables(number)));
      return spreadOf(times.slice(WARM_UPS));
    };
    return {
      contacts,
      byPhoneMs: await timed((number) => ({ phone: phoneOf(number) })),
      byCsiMs: await timed((number) => ({ csi: csiOf(Math.floor(number / CONTACTS_A_CUSTOMER)) })),
    };
  });
}

async function ask(platform: MeasuredPlatform, variables: object): Promise<number> {
  const askedAt = performance.now();
  const { routeCall } = await platform.client.data<{
    routeCall: { customer: object | null; queue: object | null; preferredAgents: unknown[] };
  }>(ROUTE, variables as Record<string, unknown>);
  const took = performance.now() - askedAt;
  if (!routeCall.customer || !routeCall.queue || routeCall.preferredAgents.length === 0) {
    throw new Error(`not what was to be measured: ${JSON.stringify(routeCall).slice(0, 500)}`);
  }
  return took;
}

const phoneOf = (contact: number) => `+4930${String(contact).padStart(8, '0')}`;
const csiOf = (customer: number) => `CSI-${String(customer).padStart(7, '0')}`;

async function load(platform: MeasuredPlatform, contacts: number): Promise<void> {
  const many = async (file: string, count: number, row: (n: number) => Record<string, string>) => {
    for (let from = 0; from < count; from += ROWS_AT_ONCE) {
      const size = Math.min(ROWS_AT_ONCE, count - from);
      await importFile(
        platform,
        file,
        Array.from({ length: size }, (_, n) => row(from + n)),
      );
    }
  };
  const customers = Math.ceil(contacts / CONTACTS_A_CUSTOMER);
  await many('People', AGENTS, (n) => ({ external_id: `p${n}`, name: `Person ${n}`, role: 'agent' }));
  await importFile(platform, 'Agreements', [
    { external_id: 'gold', name: 'Gold', valid_from: '2020-01-01', uptime_target: '99.9' },
  ]);
  await importFile(platform, 'SupportLevels', [
    { external_id: 'premier', name: 'Premier', agreement: 'gold', designated_contacts: '5' },
  ]);
  await importFile(platform, 'Products', [{ external_id: 'suite', name: 'Suite' }]);
  await many('Customers', customers, (n) => ({
    external_id: `c${n}`,
    name: `Customer ${n}`,
    csi: csiOf(n),
    designated_analyst: `p${n % AGENTS}`,
    locale: 'de-DE',
  }));
  await many('Contacts', contacts, (n) => ({
    external_id: `k${n}`,
    customer: `c${Math.floor(n / CONTACTS_A_CUSTOMER)}`,
    name: `Contact ${n}`,
    phone: phoneOf(n),
    designated: String(n % CONTACTS_A_CUSTOMER === 0),
  }));
  await many('Entitlements', customers, (n) => ({
    customer: `c${n}`,
    product: 'suite',
    agreement: 'gold',
    support_level: 'premier',
    valid_from: '2025-01-01',
  }));
  await platform.settled();
  const everybody = Array.from({ length: AGENTS }, (_, n) => `p${n}`).join(';');
  await importFile(platform, 'Teams', [{ external_id: 'care', name: 'Care', members: everybody }]);
  await importFile(platform, 'Queues', [{ external_id: 'calls', name: 'Calls', members: everybody }]);
  await many('Agents', AGENTS, (n) => ({ person: `p${n}`, languages: n % 2 === 0 ? 'de;en' : 'en' }));
  await many('Tickets', Math.ceil(customers / INCIDENT_EVERY), (n) => ({
    external_id: `t${n}`,
    subject: `Incident ${n}`,
    kind: 'incident',
    customer: `c${n * INCIDENT_EVERY}`,
    opened_at: '2026-03-18T08:00:00Z',
  }));
  await platform.settled();
}

async function publishRules(platform: MeasuredPlatform): Promise<void> {
  const { client } = platform;
  const ids = await client.data<Record<'queue' | 'team' | 'level', { id: string }>>(
    `{ queue: queueByExternalId(source: "import", externalId: "calls") { id }
       team: teamByExternalId(source: "import", externalId: "care") { id }
       level: supportLevelByExternalId(source: "import", externalId: "premier") { id } }`,
    {},
  );
  const place = { queueId: ids.queue.id, teamId: ids.team.id };
  const { draft } = await client.data<{ draft: { ruleSet: { id: string; version: number } } }>(
    `mutation ($input: CreateRoutingRuleSetInput!) {
       draft: createRoutingRuleSet(input: $input) { ruleSet { id version } } }`,
    {
      input: {
        idempotencyKey: 'measured',
        name: 'Measured',
        fallbackQueueId: ids.queue.id,
        rules: [
          { name: 'Premier', when: { designatedContact: true, supportLevelIds: [ids.level.id] }, ...place },
          { name: 'Calls', when: { channels: ['PHONE'] }, inCustomersLanguage: true, ...place },
        ],
      },
    },
  );
  await client.data(
    `mutation ($input: RoutingRuleSetStepInput!) { publishRoutingRuleSet(input: $input) { userErrors { message } } }`,
    { input: { id: draft.ruleSet.id, expectedVersion: draft.ruleSet.version } },
  );
}
