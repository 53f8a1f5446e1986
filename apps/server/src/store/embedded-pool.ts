// A pg.Pool look-alike of one connection over the embedded database: whoever holds it holds it alone, in turn.

import { Worker } from 'node:worker_threads';
import { invariant } from '@mandato/primitives/invariant';
import pg from 'pg';
import type { PgliteReply, PgliteRequest, RawError, RawResult } from './pglite-message.ts';

/** Where the database lives and which file is the thread that owns it. */
export interface EmbeddedPoolOptions {
  readonly dataDir: string;
  readonly workerUrl: URL;
  readonly workerExecArgv?: readonly string[];
  /** A backup to begin with, in a new directory. */
  readonly archiveFile?: string;
  /** How long a caller waits for the connection before it is told that it never came. */
  readonly acquireTimeoutMs?: number;
}

interface QueryConfig {
  readonly text: string;
  readonly values?: readonly unknown[];
  readonly rowMode?: string;
  readonly types?: { getTypeParser(oid: number, format?: 'text'): (text: string) => unknown };
}

interface QueryResult {
  readonly command: string;
  readonly rowCount: number;
  readonly oid: number;
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
  readonly rows: readonly unknown[];
}

/** Opens the embedded database in its own thread; rejects with the database's words when it cannot. */
export async function openEmbeddedPool(options: EmbeddedPoolOptions): Promise<EmbeddedPool> {
  const connection = new WorkerConnection(options);
  await connection.ready;
  return new EmbeddedPool(connection, options.acquireTimeoutMs ?? 30_000);
}

/** What drizzle and the job engine use of pg.Pool: `connect` for exclusive use, `query` for a single one. */
export class EmbeddedPool {
  readonly #connection: WorkerConnection;
  readonly #acquireTimeoutMs: number;
  readonly #waiting: (() => void)[] = [];
  #isHeld = false;

  constructor(connection: WorkerConnection, acquireTimeoutMs: number) {
    this.#connection = connection;
    this.#acquireTimeoutMs = acquireTimeoutMs;
  }

  /** Resolves when the database ended by itself: nothing will ever be answered again. */
  get died(): Promise<void> {
    return this.#connection.died;
  }

  /** The one connection, as soon as it is this caller's turn; must be released. */
  async connect(): Promise<EmbeddedClient> {
    await this.#acquire();
    return new EmbeddedClient(this.#connection, () => this.#release());
  }

  async query(config: string | QueryConfig, values?: readonly unknown[]): Promise<unknown> {
    const client = await this.connect();
    try {
      return await client.query(config, values);
    } finally {
      client.release();
    }
  }

  /** How many times the database has flushed a file to disk so far. */
  countFsyncs(): Promise<number> {
    return this.#connection.countFsyncs();
  }

  /** A backup of everything, of one moment between two transactions. */
  async dump(): Promise<Uint8Array> {
    await this.#acquire();
    try {
      return await this.#connection.dump();
    } finally {
      this.#release();
    }
  }

  /** Waits for the connection to be free, closes the database, and ends its thread. */
  async end(): Promise<void> {
    await this.#acquire();
    await this.#connection.close();
  }

  #acquire(): Promise<void> {
    if (!this.#isHeld) {
      this.#isHeld = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const turn = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(new Error('the embedded database was busy for too long'));
      }, this.#acquireTimeoutMs);
      this.#waiting.push(turn);
    });
  }

  #release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#isHeld = false;
    else next();
  }
}

/** One checked-out use of the connection. */
export class EmbeddedClient {
  readonly #connection: WorkerConnection;
  readonly #giveBack: () => void;
  #isReleased = false;

  constructor(connection: WorkerConnection, giveBack: () => void) {
    this.#connection = connection;
    this.#giveBack = giveBack;
  }

  async query(config: string | QueryConfig, values?: readonly unknown[]): Promise<unknown> {
    invariant(!this.#isReleased, 'a released database connection is not used again');
    const query = typeof config === 'string' ? { text: config } : config;
    const results = await this.#connection.query(query.text, values ?? query.values ?? []);
    const read = results.map((result) => readResult(query, result));
    return read.length === 1 ? read[0] : read;
  }

  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#giveBack();
  }
}

