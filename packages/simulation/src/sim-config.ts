// The configurations that seeds are run in: what is assumed of the exchange, and what the pipeline was told about it.

import { defaultOrderPolicy, type OrderPolicy } from '@mandato/server/orders/order-policy';
import type { Swarm } from './swarm.ts';

/**
 * `assumed`: the defaults until Bitso is measured, against every kind of exchange. `ordered`: nonces by order alone,
 * ids unique for ever, a network that repeats and loses much. `measured`: a window and a settle time of a minute each.
 */
export const configNames = ['assumed', 'ordered', 'measured'] as const;
export type ConfigName = (typeof configNames)[number];

/** The configuration of `seed` where none is named: seeds take turns. */
export function configInTurn(seed: number): ConfigName {
  return configNames[seed % configNames.length] ?? configNames[0];
}

export interface SimConfig {
  readonly name: ConfigName;
  /** What the pipeline is told on its command line. */
  readonly policy: OrderPolicy;
  /** The swarm of a seed, as it is in this configuration. */
  readonly shape: (swarm: Swarm) => Swarm;
}

/** The configuration of that name. */
export function simConfig(name: ConfigName): SimConfig {
  switch (name) {
    case 'assumed':
      return { name, policy: defaultOrderPolicy, shape: (swarm) => swarm };
    case 'ordered':
      return { name, policy: defaultOrderPolicy, shape: ordered };
    case 'measured':
      return {
        name,
        policy: { ...defaultOrderPolicy, requestWindowMs: 60_000, settleTimeMs: 60_000 },
        shape: measured,
      };
  }
}

function ordered(swarm: Swarm): Swarm {
  const { network, exchange } = swarm;
  return {
    ...swarm,
    nonceMode: 'v1',
    network: {
      ...network,
      requestLost: network.requestLost * 3,
      replyLost: network.replyLost * 2,
      duplicated: network.duplicated * 5,
    },
    exchange: { ...exchange, uniqueIds: 'forever' },
  };
}

/** What is told must be true: nothing here takes longer than it was measured to take. */
function measured(swarm: Swarm): Swarm {
  const { exchange } = swarm;
  return {
    ...swarm,
    nonceMode: 'v2',
    windowMs: 60_000,
    exchange: {
      ...exchange,
      lateMeanMs: exchange.lateMeanMs / 4,
      lateMaxMs: 25_000,
      readLagMs: exchange.readLagMs / 4,
    },
  };
}
