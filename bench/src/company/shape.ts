/** How large a company is. */
export interface CompanyShape {
  pods: number;
  customersPerPod: number;
  /** Tenants, each of another customer, on one shared host. */
  tenantsPerHost: number;
  /** Assets in all; what the pods do not need is internal estate. */
  assets: number;
  /** Incidents of the current month. */
  incidents: number;
  tickets: number;
}

/** The company that is measured: 100,000 assets, about 250,000 dependencies, 20,000 customers. */
export const MEASURED_COMPANY: CompanyShape = {
  pods: 40,
  customersPerPod: 500,
  tenantsPerHost: 10,
  assets: 100_000,
  incidents: 30,
  tickets: 12_000,
};

/** The same company in small, for a test. */
export const SMALL_COMPANY: CompanyShape = {
  pods: 3,
  customersPerPod: 20,
  tenantsPerHost: 5,
  assets: 400,
  incidents: 12,
  tickets: 120,
};

/** The instant the company stands for, and at which month-to-date figures are taken. */
export const AS_OF = new Date('2026-03-15T12:00:00.000Z');

/** A row of a native import file: text by column. */
export type Row = Record<string, string>;

/** A part of a company that one import mutation takes. */
export interface CompanyPart {
  mutation: string;
  rows: Iterable<Row>;
  /** Whether the rows name records that other services have to have heard of. */
  needsOthers: boolean;
}

/** The products of every company. */
export const PRODUCTS = ['orders', 'payments', 'insights'] as const;

/** One customer and what it has subscribed to. */
export interface Account {
  /** External id. */
  id: string;
  pod: string;
  timeZone: string;
  currency: 'EUR' | 'USD';
  /** Its place in its pod, from 0. */
  place: number;
  /** External ids of products; the first is everybody's own, a quarter has a second. */
  products: string[];
}

const ZONES = ['Europe/Berlin', 'Europe/London', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo'] as const;

/** The external id of a pod, from 0. */
export function podId(pod: number): string {
  return `pod-${String(pod).padStart(2, '0')}`;
}

/** Every customer in order. */
export function* accounts({ pods, customersPerPod }: CompanyShape): Generator<Account> {
  for (let pod = 0; pod < pods; pod++) {
    const timeZone = ZONES[pod % ZONES.length] as string;
    for (let place = 0; place < customersPerPod; place++) {
      const number = pod * customersPerPod + place;
      const first = PRODUCTS[number % PRODUCTS.length] as string;
      const second = PRODUCTS[(number + 1) % PRODUCTS.length] as string;
      yield {
        id: `cus-${String(number).padStart(5, '0')}`,
        pod: podId(pod),
        timeZone,
        currency: timeZone === 'America/New_York' ? 'USD' : 'EUR',
        place,
        products: place % 4 === 3 ? [first, second] : [first],
      };
    }
  }
}

/** The tenant of an account's product: the service that is placed for that customer and product. */
export function tenantId(account: Account, product: string): string {
  return `tenant-${account.id}-${product}`;
}