function readResult(query: QueryConfig, raw: RawResult): QueryResult {
  const parserOf = query.types?.getTypeParser ?? pg.types.getTypeParser;
  const parsers = raw.fields.map((field) => parserOf(field.dataTypeID, 'text'));
  const rows = raw.rows.map((row) =>
    row.map((text, column) => (text === null ? null : parsers[column]?.(text))),
  );
  return {
    command: '',
    rowCount: raw.affectedRows ?? raw.rows.length,
    oid: 0,
    fields: raw.fields,
    rows: query.rowMode === 'array' ? rows : rows.map((row) => rowObject(raw.fields, row)),
  };
}

function rowObject(fields: RawResult['fields'], row: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field, column) => [field.name, row[column]]));
}

/** The thread's end of the wire: numbered questions, answers in any order. */
class WorkerConnection {
  readonly ready: Promise<void>;
  /** Resolves when the thread ended although nobody closed it. */
  readonly died: Promise<void>;
  readonly #worker: Worker;
  readonly #pending = new Map<number, { resolve(reply: PgliteReply): void; reject(error: Error): void }>();
  #nextId = 1;
  #isClosing = false;
  #hasEnded = false;

  constructor(options: EmbeddedPoolOptions) {
    this.#worker = new Worker(options.workerUrl, {
      workerData: { dataDir: options.dataDir, archiveFile: options.archiveFile ?? null },
      ...(options.workerExecArgv === undefined ? {} : { execArgv: [...options.workerExecArgv] }),
    });
    this.died = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        if (!this.#isClosing) resolve();
      });
    });
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on('message', (reply: PgliteReply) => {
        if (reply.kind === 'ready') resolve();
        else if (reply.kind === 'not_ready') reject(new Error(reply.message));
        else this.#settle(reply);
      });
      this.#worker.on('error', (error) => {
        reject(error);
        this.#failAll(error);
      });
      this.#worker.on('exit', () => {
        this.#hasEnded = true;
        const error = new Error('the thread of the embedded database ended');
        reject(error);
        this.#failAll(error);
      });
    });
  }

  async query(text: string, values: readonly unknown[]): Promise<readonly RawResult[]> {
    const params = values.map(toText);
    const reply = await this.#ask((id) => ({ id, kind: 'query', text, params }));
    invariant(reply.kind === 'results', 'a query is answered with results');
    return reply.results;
  }

  async countFsyncs(): Promise<number> {
    const reply = await this.#ask((id) => ({ id, kind: 'count_fsyncs' }));
    invariant(reply.kind === 'fsyncs', 'a count is answered with a count');
    return reply.count;
  }

  async dump(): Promise<Uint8Array> {
    const reply = await this.#ask((id) => ({ id, kind: 'dump' }));
    invariant(reply.kind === 'dumped', 'a dump is answered with an archive');
    return reply.archive;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    const ended = new Promise<void>((resolve) => {
      this.#worker.once('exit', () => resolve());
    });
    await this.#ask((id) => ({ id, kind: 'close' }));
    await ended;
  }

  #ask(request: (id: number) => PgliteRequest): Promise<PgliteReply> {
    if (this.#hasEnded) return Promise.reject(new Error('the thread of the embedded database has ended'));
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage(request(id));
    });
  }

  #settle(reply: PgliteReply & { id: number }): void {
    const waiting = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.kind === 'failed') waiting?.reject(databaseError(reply.error));
    else waiting?.resolve(reply);
  }

  #failAll(error: Error): void {
    for (const waiting of this.#pending.values()) waiting.reject(error);
    this.#pending.clear();
    if (!this.#isClosing) this.#worker.removeAllListeners('message');
  }
}

/** PostgreSQL's refusal in the class and with the fields (`code`, `constraint`) that node-postgres gives it. */
function databaseError(raw: RawError): Error {
  return Object.assign(new pg.DatabaseError(raw.message, raw.message.length, 'error'), raw.fields);
}

/** As node-postgres writes parameters: everything as text, bytes as bytes. */
function toText(value: unknown): string | Uint8Array | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return arrayText(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function arrayText(values: readonly unknown[]): string {
  const items = values.map((item) => {
    if (item === null || item === undefined) return 'NULL';
    if (Array.isArray(item)) return arrayText(item);
    return `"${String(toText(item)).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  });
  return `{${items.join(',')}}`;
}
