import { DomainError } from '@plimsoll/shared';

/** Where an order stands. */
export const ORDER_STATUSES = [
  'AWAITING_APPROVAL',
  'PLACED',
  'WAITING_FOR_CAPACITY',
  'IN_PROGRESS',
  'FULFILLED',
  'FAILED',
  'REJECTED',
  'CANCELLED',
] as const;

/** One of {@link ORDER_STATUSES}. */
export type OrderStatusName = (typeof ORDER_STATUSES)[number];

/** What a line of an order asks for. */
export const ORDER_ACTIONS = ['NEW', 'ADD_ON', 'RENEW', 'CHANGE', 'TERMINATE'] as const;

/** One of {@link ORDER_ACTIONS}. */
export type OrderActionName = (typeof ORDER_ACTIONS)[number];

/** What an order is about: the action of all its lines, else `MIXED`. */
export type OrderKindName = OrderActionName | 'MIXED';

/** On whose side an order was placed. */
export type OrderChannelName = 'STAFF' | 'PARTNER' | 'CONTACT' | 'PLATFORM';

/** The statuses in which an order is not done with: its subscriptions take no other order meanwhile. */
export const OPEN_STATUSES: readonly OrderStatusName[] = [
  'AWAITING_APPROVAL',
  'PLACED',
  'WAITING_FOR_CAPACITY',
  'IN_PROGRESS',
];

/** A failed order may be taken up again; what was fulfilled, rejected or cancelled stays so. */
const NEXT: Record<OrderStatusName, readonly OrderStatusName[]> = {
  AWAITING_APPROVAL: ['PLACED', 'WAITING_FOR_CAPACITY', 'IN_PROGRESS', 'FAILED', 'REJECTED', 'CANCELLED'],
  PLACED: [
    'AWAITING_APPROVAL',
    'WAITING_FOR_CAPACITY',
    'IN_PROGRESS',
    'FULFILLED',
    'FAILED',
    'REJECTED',
    'CANCELLED',
  ],
  WAITING_FOR_CAPACITY: ['PLACED', 'IN_PROGRESS', 'FULFILLED', 'FAILED', 'CANCELLED'],
  IN_PROGRESS: ['WAITING_FOR_CAPACITY', 'FULFILLED', 'FAILED', 'CANCELLED'],
  FULFILLED: [],
  FAILED: ['PLACED', 'WAITING_FOR_CAPACITY', 'IN_PROGRESS', 'CANCELLED'],
  REJECTED: [],
  CANCELLED: [],
};

/**
 * Whether an order moves from one status to another; false where it stands there already.
 *
 * @throws DomainError `INVALID_TRANSITION`
 */
export function checkMove(from: OrderStatusName, to: OrderStatusName): boolean {
  if (from === to) return false;
  if (NEXT[from].includes(to)) return true;
  throw new DomainError('INVALID_TRANSITION', `An order that is ${from} does not become ${to}.`, ['id']);
}

/** What an order is about; an order without lines is about nothing, so it has at least one. */
export function kindOf(actions: readonly OrderActionName[]): OrderKindName {
  const [first, ...others] = actions;
  if (first === undefined) throw new RangeError('an order has at least one line');
  return others.every((action) => action === first) ? first : 'MIXED';
}
