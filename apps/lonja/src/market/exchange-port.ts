// An exchange without a disk for tests of the markets: commands are applied at once.

import { bookCatalogue } from '@mandato/exchange-core/book-catalogue';
import { apply } from '@mandato/exchange-core/engine/apply';
import { createExchangeState } from '@mandato/exchange-core/engine/state';
import type { Clock } from '@mandato/primitives/ports';
import { randomIds } from '../random-ids.ts';
import type { MarketPort } from './market-port.ts';

/** A port to a fresh exchange. */
export function exchangePort(clock: Clock): MarketPort {
  const exchange = createExchangeState(bookCatalogue);
  return {
    exchange,
    submit: (command) => Promise.resolve(apply(exchange, command)),
    clock,
    ids: randomIds,
  };
}
