// `npm run bench -- NAME`: how fast a part of the product is, beside others and beside a bound, in one run.

import { type CommandReport, runReportedCommand } from '../command-report.ts';
import { benchDue } from './due/bench-due.ts';
import { benchJournal } from './journal/bench-journal.ts';
import { benchMatching } from './matching/bench-matching.ts';
import { benchRest } from './rest/bench-rest.ts';
import { benchSigning } from './sign.ts';
import { benchStream } from './stream/bench-stream.ts';

const help = `npm run bench -- matching [--short] [--rounds N] [--peers DIR] [--anchors DIR]
npm run bench -- journal [--short]
npm run bench -- rest [--short] [--connections N]
npm run bench -- stream [--short]
npm run bench -- sign [--short] [--signatures N] [--orders N]
npm run bench -- due [--short] [--part embedded|postgres|workers|growth] [--plans N]

matching: op tapes through the bare book and the whole engine, beside npm engines (installed in DIR/node_modules, for
example with: npm install --prefix DIR nodejs-order-book@10.1.1 orderbook-match-engine@2.0.0) and a hand-written bound.
Tapes and bound are those of ../shared/bench-anchors/matching unless --anchors says otherwise. --short checks only that
every engine makes the same fills.
journal: commands per second to durable storage with 1, 16, 100 and 1,000 writers, replay, start-up, and how long a snapshot
of 50,000 accounts and 200,000 resting orders stops the exchange.
rest: signed orders and public reads over HTTP, beside a bare server that checks the same signature.
stream: one market event to 1,000 and 10,000 subscribers, beside a plain loop of sends; readers that never read.
sign: what the signer does from a typed intent to signed bytes beside a bare HMAC, then the same with the durable count of
an order beside a bare append with its sync.
due: 1,000 plans due in one minute on the embedded database, 10,000 on PostgreSQL with 4 workers, order life-cycles per
second with 1, 2, 4 and 8 workers, and the cost of a plan as plans grow. Lonja runs without its rate limit; keys count as
audited since the start. --plans N takes another number of plans and then judges only whether all is right.`;

const benches: Readonly<
  Record<string, (args: readonly string[], stop: AbortSignal) => Promise<CommandReport>>
> = {
  matching: benchMatching,
  journal: benchJournal,
  rest: benchRest,
  stream: benchStream,
  sign: benchSigning,
  due: benchDue,
};

await runReportedCommand({
  help,
  timeLimitMs: 30 * 60_000,
  run: (args, stop) => {
    const [name = '', ...rest] = args;
    const bench = benches[name];
    if (bench === undefined) {
      throw Object.assign(new Error(`there is no benchmark "${name}"`), { code: 'ERR_PARSE_ARGS_UNKNOWN' });
    }
    return bench(rest, stop);
  },
});
