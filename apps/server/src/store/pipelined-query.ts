// Asks the embedded database one parameterised statement in a single call into it, and keeps its plan for the next time.

import { messages, type PGlite, protocol } from '@electric-sql/pglite';
import type { RawResult } from './pglite-message.ts';

const { serialize } = protocol;

/** Statements that are remembered; an application has a few hundred, and a forgotten one is only parsed again. */
const preparedMax = 500;

/** Statements whose row count is the rows they changed, not the rows they returned. */
const changesRows = /^(INSERT|UPDATE|DELETE|MERGE|COPY)\b/;

/**
 * A way to ask `database`. It parses, plans and describes each text once instead of every time, and its steps travel
 * together: in WebAssembly each call and each plan costs more than most of our statements themselves.
 */
export function pipelinedQueries(
  database: PGlite,
): (text: string, params: readonly (string | Uint8Array | null)[]) => Promise<RawResult> {
  const names = new Map<string, string>();
  let lastName = 0;
  return async (text, params) => {
    const known = names.get(text);
    if (known === undefined) lastName += 1;
    const name = known ?? `s${lastName}`;
    const parts = known === undefined ? [...forget(names), serialize.parse({ name, text })] : [];
    const bytes = joined([
      ...parts,
      serialize.bind({ statement: name, values: [...params] }),
      serialize.describe({ type: 'P' }),
      serialize.execute({}),
      serialize.sync(),
    ]);
    try {
      const answer = await database.execProtocol(bytes);
      names.set(text, name);
      return readAnswer(answer.messages);
    } catch (error) {
      // Whether it was prepared before it failed is not known here: a new name is free in any case.
      names.delete(text);
      throw error;
    }
  };
}

/** Closes the oldest statements when there are too many. */
function forget(names: Map<string, string>): Uint8Array[] {
  if (names.size < preparedMax) return [];
  const oldest = [...names].slice(0, preparedMax / 2);
  for (const [text] of oldest) names.delete(text);
  return oldest.map(([, name]) => serialize.close({ type: 'S', name }));
}

function readAnswer(answered: readonly { readonly name: string }[]): RawResult {
  let fields: RawResult['fields'] = [];
  let affectedRows: number | null = null;
  const rows: (string | null)[][] = [];
  for (const message of answered) {
    if (message instanceof messages.RowDescriptionMessage)
      fields = message.fields.map(({ name, dataTypeID }) => ({ name, dataTypeID }));
    else if (message instanceof messages.DataRowMessage) rows.push(message.fields);
    else if (message instanceof messages.CommandCompleteMessage && changesRows.test(message.text))
      affectedRows = Number(message.text.split(' ').at(-1));
  }
  return { fields, rows, affectedRows };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
