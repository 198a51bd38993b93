import type { RequestContext } from '@plimsoll/shared';
import type { MonthSlice } from '../executive/index.js';
import { isWhole, type MonthFamily } from './month-figure.rules.js';
import { readFigures, type FigureName, type KeptFigures } from './month-figure.store.js';

/**
 * The figures of these parts of months as of an instant, in the order of the parts; null where a family has none for one.
 * Whole months are read as they were worked out ahead, one statement for all families of a request; what no longer holds,
 * and parts of months, are worked out now.
 */
export async function loadMonthFigures<Figures>(
  context: RequestContext,
  family: MonthFamily<Figures>,
  slices: readonly MonthSlice[],
  asOf: Date,
): Promise<(Figures | null)[]> {
  const kept = await Promise.all(
    slices.map((slice) =>
      isWhole(slice, asOf) ? loadKept(context, family, slice.month) : Promise.resolve(null),
    ),
  );
  const holds = kept.map((one) => (one !== null && one.settledAt <= asOf ? one : null));
  const missing = slices.filter((_, index) => holds[index] === null);
  const measured = await measureOnce(context, family, missing, asOf);
  const now = new Map(measured.map(({ month, figures }) => [month, figures]));
  return slices.map(({ month }, index) => {
    const one = holds[index];
    return one ? (one.figures as Figures) : (now.get(month) ?? null);
  });
}

/** The figures of a whole month as they were worked out ahead, where they still hold, whatever they rest on; else null. */
export async function loadWhole<Figures>(
  context: RequestContext,
  family: MonthFamily<Figures>,
  month: string,
): Promise<Figures | null> {
  const kept = await loadKept(context, family, month);
  return kept === null ? null : (kept.figures as Figures);
}

function loadKept(
  context: RequestContext,
  { name, version, facts }: MonthFamily<unknown>,
  month: string,
): Promise<KeptFigures | null> {
  const keyOf = (one: FigureName) => `${one.family} ${one.month}`;
  return context
    .loader<FigureName & { version: number; facts: readonly string[] }, KeptFigures>(
      'month-figures',
      async (names) => {
        const rows = await readFigures(context.session, names);
        const byKey = new Map(rows.map((row) => [keyOf(row), row]));
        return names.map((one) => byKey.get(keyOf(one)) ?? null);
      },
      keyOf,
    )
    .load({ family: name, month, version, facts });
}

/** Works out the same parts for the same instant once a request. */
async function measureOnce<Figures>(
  context: RequestContext,
  family: MonthFamily<Figures>,
  slices: readonly MonthSlice[],
  asOf: Date,
) {
  if (slices.length === 0) return [];
  const keyOf = ({ from, to }: MonthSlice) => `${from.getTime()}-${to.getTime()}`;
  const measured = await context
    .loader<MonthSlice, { month: string; figures: Figures }>(
      `month-figures:${family.name}:${asOf.getTime()}`,
      async (asked) => {
        const found = new Map<MonthSlice, { month: string; figures: Figures }>();
        for (const apart of monthsApart(asked)) {
          const rows = await family.measure(context.session, apart, asOf, context);
          for (const { month, figures } of rows) {
            const slice = apart.find((one) => one.month === month);
            if (slice) found.set(slice, { month, figures });
          }
        }
        return asked.map((slice) => found.get(slice) ?? null);
      },
      keyOf,
    )
    .loadMany(slices);
  return measured.flatMap((one) => {
    if (one instanceof Error) throw one;
    return one === null ? [] : [one];
  });
}

/** The same parts in as few lists as it takes for each to have no month twice: one, but where parts of one month are asked for. */
function monthsApart(slices: readonly MonthSlice[]): MonthSlice[][] {
  const lists: MonthSlice[][] = [];
  for (const slice of slices) {
    const free = lists.find((list) => list.every(({ month }) => month !== slice.month));
    if (free) free.push(slice);
    else lists.push([slice]);
  }
  return lists;
}
