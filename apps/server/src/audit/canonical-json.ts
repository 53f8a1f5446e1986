// One spelling for a flat record of texts: the same record is the same bytes, in whatever order it was written.

/** JSON with sorted keys and no blanks. */
export function canonicalJson(record: Readonly<Record<string, string | number | null>>): string {
  const fields = Object.keys(record)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${JSON.stringify(record[name] ?? null)}`);
  return `{${fields.join(',')}}`;
}
