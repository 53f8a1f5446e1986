// `GET /metrics`: what the exchange, its stream and its process are doing, for Prometheus.

import type { WireReply } from '../http/wire-request.ts';
import type { LonjaSequencer } from '../sequencer-lonja.ts';
import type { MarketStream } from '../stream/market-stream.ts';
import type { StreamServer } from '../stream/serve-stream.ts';
import { type Family, formatMetrics, type RequestMetrics } from './metrics.ts';

export interface MetricsPorts {
  readonly requests: RequestMetrics;
  readonly sequencer: LonjaSequencer;
  readonly stream: MarketStream;
  readonly streamServer: Pick<StreamServer, 'counts'>;
}

/** The text of this moment. */
export function serveMetrics(ports: MetricsPorts): WireReply {
  return {
    status: 200,
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
    body: formatMetrics([...ports.requests.families(), ...families(ports)]) + ports.requests.histogram(),
  };
}

function families({ sequencer, stream, streamServer }: MetricsPorts): readonly Family[] {
  const { exchange, portal } = sequencer.state;
  const { built, sent } = stream.counts;
  const { open, cutOff } = streamServer.counts();
  const cpu = process.cpuUsage();
  const memory = process.memoryUsage();
  return [
    gauge('lonja_accounts', 'Accounts of the portal.', portal.accounts.size),
    gauge('lonja_api_keys', 'API keys that exist.', portal.keys.size),
    counter('lonja_trades_total', 'Trades made.', exchange.nextTradeId - 1),
    {
      name: 'lonja_book_sequence',
      help: 'Messages of each depth feed.',
      type: 'counter',
      samples: [...exchange.books].map(([book, { sequence }]) => ({ labels: { book }, value: sequence })),
    },
    gauge('lonja_journal_ok', '1 while commands can be written.', sequencer.fault === null ? 1 : 0),
    counter('lonja_snapshots_total', 'Snapshots written since the start.', sequencer.snapshotCounts.written),
    counter(
      'lonja_snapshot_failures_total',
      'Snapshots that could not be written.',
      sequencer.snapshotCounts.failed,
    ),
    gauge(
      'lonja_trade_pages_in_memory',
      'Pages of 8,192 trades in memory: eight, and those that could not be put away yet.',
      exchange.trades.pagesHeld,
    ),
    gauge('lonja_stream_connections', 'WebSockets that are open.', open),
    counter('lonja_stream_cut_off_total', 'Readers cut off for being too slow.', cutOff),
    counter('lonja_stream_messages_total', 'Messages built.', built),
    counter('lonja_stream_deliveries_total', 'Messages handed to readers.', sent),
    counter('process_cpu_seconds_total', 'CPU time used.', (cpu.user + cpu.system) / 1_000_000),
    gauge('process_resident_memory_bytes', 'Resident memory.', memory.rss),
    gauge('nodejs_heap_size_used_bytes', 'Heap in use.', memory.heapUsed),
  ];
}

function gauge(name: string, help: string, value: number): Family {
  return { name, help, type: 'gauge', samples: [{ value }] };
}

function counter(name: string, help: string, value: number): Family {
  return { name, help, type: 'counter', samples: [{ value }] };
}
