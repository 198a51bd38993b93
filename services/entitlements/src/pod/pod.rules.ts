import { invalid } from '@plimsoll/shared';

/** The kinds of subscription that may have seats of their own. */
export const SEAT_KINDS = ['FREE', 'TRIAL', 'PILOT', 'DEMO', 'TRAINING', 'PARTNER', 'STANDARD'] as const;

/** One of {@link SEAT_KINDS}. */
export type SeatKind = (typeof SEAT_KINDS)[number];

/** How many subscriptions a pod takes: of one kind, or of all kinds together (`kind` null). */
export interface SeatAllowance {
  kind: SeatKind | null;
  seats: number;
}

/**
 * Allowances as files write them: a number for all kinds together, or `STANDARD=80;TRIAL=20`.
 *
 * @throws DomainError `INVALID` naming the part at fault
 */
export function parseSeats(text: string): SeatAllowance[] {
  if (/^\d{1,9}$/.test(text.trim())) return [{ kind: null, seats: Number(text) }];
  const allowances = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const match = /^([A-Za-z]+)\s*=\s*(\d{1,9})$/.exec(part);
      const kind = SEAT_KINDS.find((one) => one === match?.[1]?.toUpperCase());
      if (!match || !kind) {
        throw invalid(
          `Seats are written as a number or as "STANDARD=80;TRIAL=20" with the kinds ${SEAT_KINDS.join(', ')}; ${JSON.stringify(part.slice(0, 80))} is neither.`,
          ['seats'],
        );
      }
      return { kind, seats: Number(match[2]) };
    });
  return checkSeats(allowances);
}

/**
 * Allowances in the order of kinds. One for all kinds together stands alone, and no kind is named twice.
 *
 * @throws DomainError `INVALID`
 */
export function checkSeats(allowances: readonly SeatAllowance[]): SeatAllowance[] {
  if (allowances.length === 0) throw invalid('A pod has seats; none are given.', ['seats']);
  if (allowances.some(({ kind }) => kind === null) && allowances.length > 1) {
    throw invalid('Seats are for all kinds together or for each kind apart, not both.', ['seats']);
  }
  const place = (kind: SeatKind | null) => (kind === null ? -1 : SEAT_KINDS.indexOf(kind));
  const checked = allowances.map(({ kind, seats }) => {
    if (!Number.isInteger(seats) || seats < 0)
      throw invalid(`${seats} seats are no whole number of 0 or more.`, ['seats']);
    return { kind, seats };
  });
  checked.sort((a, b) => place(a.kind) - place(b.kind));
  const twice = checked.find(({ kind }, index) => index > 0 && kind === checked[index - 1]?.kind);
  if (twice) throw invalid(`${twice.kind} has seats twice; keep one.`, ['seats']);
  return checked;
}
