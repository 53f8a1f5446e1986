// The signing benchmark by itself: `npx tsx tools/bench/sign.ts [--signatures N] [--orders N]`.

import { parseArgs } from 'node:util';
import { runReportedCommand } from '../command-report.ts';
import { benchSign } from './bench-sign.ts';

const help = `bench sign [--signatures N] [--orders N]

Times what the signer does from a typed intent to signed bytes beside a bare HMAC in the same run, then the same with
the durable count of an order beside a bare append with its sync.`;

await runReportedCommand({
  help,
  timeLimitMs: 10 * 60_000,
  run: async (args, stop) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        signatures: { type: 'string', default: '50000' },
        orders: { type: 'string', default: '2000' },
      },
    });
    return benchSign({ signatures: Number(values.signatures), orders: Number(values.orders), stop });
  },
});
