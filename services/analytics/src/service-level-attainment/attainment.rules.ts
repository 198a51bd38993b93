import { Decimal } from 'decimal.js';
import type { AttainmentFigures } from './attainment.store.js';

const Exact = Decimal.clone({ precision: 60 });

/** `whole` with `after` in the place of `before`, which is a part of it. */
export function withPart(
  whole: AttainmentFigures,
  before: AttainmentFigures,
  after: AttainmentFigures,
): AttainmentFigures {
  const changed = (valueOf: (one: AttainmentFigures) => string) =>
    new Exact(valueOf(whole)).minus(valueOf(before)).plus(valueOf(after)).toFixed();
  const owed = ({ credits }: AttainmentFigures, currency: string) =>
    credits.find((credit) => credit[1] === currency)?.[0] ?? '0';
  const currencies = new Set([...whole.credits, ...after.credits].map(([, currency]) => currency));
  return {
    measured: whole.measured - before.measured + after.measured,
    met: whole.met - before.met + after.met,
    lengthSeconds: changed((one) => one.lengthSeconds),
    countedSeconds: changed((one) => one.countedSeconds),
    credits: [...currencies]
      .sort()
      .map((currency) => [changed((one) => owed(one, currency)), currency] as const)
      .filter(([amount]) => Number(amount) !== 0),
  };
}
