// The words between the main thread and the thread that owns the embedded database.

/** What the thread is started with. */
export interface PgliteStart {
  readonly dataDir: string;
  /** An archive that `dump` made, to begin with instead of an empty database; the directory must be new. */
  readonly archiveFile: string | null;
}

/** One query of the main thread. Parameters are already text; `null` is SQL's null. */
export type PgliteRequest =
  | {
      readonly id: number;
      readonly kind: 'query';
      readonly text: string;
      readonly params: readonly (string | Uint8Array | null)[];
    }
  | { readonly id: number; readonly kind: 'count_fsyncs' }
  | { readonly id: number; readonly kind: 'dump' }
  | { readonly id: number; readonly kind: 'close' };

/** Rows as PostgreSQL wrote them: text, not yet read as any type. */
export interface RawResult {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly affectedRows: number | null;
}

/** What PostgreSQL said when it refused a statement. */
export interface RawError {
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}

export type PgliteReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'not_ready'; readonly message: string }
  | { readonly id: number; readonly kind: 'results'; readonly results: readonly RawResult[] }
  | { readonly id: number; readonly kind: 'fsyncs'; readonly count: number }
  | { readonly id: number; readonly kind: 'dumped'; readonly archive: Uint8Array }
  | { readonly id: number; readonly kind: 'closed' }
  | { readonly id: number; readonly kind: 'failed'; readonly error: RawError };
