// Writes the order journal anew under the current epoch's key, entry by entry as it was.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '@mandato/primitives/result';
import { macKeyOf, type SignerKeys } from '../vault/signer-keys.ts';
import { writeDurably } from '../vault/write-durably.ts';
import { chainLines, readJournalText } from './journal-line.ts';

/** Keeps every entry; the numbers go on behind the last one, so that the old file cannot pass for the new one. */
export async function rewrapJournal(
  directory: string,
  keys: SignerKeys,
): Promise<Result<void, 'journal_altered'>> {
  const path = join(directory, 'reservations.jsonl');
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return ok(undefined);
  const macKeys = keys.epochs.map((epoch) => macKeyOf(epoch, 'journal'));
  const read = readJournalText(macKeys, text);
  if (read === 'journal_altered') return err(read);
  const entries = read.lines.map(({ entry }) => entry);
  const key = macKeys.at(-1) ?? Buffer.alloc(0);
  const from = { seq: read.end.seq, prev: '' };
  await writeDurably(path, chainLines(key, from, entries).text);
  return ok(undefined);
}
