import type { Principal } from '@plimsoll/shared';
import type { Gateway } from '../gateway.js';
import { gatewayBefore, tokenOf } from './gateway-before.js';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';
const PAGE_INFO = 'type PageInfo @shareable { hasNextPage: Boolean! endCursor: String }';

const ENTITLEMENTS = `${LINK} ${PAGE_INFO}
scalar DateTime
type Query { chargeableCases(first: Int! = 20, after: String, filter: ChargeableCaseFilter, orderBy: ChargeableCaseOrder): ChargeableCaseConnection! }
input ChargeableCaseFilter { customerId: ID closedFrom: DateTime closedTo: DateTime withdrawn: Boolean }
input ChargeableCaseOrder { field: ChargeableCaseOrderField! direction: OrderDirection! = ASC }
enum ChargeableCaseOrderField { CLOSED_AT }
enum OrderDirection { ASC DESC }
type ChargeableCaseConnection { nodes: [ChargeableCase!]! pageInfo: PageInfo! }
type ChargeableCase { id: ID! closedAt: DateTime number: Int allowed: Int withdrawn: Boolean customer: Customer entitlement: Entitlement ticket: Ticket }
type Entitlement { id: ID! product: Product supportLevel: SupportLevel subscription: CustomerSubscription }
type CustomerSubscription { id: ID! externalId: String }
type SupportLevel { id: ID! externalId: String name: String }
type Ticket @key(fields: "id", resolvable: false) { id: ID! }
type Customer @key(fields: "id") { id: ID! externalId: String csi: String name: String }
type Product @key(fields: "id") { id: ID! externalId: String name: String }
type ServiceLevelAgreement @key(fields: "id") { id: ID! externalId: String name: String }
`;

const TICKETS = `${LINK}
type Query { ticketCount: Int! }
type Ticket @key(fields: "id") { id: ID! externalId: String }
`;

const ANALYTICS = `${LINK} ${PAGE_INFO}
scalar Decimal
type Query { serviceCredits(first: Int! = 20, after: String, month: String!): ServiceCreditConnection! }
type ServiceCreditConnection { nodes: [ServiceCredit!]! pageInfo: PageInfo! }
type ServiceCredit { customer: Customer! product: Product! agreement: ServiceLevelAgreement! month: String! uptime: Decimal credit: Money! }
type Money { amount: Decimal! currency: String! }
type Customer @key(fields: "id", resolvable: false) { id: ID! }
type Product @key(fields: "id", resolvable: false) { id: ID! }
type ServiceLevelAgreement @key(fields: "id", resolvable: false) { id: ID! }
`;

const CUSTOMER = { id: 'cus_1', externalId: 'C-1', csi: 'AAA-BBB-CCC', name: 'Birch, Mills' };
const PRODUCT = { id: 'prd_1', externalId: 'P-1', name: 'Orders' };
const AGREEMENT = { id: 'sla_1', externalId: 'S-1', name: 'Gold' };

/** Of a contract year that allows two cases: one implied by a subscription, and one withdrawn that hangs on an asset. */
const CASES = [
  {
    id: 'chc_1',
    closedAt: '2026-03-01T00:00:00.000Z',
    number: 3,
    allowed: 2,
    withdrawn: false,
    customer: CUSTOMER,
    ticket: { id: 'tkt_1' },
    entitlement: {
      id: 'ent_1',
      product: PRODUCT,
      supportLevel: { id: 'lvl_1', externalId: 'L-1', name: 'Premier' },
      subscription: { id: 'sub_1', externalId: 'U-1' },
    },
  },
  {
    id: 'chc_2',
    closedAt: '2026-03-31T23:59:59.999Z',
    number: 4,
    allowed: 2,
    withdrawn: true,
    customer: CUSTOMER,
    ticket: { id: 'tkt_2' },
    entitlement: { id: 'ent_2', product: null, supportLevel: null, subscription: null },
  },
];

const CREDIT = {
  customer: { id: CUSTOMER.id },
  product: { id: PRODUCT.id },
  agreement: { id: AGREEMENT.id },
  month: '2026-03',
  uptime: '99.500000000000',
  credit: { amount: '12.50', currency: 'EUR' },
};

const isStaff = ({ roles }: Principal) => roles.includes('admin');
/** One page of these records. */
const pageOf = (nodes: readonly object[]) => ({ nodes, pageInfo: { hasNextPage: false, endCursor: null } });
/** Accounts are for staff: others are given none, as if there were none. */
const shownToStaff = (record: object) => ({
  __resolveReference: (_: object, principal: Principal) => (isStaff(principal) ? record : null),
});

/** A gateway before three services that hold what is billed; accounts are shown to staff alone, credits to analysts too. */
export class BillingServices {
  /** The arguments of each page of chargeable cases. */
  readonly asked: unknown[] = [];
  gateway!: Gateway;

  static async start(): Promise<BillingServices> {
    const billing = new BillingServices();
    billing.gateway = await gatewayBefore([
      {
        name: 'entitlements',
        sdl: ENTITLEMENTS,
        resolvers: {
          Query: {
            chargeableCases: (_: unknown, args: object, principal: Principal) => {
              billing.asked.push(args);
              return pageOf(isStaff(principal) ? CASES : []);
            },
          },
          Customer: shownToStaff(CUSTOMER),
          Product: shownToStaff(PRODUCT),
          ServiceLevelAgreement: shownToStaff(AGREEMENT),
        },
      },
      {
        name: 'tickets',
        sdl: TICKETS,
        resolvers: {
          Query: { ticketCount: () => CASES.length },
          Ticket: {
            __resolveReference: ({ id }: { id: string }) => ({
              id,
              externalId: id === 'tkt_1' ? 'T-1' : null,
            }),
          },
        },
      },
      {
        name: 'analytics',
        sdl: ANALYTICS,
        resolvers: { Query: { serviceCredits: () => pageOf([CREDIT]) } },
      },
    ]);
    return billing;
  }

  /** The lines of a table, its header first, as someone of this role is given it. */
  async lines(path: string, role: 'admin' | 'analyst'): Promise<string[]> {
    const token = await tokenOf(role);
    const response = await fetch(`http://127.0.0.1:${this.gateway.port}${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await response.text();
    if (response.status !== 200) throw new Error(text);
    return text.split('\r\n').slice(0, -1);
  }
}
