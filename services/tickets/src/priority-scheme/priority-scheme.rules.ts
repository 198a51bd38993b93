import { invalid } from '@plimsoll/shared';
import { TicketLevel, TicketPriority } from '../ticket/index.js';

/** The priority of each impact, by urgency. */
export type PriorityMatrix = Record<TicketLevel, Record<TicketLevel, TicketPriority>>;

/** One priority of a matrix. */
export interface MatrixCell {
  impact: TicketLevel;
  urgency: TicketLevel;
  priority: TicketPriority;
}

/** When the customers that an incident hits make its impact high. */
export interface ImpactThresholds {
  /** So many customers weigh as one that weighs by itself; at least 1. */
  manyCustomers: number;
  /** Segments whose customers weigh by themselves. */
  weightySegments: readonly string[];
  /** Customers that are promised so much uptime weigh by themselves; percent, null: none does for that. */
  weightyUptime: string | null;
}

/** Levels, the highest first. */
const LEVELS = [TicketLevel.HIGH, TicketLevel.MEDIUM, TicketLevel.LOW] as const;

/** Priorities, the first first. */
const PRIORITIES = Object.values(TicketPriority);

/** The priority by a matrix; a level that is not given counts as MEDIUM. */
export function priorityBy(
  matrix: PriorityMatrix,
  impact: TicketLevel | null | undefined,
  urgency: TicketLevel | null | undefined,
): TicketPriority {
  return matrix[impact ?? TicketLevel.MEDIUM][urgency ?? TicketLevel.MEDIUM];
}

/** The cells of a matrix, by impact and then urgency, the highest first. */
export function cellsOf(matrix: PriorityMatrix): MatrixCell[] {
  return LEVELS.flatMap((impact) =>
    LEVELS.map((urgency) => ({ impact, urgency, priority: matrix[impact][urgency] })),
  );
}

/**
 * The matrix of these cells.
 *
 * @throws DomainError `INVALID` unless there is one cell for each impact and urgency, and none is more urgent than one
 *   whose impact and urgency are at least as high
 */
export function matrixOf(cells: readonly MatrixCell[]): PriorityMatrix {
  const refuse = (message: string) => invalid(message, ['matrix']);
  const given = new Map(cells.map((cell) => [`${cell.impact}/${cell.urgency}`, cell.priority]));
  if (cells.length !== LEVELS.length ** 2 || given.size !== cells.length) {
    throw refuse('A matrix has one priority for each impact and urgency, nine in all.');
  }
  const rows = LEVELS.map((impact) => [
    impact,
    Object.fromEntries(LEVELS.map((urgency) => [urgency, given.get(`${impact}/${urgency}`)])),
  ]);
  const matrix = Object.fromEntries(rows) as PriorityMatrix;
  const all = cellsOf(matrix);
  const rank = (cell: MatrixCell) => PRIORITIES.indexOf(cell.priority);
  for (const high of all) {
    const low = all.find((cell) => isAtMost(cell, high) && rank(cell) < rank(high));
    if (low) {
      throw refuse(
        `Impact ${low.impact} with urgency ${low.urgency} cannot come before impact ${high.impact} with urgency ${high.urgency}.`,
      );
    }
  }
  return matrix;
}

function isAtMost(cell: MatrixCell, high: MatrixCell): boolean {
  const level = (of: TicketLevel) => LEVELS.indexOf(of);
  return level(cell.impact) >= level(high.impact) && level(cell.urgency) >= level(high.urgency);
}

const SEGMENTS = ['SMB', 'MID_MARKET', 'ENTERPRISE'];

/** Thresholds, when they can be. @throws DomainError `INVALID` naming the field */
export function checkThresholds<Thresholds extends ImpactThresholds>(thresholds: Thresholds): Thresholds {
  const { manyCustomers, weightySegments, weightyUptime } = thresholds;
  if (!Number.isInteger(manyCustomers) || manyCustomers < 1 || manyCustomers > 1_000_000) {
    throw invalid('`manyCustomers` is a whole number from 1 to 1,000,000.', ['manyCustomers']);
  }
  const unknown = weightySegments.find((segment) => !SEGMENTS.includes(segment));
  if (unknown !== undefined || new Set(weightySegments).size !== weightySegments.length) {
    throw invalid(`\`weightySegments\` are some of ${SEGMENTS.join(', ')}, each once.`, ['weightySegments']);
  }
  const isPercent = weightyUptime === null || /^(100(\.0+)?|\d{1,2}(\.\d{1,12})?)$/.test(weightyUptime);
  if (!isPercent) throw invalid('`weightyUptime` is a percent from 0 to 100.', ['weightyUptime']);
  return thresholds;
}
