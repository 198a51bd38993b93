import type { Person } from '../accounts/people.js';
import { peopleOf } from '../accounts/people.js';
import type { Subscription } from '../accounts/subscriptions.js';
import { PODS, PRODUCTS } from '../catalogue/catalogue.js';
import type { Chronology } from '../chronology.js';
import { Random } from '../random.js';
import { Estate } from './estate.js';
import { databaseCluster, podBase, podServices, productInPod, replicas } from './pod.js';
import type { PodBase } from './pod.js';

/** How many assets the company has. */
const ASSETS = 900;

/** The database cluster behind Orders in both European pods; an outage of it is felt by most customers there. */
export const SHARED_DATABASE = 'eu-orders-db';

/** The connector that ten customers of Payments use. */
const CONNECTOR = 'sepa-connector';

/**
 * The whole estate: six pods, what they share, edge locations, connectors and gateways of single customers,
 * machines planned and retired; filled up with pool hosts to ASSETS.
 */
export function companyEstate(time: Chronology, people: Person[], active: Subscription[]): Estate {
  const random = new Random(time.seed, 'estate');
  const estate = new Estate();
  const operators = peopleOf(people, 'operator');
  const engineers = peopleOf(people, 'engineer');
  const bases = PODS.map((pod) => podBase(estate, pod, random.pick(operators), random));
  const [first, second] = bases;
  if (first === undefined || second === undefined) throw new RangeError('The estate needs two pods.');
  const shared = sharedServices(estate, bases, engineers, random);
  const sharedDatabase = databaseCluster(
    estate,
    { id: SHARED_DATABASE, label: 'EU Orders Database' },
    [first.hosts[0], second.hosts[0], first.hosts[1]].filter((host) => host !== undefined),
    { owner: random.pick(engineers), location: 'Frankfurt and Dublin', product: 'PRD-ORDERS' },
  );
  for (const base of bases) {
    const { pod } = base;
    const services = podServices(estate, base, random.pick(operators), shared.dns, shared.cdn);
    for (const [i, product] of PRODUCTS.entries()) {
      const owner = random.pick(engineers);
      const common = product.key === 'orders' && pod.region === 'EMEA';
      const database = common
        ? sharedDatabase
        : databaseCluster(
            estate,
            { id: `${pod.key}-${product.key}-db`, label: `${product.name} Database (${pod.name})` },
            base.hosts.slice(3 + 3 * i, 6 + 3 * i),
            { pod, owner, location: pod.city, product: product.id },
          );
      productInPod(estate, base, services, product, { owner, database, identity: shared.identity });
    }
  }
  customerConnections(estate, first, active, engineers, random);
  edges(estate, shared.cdn, random);
  outsideLife(estate, operators, random);
  poolHosts(estate, bases, operators, random);
  return estate;
}

/** Services of all pods. Identity and configuration need each other, and so do name service and discovery: two hard cycles. */
function sharedServices(
  estate: Estate,
  bases: PodBase[],
  engineers: string[],
  random: Random,
): { identity: string; dns: string; cdn: string } {
  const service = (id: string, name: string, criticality: string) => {
    estate.add(id, name, 'service', { owner: random.pick(engineers), location: 'all pods', criticality });
    const copies = bases
      .filter((_, i) => i % 2 === 0)
      .map((base) => {
        const copy = estate.add(`${id}-${base.pod.key}`, `${name} (${base.pod.name})`, 'replica', {
          pod: base.pod,
          location: base.pod.city,
        });
        estate.needs(copy, [base.cluster]);
        return copy;
      });
    estate.needsOf(id, 'replicas', '1', copies);
    return id;
  };
  const identity = service('identity', 'Identity', 'CRITICAL');
  const configuration = service('configuration', 'Configuration', 'CRITICAL');
  const dns = service('dns', 'Name service', 'CRITICAL');
  const discovery = service('discovery', 'Service discovery', 'CRITICAL');
  const cdn = service('cdn', 'Content delivery', 'HIGH');
  const registry = service('model-registry', 'Insights Model Registry', 'MEDIUM');
  const licensing = service('licensing', 'Licensing', 'MEDIUM');
  const mail = service('mail-relay', 'Mail relay', 'LOW');
  service('observability', 'Observability', 'MEDIUM');
  service('deployment', 'Deployment pipeline', 'LOW');
  estate.needs(identity, [configuration]);
  estate.needs(configuration, [identity]);
  estate.needs(dns, [discovery]);
  estate.needs(discovery, [dns]);
  estate.needs(licensing, [identity]);
  estate.needs(mail, [dns]);
  estate.place(registry, { product: 'PRD-INSIGHTS' });
  return { identity, dns, cdn };
}

