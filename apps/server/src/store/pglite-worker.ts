// The thread that owns the embedded database: it really flushes to disk, and no other code touches the files.

import fs from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, type Results } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import type { PgliteReply, PgliteRequest, PgliteStart, RawError, RawResult } from './pglite-message.ts';
import { pipelinedQueries } from './pipelined-query.ts';

/** Every type in and out as PostgreSQL's own text: the main thread reads it with node-postgres' parsers. */
const textOnly: Record<number, (value: string) => string> = new Proxy(
  {},
  { get: () => (value: string) => value },
);

/** Statements whose row count is the rows they changed, not the rows they returned. */
const changesRows = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY']);

let fsyncCount = 0;

/** Emscripten's file system over Node has no fsync of its own; without this PostgreSQL only believes it flushed. */
class DurableNodeFS extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const prepared = await super.init(...args);
    // PostgreSQL gives up where it cannot write its log, as on a full disk; what is left of it would spin for ever.
    prepared.emscriptenOpts['onAbort'] = () => process.exit(1);
    prepared.emscriptenOpts.preRun ??= [];
    prepared.emscriptenOpts.preRun.push((module: { NODEFS?: { stream_ops?: object } }) => {
      Object.assign(module.NODEFS?.stream_ops ?? {}, { fsync: flush });
    });
    return prepared;
  }
}

function flush(stream: { nfd: number }): number {
  fs.fsyncSync(stream.nfd);
  fsyncCount += 1;
  return 0;
}

async function serve({ dataDir, archiveFile }: PgliteStart): Promise<void> {
  const database = new PGlite({
    fs: new DurableNodeFS(dataDir),
    ...(archiveFile === null ? {} : { loadDataDir: new Blob([fs.readFileSync(archiveFile)]) }),
    // `-F` turns fsync off and wins over any configuration file; fdatasync does nothing in this build.
    startParams: [
      ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
      '-c',
      'wal_sync_method=fsync',
    ],
  });
  try {
    await database.waitReady;
    // PGlite looks these up once, on its first query; asked now, so that it happens before the parsers are replaced.
    await database.query('select 1');
  } catch (error) {
    reply({ kind: 'not_ready', message: error instanceof Error ? error.message : String(error) });
    return;
  }
  database.parsers = textOnly;
  database.serializers = textOnly;
  const served = { database, ask: pipelinedQueries(database) };
  reply({ kind: 'ready' });
  parentPort?.on('message', (request: PgliteRequest) => {
    void answer(served, request);
  });
}

/** Everything as one compressed archive, of one moment: nothing else is answered while it is made. */
async function dump(database: PGlite): Promise<Uint8Array> {
  await database.exec('checkpoint');
  return new Uint8Array(await (await database.dumpDataDir('gzip')).arrayBuffer());
}

interface Served {
  readonly database: PGlite;
  readonly ask: ReturnType<typeof pipelinedQueries>;
}

async function answer(served: Served, request: PgliteRequest): Promise<void> {
  const { database } = served;
  try {
    switch (request.kind) {
      case 'query':
        reply({ id: request.id, kind: 'results', results: await run(served, request) });
        return;
      case 'count_fsyncs':
        reply({ id: request.id, kind: 'fsyncs', count: fsyncCount });
        return;
      case 'dump':
        reply({ id: request.id, kind: 'dumped', archive: await dump(database) });
        return;
      case 'close':
        await database.close();
        reply({ id: request.id, kind: 'closed' });
        parentPort?.close();
        return;
    }
  } catch (error) {
    reply({ id: request.id, kind: 'failed', error: describe(error) });
  }
}

async function run(
  { database, ask }: Served,
  { text, params }: PgliteRequest & { kind: 'query' },
): Promise<readonly RawResult[]> {
  if (params.length > 0) return [await ask(text, params)];
  // Like node-postgres: without parameters several statements may come in one text.
  return (await database.exec(text, { rowMode: 'array' })).map(rawResult);
}

function rawResult(result: Results<unknown>): RawResult {
  return {
    fields: result.fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
    rows: result.rows.map((row) => (Array.isArray(row) ? row : [])),
    affectedRows: changesRows.has(result.command ?? '') ? (result.affectedRows ?? 0) : null,
  };
}

function describe(error: unknown): RawError {
  if (!(error instanceof Error)) return { message: String(error), fields: {} };
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(error)) {
    if (typeof value === 'string') fields[name] = value;
  }
  // What the caller asked is not the database's answer, and may hold what must not be logged.
  delete fields['query'];
  return { message: error.message, fields };
}

function reply(message: PgliteReply): void {
  parentPort?.postMessage(message);
}

await serve(startOf(workerData));

function startOf(data: unknown): PgliteStart {
  if (typeof data !== 'object' || data === null || !('dataDir' in data) || !('archiveFile' in data))
    throw new Error('the thread is started with the place of its data');
  const { dataDir, archiveFile } = data;
  return { dataDir: String(dataDir), archiveFile: archiveFile === null ? null : String(archiveFile) };
}
