// What a market maker of the house is given: the same door to the exchange that everybody else has.

import type { EngineCommand } from '@mandato/exchange-core/engine/command';
import type { EngineEvent } from '@mandato/exchange-core/engine/event';
import type { ExchangeState } from '@mandato/exchange-core/engine/state';
import type { Clock, IdSource } from '@mandato/primitives/ports';
import type { Result } from '@mandato/primitives/result';

export interface MarketPort {
  /** Read only. */
  readonly exchange: ExchangeState;
  /** Applies at once and resolves when durable; a code otherwise. */
  readonly submit: (command: EngineCommand) => Promise<Result<readonly EngineEvent[], string>>;
  /** Market time. */
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** A running market. */
export interface RunningMarket {
  /** Resolves when nothing of it is under way any more. Its orders stay in the books. */
  stop(): Promise<void>;
}
