/** One line of the table that an import prints, totals aside. */
export interface ImportedLine {
  kind: string;
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  ignored: number;
}

/** The lines of the table that an import prints. */
export function readImportedLines(out: string): ImportedLine[] {
  return out
    .split('\n')
    .slice(2)
    .map((line) => line.split(/ {2,}/))
    .filter((cells) => cells.length === 8)
    .map(([, kind = '', ...counts]) => {
      const [read, created, updated, unchanged, rejected, ignored] = counts.map((count) =>
        Number(count.replaceAll(',', '')),
      ) as [number, number, number, number, number, number];
      return { kind, read, created, updated, unchanged, rejected, ignored };
    });
}

/** Fails unless an import found every row on record as it was. */
export function expectUnchanged(lines: readonly ImportedLine[]): void {
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    expect(line).toEqual({
      ...line,
      created: 0,
      updated: 0,
      rejected: 0,
      unchanged: line.read - line.ignored,
    });
  }
}
