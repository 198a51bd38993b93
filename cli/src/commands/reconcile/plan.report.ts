import { table } from '../table.rules.js';
import type { Difference, Plan } from './reconciliation.client.js';

const MOST_PROBLEMS = 20;
const LONGEST_VALUE = 40;

/** A plan as text: how many differences of what, the first of them field by field, and the rows it leaves out. */
export function planReport(plan: Plan, differences: readonly Difference[]): string {
  const total = plan.counts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0 && plan.problemCount === 0) return 'The record is as the feed has it.';
  const parts: string[] = [];
  if (total > 0) {
    parts.push(
      table(
        ['noun', 'difference', 'count'],
        plan.counts.map(({ noun, kind, count }) => [noun, kind, count.toLocaleString('en')]),
        ['count'],
      ),
      differences.map(line).join('\n'),
    );
    if (differences.length < total)
      parts.push(`… and ${(total - differences.length).toLocaleString('en')} more`);
  }
  if (plan.problemCount > 0) {
    const shown = plan.problems.slice(0, MOST_PROBLEMS);
    parts.push(
      [
        `Rows left out: ${plan.problemCount.toLocaleString('en')}`,
        ...shown.map(({ noun, line: at, reason }) => `  ${noun} line ${at}: ${reason}`),
      ].join('\n'),
    );
  }
  return parts.join('\n\n');
}

/**
 * Why a plan is not applied, where rows were rejected before they could be compared: what they tell of may look gone.
 * Null where it can be.
 */
export function refusalToApply(plan: Plan, rejected: number, keepGone: boolean): string | null {
  if (rejected === 0 || keepGone || plan.counts.every(({ kind }) => kind !== 'GONE')) return null;
  return `rows were rejected (${rejected.toLocaleString('en')}), and what they tell of may look gone: correct them, or leave what looks gone as it is with --keep-gone; nothing was applied`;
}

/** That a plan was not applied, with what was put on record all the same. */
export function unapplied({ id }: Plan, made: number): string {
  const others =
    made === 0 ? '' : `, but records were made that the feed names: ${made.toLocaleString('en')}`;
  return `Nothing was changed${others}. The plan is ${id}.`;
}

function line({ noun, kind, name, fields }: Difference): string {
  const changed = fields.map(({ name: field, before, after }) =>
    kind === 'NEW' ? `${field} ${written(after)}` : `${field} ${written(before)} → ${written(after)}`,
  );
  return `${kind.padEnd(7)} ${noun.toLowerCase()} ${name}: ${changed.join(', ')}`;
}

function written(value: unknown): string {
  if (value === null) return '(none)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
