import type { Measured } from './pairs.js';

/** One question of a run with all that was found. */
export interface Result extends Measured {
  shape: 'one process' | 'five processes';
  seed: string;
  affectedAssets: number;
  affectedCustomers: number;
  answerBytes: number;
  /** What the median ratio is to stay within; null where nothing was aimed at. */
  aim: number | null;
  /** Statements of one warm request by service. */
  statements: Record<string, number>;
  /** Places where the platform and its peer disagree. */
  differences: number;
}

const ms = (value: number) => value.toFixed(value < 10 ? 2 : 1);

/** The results as a table of text. */
export function reportOf(results: readonly Result[]): string {
  const rows = results.map((one) => [
    one.shape,
    `${one.affectedAssets} / ${one.affectedCustomers}`,
    [one.platformMs.min, one.platformMs.median, one.platformMs.p90].map(ms).join(' / '),
    [one.peerMs.min, one.peerMs.median, one.peerMs.p90].map(ms).join(' / '),
    one.medianRatio.toFixed(2),
    one.aim === null ? '' : `≤ ${one.aim}`,
    Object.values(one.statements).reduce((sum, count) => sum + count, 0) || '',
    one.differences,
    Object.entries(one.phasesMs)
      .map(([phase, length]) => `${phase} ${ms(length)}`)
      .join(', '),
  ]);
  const head = [
    'shape',
    'assets / customers',
    'platform ms (min / median / p90)',
    'peer ms (min / median / p90)',
    'median ratio',
    'aim',
    'statements',
    'differences',
    'median ms by phase',
  ];
  const widths = head.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => String(row[at]).length)),
  );
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, at) => String(cell).padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
