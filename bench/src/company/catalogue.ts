import { podId, PRODUCTS, type CompanyPart, type CompanyShape, type Row } from './shape.js';

const SINCE = '2020-01-01';
/** Account managers. */
export const PEOPLE = 40;

/** Tiers of a plan with the agreement each promises and its price for one unit. */
export const TIERS = [
  { tier: '1', agreement: 'sla-starter', level: 'level-reactive', price: 90 },
  { tier: '2', agreement: 'sla-business', level: 'level-office', price: 490 },
  { tier: '3', agreement: 'sla-enterprise', level: 'level-always', price: 1490 },
] as const;

/** The agreement that some customers bought beyond their plan. */
export const BEYOND = { agreement: 'sla-critical', level: 'level-always' };

/** The external id of a plan. */
export function planId(product: string, tier: string, currency: string): string {
  return `plan-${product}-${tier}-${currency}`;
}

const AGREEMENTS: Row[] = [
  {
    external_id: 'sla-starter',
    name: 'Starter agreement',
    uptime_target: '99.5',
    degraded_weight: '0.25',
    credit_tiers: '99.5:5;99.0:10;95.0:25',
    credit_cap_percent: '25',
  },
  {
    external_id: 'sla-business',
    name: 'Business agreement',
    uptime_target: '99.9',
    degraded_weight: '0.5',
    maintenance_notice_hours: '48',
    maintenance_cap_minutes: '10',
    credit_tiers: '99.9:10;99.0:25;95.0:50',
    credit_cap_percent: '50',
  },
  {
    external_id: 'sla-enterprise',
    name: 'Enterprise agreement',
    uptime_target: '99.95',
    degraded_weight: '0.5',
    maintenance_notice_hours: '72',
    maintenance_cap_minutes: '60',
    credit_tiers: '99.95:10;99.5:25;99.0:50',
    credit_cap_percent: '50',
  },
  {
    external_id: 'sla-critical',
    name: 'Critical agreement',
    uptime_target: '99.99',
    degraded_weight: '1',
    maintenance_notice_hours: '120',
    credit_tiers: '99.99:10;99.9:25;99.0:50;95.0:100',
    credit_cap_percent: '100',
  },
];

/** People, agreements, support levels, products, plans and pods. */
export function catalogue({ pods, customersPerPod }: CompanyShape): CompanyPart[] {
  const people = Array.from({ length: PEOPLE }, (_, number): Row => ({
    external_id: `person-${number}`,
    name: `Account manager ${number}`,
    role: 'account manager',
  }));
  const levels = ['reactive', 'office', 'always'].map((name): Row => ({
    external_id: `level-${name}`,
    name: `Support ${name}`,
  }));
  const plans = PRODUCTS.flatMap((product) =>
    TIERS.flatMap(({ tier, agreement, level, price }) =>
      ['EUR', 'USD'].map((currency): Row => ({
        external_id: planId(product, tier, currency),
        name: `${product} ${tier} ${currency}`,
        product,
        support_level: level,
        agreement,
        tier,
        monthly_price: `${price}.00`,
        currency,
      })),
    ),
  );
  const podRows = Array.from({ length: pods }, (_, pod): Row => ({
    external_id: podId(pod),
    name: `Pod ${pod}`,
    region: 'EMEA',
    seats: String(customersPerPod * 2),
  }));
  const part = (mutation: string, rows: Row[]): CompanyPart => ({ mutation, rows, needsOthers: false });
  return [
    part('importPeople', people),
    part(
      'importAgreements',
      AGREEMENTS.map((row) => ({ ...row, valid_from: SINCE })),
    ),
    part('importSupportLevels', levels),
    part(
      'importProducts',
      PRODUCTS.map((product) => ({ external_id: product, name: `Product ${product}` })),
    ),
    part('importPlans', plans),
    part('importPods', podRows),
  ];
}
