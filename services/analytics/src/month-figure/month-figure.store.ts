import type { Session, SqlParameters } from '@plimsoll/shared';

/** Figures of a family for a whole month, worked out ahead. */
export interface KeptFigures {
  family: string;
  month: string;
  settledAt: Date;
  figures: unknown;
}

/** Names figures: a family and a month, `YYYY-MM`. */
export interface FigureName {
  family: string;
  month: string;
}

const CURRENT_FACTS = `(select array_agg(to_regclass(t)::oid order by t) from jsonb_array_elements_text(asked.facts) as t)`;

/**
 * Those of these figures that still hold: worked out by the same rules from the same tables, and no fact of their month
 * has changed since. One statement.
 */
export function readFigures(
  session: Session,
  names: readonly (FigureName & { version: number; facts: readonly string[] })[],
): Promise<KeptFigures[]> {
  return session.query<KeptFigures>(
    `with asked as materialized (
       select family, month, version, ${CURRENT_FACTS} as facts
         from jsonb_to_recordset($1::jsonb) as asked(family text, month text, version integer, facts jsonb))
     select f.family, f.month, f.settled_at as "settledAt", f.figures
       from asked join month_figure f using (family, month, version, facts)
      where f.superseded_at is null
        and not exists (select from stale_month s where (s.family, s.month) = (f.family, f.month))`,
    [JSON.stringify(names)],
  );
}

/** The figures of a family that still hold, as a table (`month`, `figures`) for the `from` of a statement. */
export function heldFigures(
  parameters: SqlParameters,
  { name, version, facts }: { name: string; version: number; facts: readonly string[] },
): string {
  const asked = `(select ${parameters.add(JSON.stringify(facts))}::jsonb as facts) asked`;
  return `(select f.month, f.figures from month_figure f
            where f.family = ${parameters.add(name)} and f.version = ${parameters.add(version)}
              and f.superseded_at is null and f.facts = (select ${CURRENT_FACTS} from ${asked})
              and not exists (select from stale_month s where (s.family, s.month) = (f.family, f.month)))`;
}

/** A family as its figures are kept. */
export interface FamilyName {
  family: string;
  version: number;
  facts: readonly string[];
}

const OUTDATED = `select month from month_figure f, (select $3::jsonb as facts) asked
  where family = $1 and superseded_at is null and (version <> $2 or f.facts is distinct from ${CURRENT_FACTS})`;

/**
 * The months of a family whose figures do not hold, the latest first: those with a mark, those of other rules or other
 * tables. One statement.
 */
export async function findStale(session: Session, { family, version, facts }: FamilyName): Promise<string[]> {
  const rows = await session.query<{ month: string }>(
    `select month from stale_month where family = $1 union ${OUTDATED} order by month desc`,
    [family, version, JSON.stringify(facts)],
  );
  return rows.map(({ month }) => month);
}

/** Whether a month's figures are of other rules or other tables. One statement. */
export async function isOutdated(
  session: Session,
  { family, version, facts }: FamilyName,
  month: string,
): Promise<boolean> {
  const rows = await session.query(`${OUTDATED} and month = $4`, [
    family,
    version,
    JSON.stringify(facts),
    month,
  ]);
  return rows.length > 0;
}

/**
 * Takes the marks off a month, before its figures are worked out, and tells how many there were: those of transactions that
 * have not committed yet are not seen and stay, and those that another is taking are left to it.
 */
export async function takeMarks(tx: Session, { family, month }: FigureName): Promise<number> {
  const [row] = await tx.query<{ taken: number }>(
    `with taken as (
       delete from stale_month where ctid = any(array(
         select ctid from stale_month where (family, month) = ($1, $2) for update skip locked)) returning 1)
     select count(*)::int as taken from taken`,
    [family, month],
  );
  return row?.taken ?? 0;
}

/** Figures of a month to be kept. */
export interface NewFigures extends FigureName {
  version: number;
  facts: readonly string[];
  computedAt: Date;
  settledAt: Date;
  figures: unknown;
}

/**
 * Keeps figures in the place of those of the month so far. Where these say something else and the month was over when they
 * were worked out, they stay as superseded. At most three statements.
 */
export async function keepFigures(tx: Session, given: NewFigures): Promise<void> {
  const { family, month, version, facts, computedAt, settledAt, figures } = given;
  const text = JSON.stringify(figures);
  const unchanged = await tx.query(
    `update month_figure f
        set version = $3, facts = ${CURRENT_FACTS}, settled_at = $5,
            computed_at = case when month < month_of(computed_at) then computed_at else greatest(computed_at, $6) end
       from (select $4::jsonb as facts) asked
      where (family, month) = ($1, $2) and superseded_at is null and figures = $7::jsonb
     returning 1`,
    [family, month, version, JSON.stringify(facts), settledAt, computedAt, text],
  );
  if (unchanged.length > 0) return;
  await tx.query(
    `with former as (
       update month_figure set superseded_at = greatest($3::timestamptz, computed_at)
        where (family, month) = ($1, $2) and superseded_at is null and month < month_of(computed_at))
     delete from month_figure where (family, month) = ($1, $2) and superseded_at is null
        and month >= month_of(computed_at)`,
    [family, month, computedAt],
  );
  await tx.query(
    `insert into month_figure (family, month, version, facts, computed_at, settled_at, figures)
     select $1, $2, $3, ${CURRENT_FACTS}, $5, $6, $7::jsonb from (select $4::jsonb as facts) asked
     on conflict (family, month, computed_at) do update
        set version = excluded.version, facts = excluded.facts, superseded_at = null, settled_at = excluded.settled_at,
            figures = excluded.figures`,
    [family, month, version, JSON.stringify(facts), computedAt, settledAt, text],
  );
}

/** What a month's figures were before they were restated. */
export interface SupersededFigures extends FigureName {
  computedAt: Date;
  supersededAt: Date;
  figures: unknown;
}

/** The superseded figures of months `YYYY-MM` (both included) at an instant, the latest first, at most 1,000; one statement. */
export function readSuperseded(
  session: Session,
  question: { fromMonth: string; toMonth: string; asOf: Date },
): Promise<SupersededFigures[]> {
  const { fromMonth, toMonth, asOf } = question;
  return session.query<SupersededFigures>(
    `select family, month, computed_at as "computedAt", superseded_at as "supersededAt", figures
       from month_figure
      where superseded_at <= $3 and month between $1 and $2
      order by superseded_at desc, family, month limit 1000`,
    [fromMonth, toMonth, asOf],
  );
}
