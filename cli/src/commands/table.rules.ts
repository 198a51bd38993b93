/**
 * Lays rows out in columns under a heading, two spaces apart; columns named in `right` are aligned right.
 * Every row has as many cells as the heading.
 */
export function table(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[],
): string {
  const widths = heading.map((name, column) =>
    Math.max(...[name, ...rows.map((row) => row[column] ?? '')].map((cell) => [...cell].length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - [...cell].length);
        return right.includes(heading[column] ?? '') ? padding + cell : cell + padding;
      })
      .join('  ')
      .trimEnd();
  return [line(heading), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}
