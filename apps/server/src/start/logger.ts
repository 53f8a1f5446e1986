// The server's log: JSON lines on standard output with named fields alone, so that nothing unforeseen is ever written.

import { type DestinationStream, type Logger, pino } from 'pino';

/** Every field that may be written; add one here only when no secret and nothing of a person can be in it. */
const allowed: ReadonlySet<string> = new Set([
  'err',
  'correlationId',
  'url',
  'file',
  'reason',
  'cause',
  'line',
  'linkId',
  'planId',
  'orderId',
  'intentId',
  'forgotten',
  'networkMeans',
  'count',
  'atMs',
  'code',
  'kind',
  'job',
  'zoneRules',
  'moved',
  'paused',
  'resumed',
]);

/** Numbers and words as they are; of anything else than an error, only its names. */
export function createLogger(destination?: DestinationStream): Logger {
  const options = {
    level: 'info',
    formatters: { log: allowedOf },
    serializers: { err: plainError },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function allowedOf(fields: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(fields);
  const kept = entries.filter(([name, value]) => allowed.has(name) && isPlain(name, value));
  const left = entries.filter(([name, value]) => !(allowed.has(name) && isPlain(name, value)));
  const told = Object.fromEntries(kept);
  // Only the names: that something is missing here can be seen, what it was cannot.
  return left.length === 0 ? told : { ...told, leftOut: left.map(([name]) => name.slice(0, 40)) };
}

function isPlain(name: string, value: unknown): boolean {
  if (name === 'err') return value instanceof Error;
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string');
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** What kind of error and where; a query's parameters stay behind, and so does whatever else hangs on it. */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack = '', cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const because = cause instanceof Error ? { cause: plainError(cause) } : {};
  return {
    type: name,
    code,
    message: withoutParameters(message),
    stack: withoutParameters(stack),
    ...because,
  };
}

function withoutParameters(text: string): string {
  return text.replace(/^\s*params: [\s\S]*?(?=^\s+at |$(?![\s\S]))/gm, 'params: [left out]\n');
}
