import { PRODUCTS } from '../catalogue/catalogue.js';
import type { Pod, Product } from '../catalogue/catalogue.js';
import type { Random } from '../random.js';
import type { Estate } from './estate.js';

const HOSTS = 36;
const HOST_MAKES = ['Korvane R640', 'Korvane R750', 'Altimar S2'] as const;

/** What a pod offers to the assets that stand in it. */
export interface PodBase {
  pod: Pod;
  hosts: string[];
  cluster: string;
  network: string;
  dataCentre: string;
}

const FEATURES: Record<string, [api: string[], worker: string[]]> = {
  orders: [
    ['Checkout', 'Order history'],
    ['Bulk import', 'Shipping labels'],
  ],
  payments: [
    ['Card payments', 'Refunds'],
    ['Settlement', 'Dunning'],
  ],
  insights: [
    ['Dashboards', 'Ad-hoc queries'],
    ['Scheduled reports', 'Alerts'],
  ],
};

/** Data centre, power, network and hosts of a pod, and the container cluster over the hosts: up while 60 % of them are. */
export function podBase(estate: Estate, pod: Pod, owner: string, random: Random): PodBase {
  const { key } = pod;
  const at = { pod, owner, location: pod.city };
  const dataCentre = estate.add(`${key}-dc`, `${pod.city} data centre`, 'data-centre', {
    ...at,
    criticality: 'CRITICAL',
    capacity_kw: random.int(4, 9) * 100,
  });
  const feeds = ['a', 'b'].map((side) =>
    estate.add(`${key}-power-${side}`, `${pod.city} power feed ${side.toUpperCase()}`, 'power-feed', at),
  );
  const cooling = estate.add(`${key}-cooling`, `${pod.city} cooling`, 'cooling', at);
  estate.needsOf(dataCentre, 'power', '1', feeds);
  estate.needs(dataCentre, [cooling], 'SOFT');
  const pair = (noun: string, kind: string, make: string) =>
    [1, 2].map((n) => {
      const id = estate.add(`${key}-${kind}-${n}`, `${pod.name} ${noun} ${n}`, kind, {
        ...at,
        make,
        ip: estate.nextAddress(),
      });
      estate.needs(id, [dataCentre]);
      return id;
    });
  const routers = pair('router', 'router', 'Nethra MX9');
  const firewalls = pair('firewall', 'firewall', 'Palisar F4');
  const network = estate.add(`${key}-network`, `${pod.name} network`, 'network', {
    ...at,
    criticality: 'CRITICAL',
  });
  estate.needsOf(network, 'routers', '1', routers);
  estate.needsOf(network, 'firewalls', '1', firewalls);
  const switches = [1, 2, 3, 4].map((n) => {
    const id = estate.add(`${key}-switch-${n}`, `${pod.name} rack switch ${n}`, 'switch', {
      ...at,
      make: 'Nethra QX2',
      ip: estate.nextAddress(),
    });
    estate.needs(id, [network]);
    return id;
  });
  const cluster = estate.add(`${key}-cluster`, `${pod.name} container cluster`, 'container-cluster', {
    ...at,
    criticality: 'HIGH',
    version: '1.31',
  });
  const base = { pod, hosts: [] as string[], cluster, network, dataCentre };
  for (let n = 0; n < HOSTS; n++) addHost(estate, base, owner, random);
  estate.needsOf(cluster, 'hosts', '60%', base.hosts);
  return base;

  function addHost(into: Estate, podBaseSoFar: PodBase, by: string, draws: Random): void {
    const n = podBaseSoFar.hosts.length + 1;
    const id = into.add(`${key}-host-${String(n).padStart(2, '0')}`, `${pod.name} host ${n}`, 'host', {
      pod,
      owner: by,
      location: `${pod.city}, rack ${((n - 1) % 4) + 1}`,
      make: draws.pick(HOST_MAKES),
      ip: into.nextAddress(),
      cores: draws.pick([32, 48, 64]),
      memory_gb: draws.pick([256, 384, 512]),
    });
    into.needs(id, [switches[(n - 1) % 4] ?? network]);
    podBaseSoFar.hosts.push(id);
  }
}

/** A database cluster of three nodes on three hosts, up while two are. */
export function databaseCluster(
  estate: Estate,
  name: { id: string; label: string },
  hosts: string[],
  details: { pod?: Pod; owner: string; location: string; product?: string },
): string {
  const nodes = [0, 1, 2].map((n) => {
    const id = estate.add(`${name.id}-${n + 1}`, `${name.label} node ${n + 1}`, 'database-node', {
      ...details,
      ip: estate.nextAddress(),
      engine: 'PostgreSQL',
      version: '17.4',
      cores: 32,
      memory_gb: 256,
    });
    const host = hosts[n];
    if (host !== undefined) estate.needs(id, [host]);
    return id;
  });
  const cluster = estate.add(name.id, name.label, 'database-cluster', {
    ...details,
    engine: 'PostgreSQL',
    version: '17.4',
    criticality: 'CRITICAL',
  });
  estate.needsOf(cluster, 'nodes', '2', nodes);
  return cluster;
}

