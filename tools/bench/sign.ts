// The signing benchmark: typed intent to signed bytes beside a bare HMAC, and the durable count beside a bare append.

import { parseArgs } from 'node:util';
import type { CommandReport } from '../command-report.ts';
import { benchSign } from './bench-sign.ts';
import { printMachine } from './print-machine.ts';

export async function benchSigning(args: readonly string[], stop: AbortSignal): Promise<CommandReport> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      short: { type: 'boolean', default: false },
      signatures: { type: 'string', default: '50000' },
      orders: { type: 'string', default: '2000' },
    },
  });
  printMachine();
  const [signatures, orders] = values.short ? [2_000, 100] : [values.signatures, values.orders].map(Number);
  return benchSign({ signatures: signatures ?? 0, orders: orders ?? 0, stop });
}
