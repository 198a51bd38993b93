import { pick, randomOf } from './random.js';
import {
  accounts,
  podId,
  tenantId,
  type Account,
  type CompanyPart,
  type CompanyShape,
  type Row,
} from './shape.js';

/**
 * What stands under the tenants of a pod. Every dependency here is hard and alone or one of a group that needs all
 * its members, so that the impact of a loss is what can be reached from it.
 *
 *     tenant → volume → array      tenant → host → rack
 *     tenant → database → node ×3  tenant → entrance → identity (one for all pods)
 */
const ARRAYS = 5;
const RACKS = 5;
const NODES = 3;

/** External id of what every customer of every pod needs. */
export const IDENTITY = 'identity';

/** External id of a node of the database that the customers of a pod share. */
export function nodeId(pod: number, node: number): string {
  return `${podId(pod)}-database-node-${node}`;
}

/** External id of the host of the first tenants of a pod. */
export function firstHostId(pod: number): string {
  return `${podId(pod)}-host-0-0`;
}

/** First products and second products live on hosts of their own, so that a host has one tenant a customer. */
function hostOf(shape: CompanyShape, account: Account, product: string): string {
  const second = account.products.indexOf(product);
  const place = second === 0 ? account.place : Math.floor(account.place / 4);
  return `${account.pod}-host-${second}-${Math.floor(place / shape.tenantsPerHost)}`;
}

function arrayOf(account: Account): string {
  return `${account.pod}-array-${account.place % ARRAYS}`;
}

function* hosts(shape: CompanyShape, pod: number): Generator<string> {
  const last = (tenants: number) => Math.ceil(tenants / shape.tenantsPerHost);
  for (let host = 0; host < last(shape.customersPerPod); host++) yield `${podId(pod)}-host-0-${host}`;
  for (let host = 0; host < last(Math.floor(shape.customersPerPod / 4)); host++) {
    yield `${podId(pod)}-host-1-${host}`;
  }
}

type Named = [id: string, kind: string];

function* podAssets(shape: CompanyShape): Generator<Named> {
  yield [IDENTITY, 'service'];
  for (let pod = 0; pod < shape.pods; pod++) {
    const id = podId(pod);
    yield [`${id}-entrance`, 'service'];
    yield [`${id}-database`, 'database'];
    for (let node = 0; node < NODES; node++) yield [nodeId(pod, node), 'host'];
    for (let array = 0; array < ARRAYS; array++) yield [`${id}-array-${array}`, 'storage'];
    for (let rack = 0; rack < RACKS; rack++) yield [`${id}-rack-${rack}`, 'rack'];
    for (const host of hosts(shape, pod)) yield [host, 'host'];
  }
  for (const account of accounts(shape)) {
    for (const product of account.products) {
      yield [tenantId(account, product), 'service'];
      yield [`volume-${account.id}-${product}`, 'storage'];
    }
  }
}

function internalId(number: number): string {
  return `internal-${String(number).padStart(6, '0')}`;
}

function internalCount(shape: CompanyShape): number {
  let count = shape.assets;
  for (const _ of podAssets(shape)) count -= 1;
  return Math.max(0, count);
}

function* assetRows(shape: CompanyShape): Generator<Row> {
  for (const [external_id, kind] of podAssets(shape)) {
    yield { external_id, name: external_id.replaceAll('-', ' '), kind, status: 'LIVE' };
  }
  const random = randomOf('internal assets');
  const count = internalCount(shape);
  for (let number = 0; number < count; number++) {
    yield {
      external_id: internalId(number),
      name: `internal ${number}`,
      kind: pick(['host', 'service', 'database', 'storage'], random()),
      status: random() < 0.01 ? 'RETIRED' : 'LIVE',
    };
  }
}

function* dependencyRows(shape: CompanyShape): Generator<Row> {
  for (let pod = 0; pod < shape.pods; pod++) {
    const id = podId(pod);
    yield { consumer: `${id}-entrance`, provider: IDENTITY };
    for (let node = 0; node < NODES; node++) {
      yield { consumer: `${id}-database`, provider: nodeId(pod, node), group: 'nodes' };
      yield { consumer: nodeId(pod, node), provider: `${id}-rack-${node}` };
    }
    let place = 0;
    for (const host of hosts(shape, pod)) yield { consumer: host, provider: `${id}-rack-${place++ % RACKS}` };
  }
  for (const account of accounts(shape)) {
    for (const product of account.products) {
      const consumer = tenantId(account, product);
      const volume = `volume-${account.id}-${product}`;
      yield { consumer, provider: volume };
      yield { consumer, provider: hostOf(shape, account, product) };
      yield { consumer, provider: `${account.pod}-database` };
      yield { consumer, provider: `${account.pod}-entrance` };
      yield { consumer: volume, provider: arrayOf(account) };
    }
  }
  yield* internalDependencies(shape);
}

/** Soft and hard, alone and in groups of which one member is enough, with cycles: as estates are. */
function* internalDependencies(shape: CompanyShape): Generator<Row> {
  const random = randomOf('internal dependencies');
  const count = internalCount(shape);
  for (let number = 10; number < count; number++) {
    const consumer = internalId(number);
    const near = () => internalId(Math.max(0, number - 1 - Math.floor(random() * Math.min(number, 1000))));
    const providers = new Set([near(), near(), ...(random() < 0.7 ? [near()] : [])]);
    providers.delete(consumer);
    const draw = random();
    if (draw < 0.3) {
      for (const provider of providers) yield { consumer, provider, group: 'any', min_up: '1' };
    } else {
      for (const provider of providers) {
        yield { consumer, provider, ...(draw < 0.5 ? { strength: 'SOFT' } : {}) };
      }
    }
    if (number % 500 === 0) yield { consumer: internalId(number - 7), provider: consumer };
  }
}

function* placementRows(shape: CompanyShape): Generator<Row> {
  for (const account of accounts(shape)) {
    for (const product of account.products) {
      yield { asset: tenantId(account, product), product, customer: account.id };
    }
  }
}

/** Assets, what they depend on, and which customers feel them. */
export function estate(shape: CompanyShape): CompanyPart[] {
  return [
    { mutation: 'importAssets', rows: assetRows(shape), needsOthers: false },
    { mutation: 'importDependencies', rows: dependencyRows(shape), needsOthers: false },
    { mutation: 'importPlacements', rows: placementRows(shape), needsOthers: true },
  ];
}