/** Three replicas of a service in a container cluster, of which one suffices. */
export function replicas(
  estate: Estate,
  service: string,
  label: string,
  base: PodBase,
  owner: string,
  count = 3,
): void {
  const ids = Array.from({ length: count }, (_, n) => {
    const id = estate.add(`${service}-r${n + 1}`, `${label} replica ${n + 1}`, 'replica', {
      pod: base.pod,
      owner,
      location: base.pod.city,
      cores: 4,
      memory_gb: 16,
    });
    estate.needs(id, [base.cluster]);
    return id;
  });
  estate.needsOf(service, 'replicas', '1', ids);
}

/** What every product in a pod stands on beside its own parts. */
export interface PodServices {
  ingress: string;
  broker: string;
  storage: string;
}

/** Ingress over two load balancers, a message broker of three nodes (two suffice), object storage and its backup. */
export function podServices(
  estate: Estate,
  base: PodBase,
  owner: string,
  dns: string,
  cdn: string,
): PodServices {
  const { pod, hosts, network } = base;
  const { key } = pod;
  const at = { pod, owner, location: pod.city };
  const balancers = [1, 2].map((n) => {
    const id = estate.add(`${key}-lb-${n}`, `${pod.name} load balancer ${n}`, 'load-balancer', {
      ...at,
      ip: estate.nextAddress(),
    });
    estate.needs(id, [network]);
    return id;
  });
  const ingress = estate.add(`${key}-ingress`, `${pod.name} Ingress`, 'service', {
    ...at,
    criticality: 'CRITICAL',
  });
  estate.needsOf(ingress, 'load-balancers', '1', balancers);
  estate.needs(ingress, [dns]);
  estate.needs(ingress, [cdn], 'SOFT');
  estate.place(ingress, { pod: pod.id });
  const nodes = [1, 2, 3].map((n) => {
    const id = estate.add(`${key}-broker-${n}`, `${pod.name} message broker node ${n}`, 'broker-node', at);
    estate.needs(id, [hosts[n + 20] ?? base.cluster]);
    return id;
  });
  const broker = estate.add(`${key}-broker`, `${pod.name} message broker`, 'message-broker', {
    ...at,
    engine: 'Kafka',
    version: '3.9',
    criticality: 'HIGH',
  });
  estate.needsOf(broker, 'nodes', '2', nodes);
  const storage = estate.add(`${key}-storage`, `${pod.name} object storage`, 'object-storage', at);
  estate.needs(storage, [network]);
  const backup = estate.add(`${key}-backup`, `${pod.name} backup`, 'backup', at);
  estate.needs(backup, [storage]);
  return { ingress, broker, storage };
}

/** One product in one pod: front end, API, worker, search, scheduler, caches and features; the front end is what customers use. */
export function productInPod(
  estate: Estate,
  base: PodBase,
  services: PodServices,
  product: Product,
  given: { owner: string; database: string; identity: string },
): void {
  const { pod, hosts, cluster } = base;
  const stem = `${pod.key}-${product.key}`;
  const at = { pod, product: product.id, owner: given.owner, location: pod.city };
  const service = (part: string, label: string, criticality: string) =>
    estate.add(`${stem}-${part}`, `${product.name} ${label} (${pod.name})`, 'service', {
      ...at,
      criticality,
    });
  const web = service('web', 'Web', 'CRITICAL');
  const api = service('api', 'API', 'CRITICAL');
  const worker = service('worker', 'Worker', 'HIGH');
  const search = service('search', 'Search', 'MEDIUM');
  const scheduler = service('scheduler', 'Scheduler', 'LOW');
  const cacheNodes = [0, 1].map((n) => {
    const id = estate.add(
      `${stem}-cache-${n + 1}`,
      `${product.name} cache node ${n + 1} (${pod.name})`,
      'cache-node',
      at,
    );
    estate.needs(id, [hosts[24 + n + 2 * PRODUCTS.indexOf(product)] ?? cluster]);
    return id;
  });
  const cache = estate.add(`${stem}-cache`, `${product.name} cache (${pod.name})`, 'cache', {
    ...at,
    engine: 'Valkey',
  });
  estate.needsOf(cache, 'nodes', '1', cacheNodes);
  replicas(estate, web, `${product.name} Web (${pod.name})`, base, given.owner);
  replicas(estate, api, `${product.name} API (${pod.name})`, base, given.owner);
  estate.needs(web, [api, services.ingress]);
  estate.needs(api, [given.database, given.identity]);
  estate.needs(api, [cache, services.broker, worker, search], 'SOFT');
  estate.needs(worker, [given.database, services.broker, cluster]);
  estate.needs(search, [services.storage, cluster]);
  estate.needs(scheduler, [worker]);
  // The worker calls the API back: a soft cycle in every pod, as real systems grow them.
  if (product.key === 'orders') estate.needs(worker, [api], 'SOFT');
  const [onApi, onWorker] = FEATURES[product.key] ?? [[], []];
  for (const [names, provider] of [[onApi, api] as const, [onWorker, worker] as const]) {
    for (const name of names) {
      const id = `${stem}-feature-${name.toLowerCase().replaceAll(' ', '-')}`;
      estate.add(id, `${name} (${pod.name})`, 'feature', at);
      estate.needs(id, [provider]);
    }
  }
  estate.place(web, { product: product.id, pod: pod.id });
}
