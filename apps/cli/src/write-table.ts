// A table for a terminal: columns as wide as their widest cell. Pure.

/** Lines of text, the heads first; one sentence when there is nothing. */
export function writeTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'There is nothing yet.\n';
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  return [heads, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
