import { Decimal } from 'decimal.js';
import type { SeatAllowance, SeatKind } from '../pod/index.js';

/** What is taken of a pod's seats for one kind of subscription. */
export interface SeatsTaken {
  /** Subscriptions that have begun and not ended. */
  used: number;
  /** Held for running requests, and for subscriptions that begin later. */
  reserved: number;
}

/** An allowance with what is taken of it. */
export interface SeatUse extends SeatAllowance, SeatsTaken {
  /** At how many percent of the seats hosting operations is told; null: never. */
  warningPercent: string | null;
  /** No seat is left. */
  full: boolean;
}

/** The allowance that a subscription of a kind takes a seat of: its own or that for all kinds; null: none. */
export function seatsFor(allowances: readonly SeatAllowance[], kind: SeatKind): SeatAllowance | null {
  return allowances.find((one) => one.kind === null || one.kind === kind) ?? null;
}

/** What is taken of an allowance, given the seats taken by kind; 0 where a kind is absent. */
export function occupiedOf(allowance: SeatAllowance, occupied: ReadonlyMap<string, number>): number {
  if (allowance.kind !== null) return occupied.get(allowance.kind) ?? 0;
  return [...occupied.values()].reduce((sum, count) => sum + count, 0);
}

/** What is taken of each allowance, given what is taken by kind. */
export function seatUses(
  pod: { seats: readonly SeatAllowance[]; warningPercent: string | null },
  taken: ReadonlyMap<string, SeatsTaken>,
): SeatUse[] {
  return pod.seats.map((allowance) => {
    const of = (which: keyof SeatsTaken) =>
      occupiedOf(allowance, new Map([...taken].map(([kind, seats]) => [kind, seats[which]])));
    const [used, reserved] = [of('used'), of('reserved')];
    return {
      ...allowance,
      used,
      reserved,
      warningPercent: pod.warningPercent,
      full: used + reserved >= allowance.seats,
    };
  });
}

/** How far the seats of a pod are taken, in the order of how far. */
export const MARKS = ['NORMAL', 'WARNING', 'FULL'] as const;

/** One of {@link MARKS}. */
export type Mark = (typeof MARKS)[number];

/**
 * How far an allowance is taken: `FULL` once no seat is left, `WARNING` from `warningPercent` percent of the seats on
 * (null: never), else `NORMAL`. No seats of which none is taken are `NORMAL`: nothing was ever to be placed there.
 */
export function markOf(seats: number, occupied: number, warningPercent: string | null): Mark {
  if (occupied === 0 && seats === 0) return 'NORMAL';
  if (occupied >= seats) return 'FULL';
  const warned =
    warningPercent !== null &&
    occupied > 0 &&
    new Decimal(occupied * 100).gte(new Decimal(warningPercent).times(seats));
  return warned ? 'WARNING' : 'NORMAL';
}

/** Whether going from one mark to another is upward: then hosting operations is told. */
export function isCrossing(before: Mark, after: Mark): boolean {
  return MARKS.indexOf(after) > MARKS.indexOf(before);
}