/** A connector for ten customers of Payments, and a private gateway for six enterprises. */
function customerConnections(
  estate: Estate,
  base: PodBase,
  active: Subscription[],
  engineers: string[],
  random: Random,
): void {
  const owner = random.pick(engineers);
  const paying = active.filter(({ kind, customer }) => kind === 'STANDARD' && customer.leaving === undefined);
  const database = databaseCluster(
    estate,
    { id: `${CONNECTOR}-db`, label: 'SEPA Connector Database' },
    base.hosts.slice(12, 15),
    { pod: base.pod, owner, location: base.pod.city, product: 'PRD-PAYMENTS' },
  );
  estate.add(CONNECTOR, 'SEPA Connector', 'service', {
    pod: base.pod,
    product: 'PRD-PAYMENTS',
    owner,
    location: base.pod.city,
    criticality: 'HIGH',
  });
  replicas(estate, CONNECTOR, 'SEPA Connector', base, owner, 2);
  const scheme = estate.add('sepa-scheme', 'SEPA clearing (third party)', 'third-party', {
    location: 'outside',
  });
  estate.needs(CONNECTOR, [database, scheme]);
  const users = paying.filter(
    ({ product, customer }) => product.key === 'payments' && customer.place.region === 'EMEA',
  );
  for (const { customer } of random.shuffle(users).slice(0, 10)) {
    estate.place(CONNECTOR, { product: 'PRD-PAYMENTS', customer: customer.id });
  }
  const enterprises = new Map(
    paying
      .filter(({ customer }) => customer.segment === 'ENTERPRISE' && customer.partner === undefined)
      .map((subscription) => [subscription.customer.id, subscription]),
  );
  for (const { customer, pod } of random.shuffle([...enterprises.values()]).slice(0, 6)) {
    const id = `gateway-${customer.id.toLowerCase()}`;
    estate.add(id, `Private gateway of ${customer.name}`, 'gateway', {
      pod,
      location: pod.city,
      owner: random.pick(engineers),
      ip: estate.nextAddress(),
      criticality: 'HIGH',
    });
    estate.needs(id, [`${pod.key}-network`]);
    estate.place(id, { customer: customer.id });
  }
}

/** Twenty edge locations with two hosts each; content delivery lives while half of them do. */
function edges(estate: Estate, cdn: string, random: Random): void {
  const cities =
    'Amsterdam Bogota Brisbane Chicago Dallas Denver Hamburg Lagos Lima Lisbon Madrid Manila Milan Mumbai Osaka Oslo Santiago Seoul Toronto Warsaw'.split(
      ' ',
    );
  const locations = cities.map((city) => {
    const key = `edge-${city.toLowerCase()}`;
    const hosts = [1, 2].map((n) =>
      estate.add(`${key}-${n}`, `${city} edge host ${n}`, 'host', {
        location: city,
        ip: estate.nextAddress(),
        cores: 16,
        memory_gb: random.pick([64, 128]),
      }),
    );
    estate.add(key, `${city} edge location`, 'edge-location', { location: city });
    estate.needsOf(key, 'hosts', '50%', hosts);
    return key;
  });
  estate.needsOf(cdn, 'edge-locations', '50%', locations);
}

/** Third parties, files, and machines that are not in service yet or any more. */
function outsideLife(estate: Estate, operators: string[], random: Random): void {
  const card = estate.add('card-scheme', 'Card scheme (third party)', 'third-party', { location: 'outside' });
  for (const pod of PODS) estate.needs(`${pod.key}-payments-feature-card-payments`, [card]);
  estate.add('tls-certificate', 'Wildcard certificate', 'file', {
    owner: random.pick(operators),
    criticality: 'HIGH',
  });
  estate.needs('cdn', ['tls-certificate']);
  for (let n = 1; n <= 22; n++) {
    const pod = PODS[n % PODS.length];
    const status = n <= 6 ? 'PLANNED' : 'RETIRED';
    estate.add(
      `${status.toLowerCase()}-host-${n}`,
      `${status === 'PLANNED' ? 'Ordered' : 'Former'} host ${n}`,
      'host',
      {
        status,
        pod,
        location: pod?.city,
        make: 'Korvane R540',
        owner: random.pick(operators),
      },
    );
  }
}

/** Spare hosts in every pod until the estate has its full number. */
function poolHosts(estate: Estate, bases: PodBase[], operators: string[], random: Random): void {
  for (let n = 0; estate.assets.length < ASSETS; n++) {
    const base = bases[n % bases.length];
    if (base === undefined) return;
    const number = Math.floor(n / bases.length) + 1;
    const id = estate.add(`${base.pod.key}-pool-${number}`, `${base.pod.name} pool host ${number}`, 'host', {
      pod: base.pod,
      owner: random.pick(operators),
      location: base.pod.city,
      ip: estate.nextAddress(),
      cores: 64,
      memory_gb: 512,
      status: n % 17 === 5 ? 'MAINTENANCE' : 'LIVE',
    });
    estate.needs(id, [base.network]);
  }
}
