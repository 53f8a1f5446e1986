// Works every order on until it has ended: serial for each credential where money moves, side by side elsewhere.

import { isTerminal } from '@mandato/invest-core/order/order-state';
import { InvariantBroken } from '@mandato/primitives/invariant';
import type { IntentRow } from '../store/schema/order-schema.ts';
import { applyEvent } from './apply-event.ts';
import { cancelOrder, mayCancel } from './cancel-order.ts';
import { TurnTaker } from './lane.ts';
import type { BookRulesCache } from './look-at-market.ts';
import type { PipelineDeps } from './order-deps.ts';
import type { DueOrder } from './order-store.ts';
import { OrdersInHand } from './orders-in-hand.ts';
import { readBack } from './read-back.ts';
import { loseAbandoned, settleUnknown } from './settle-unknown.ts';
import { type Submission, submitOrder } from './submit-order.ts';

/** How many due orders one pass looks at: so many that were sent, and so many that wait to be. */
const ordersReadMax = 500;

/** Shorter waits are slept through; longer ones are left to the next pass. */
const sleepMaxMs = 1_000;

/** After an error of ours or of the database, longer each time, so that one bad row cannot fill the log. */
const errorPauseMs = 5_000;

/** Never left alone for good: a database may be away or full for an hour, and be back. */
const errorPauseMaxMs = 60_000;

/** After so many errors of our own code in a row a person has to look at the order; the others go on. */
const ownErrorsMax = 3;

/** Before this many looks an accepted order is not asked to be cancelled. */
const cancelFromRead = 2;

export class OrderRunner {
  readonly #deps: PipelineDeps;
  readonly #cache: BookRulesCache;
  readonly #turns = new TurnTaker();
  readonly #inHand = new OrdersInHand();
  readonly #restUntilMs = new Map<string, number>();
  readonly #reads = new Map<string, number>();
  readonly #errors = new Map<string, number>();
  readonly #stopping = new AbortController();
  /** How the switches stood at the last pass. */
  #stopGeneration: number | null = null;

  constructor(deps: PipelineDeps, cache: BookRulesCache) {
    this.#deps = deps;
    this.#cache = cache;
  }

  /** Everything that an earlier process was sending when it ended is unknown now. Once, before anything is sent. */
  async recover(): Promise<void> {
    // With others at work, theirs may be under way this moment: their leases say when they are lost.
    if (!this.#deps.isOnlyProcess) return;
    const found = await this.#deps.store.intentsSentByOthers(this.#deps.owner);
    for (const intent of found) await loseAbandoned(this.#deps, intent, { isStarting: true });
  }

  /** Takes up the orders that are due and not in hand. */
  async pass(): Promise<void> {
    await this.#hearOfStops();
    // Nothing more could be taken up.
    if (this.#inHand.isFull) return;
    const nowMs = this.#deps.wallClock.nowMs();
    for (const order of await this.#deps.store.intentsDue(nowMs, ordersReadMax)) this.take(order);
  }

  /** A switch that another process turned is heard here within a pass, whatever rests. */
  async #hearOfStops(): Promise<void> {
    const generation = await this.#deps.store.stopGeneration();
    if (this.#stopGeneration !== null && generation !== this.#stopGeneration) this.rouse();
    this.#stopGeneration = generation;
  }

  /** Starts working on one order, unless it rests, is in hand, or too many are. */
  take(order: DueOrder): void {
    if (this.#stopping.signal.aborted || !this.#inHand.hasRoomFor(order)) return;
    if ((this.#restUntilMs.get(order.intentId) ?? 0) > this.#deps.wallClock.nowMs()) return;
    this.#inHand.hold(order, () => this.#work(order.intentId));
  }

  /** Nothing rests any more: something was decided that orders under way should hear of at the next pass. */
  rouse(): void {
    this.#restUntilMs.clear();
  }

  /** Resolves when nothing is in hand. */
  async idle(): Promise<void> {
    await this.#inHand.idle();
  }

  /** Takes nothing up any more, and waits for the calls that are under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.idle();
  }

  async #work(intentId: string): Promise<void> {
    try {
      while (!this.#stopping.signal.aborted) {
        const step = await this.#step(intentId);
        this.#errors.delete(intentId);
        if (step === null) return this.#forget(intentId);
        if (step.kind === 'moved') continue;
        const pauseMs = step.atMs - this.#deps.wallClock.nowMs();
        if (pauseMs > sleepMaxMs) {
          this.#restUntilMs.set(intentId, step.atMs);
          return;
        }
        await this.#deps.timers.sleep(Math.max(1, pauseMs), this.#stopping.signal);
      }
    } catch (error) {
      await this.#rest(intentId, error);
    }
  }

  /** One step of an order; null when it has ended. */
  async #step(intentId: string): Promise<Submission | null> {
    const intent = await this.#deps.store.findIntent(intentId);
    if (intent === null) return null;
    if (intent.state.kind !== 'recorded') this.#inHand.hasLeftQueue(intentId);
    switch (intent.state.kind) {
      case 'recorded': {
        const { notBeforeMs } = intent.state;
        if (notBeforeMs > this.#deps.wallClock.nowMs()) return { kind: 'wait', atMs: notBeforeMs };
        return this.#turns.inTurn(intent.linkId, () => submitOrder(this.#deps, this.#cache, intent));
      }
      case 'submitting':
        return loseAbandoned(this.#deps, intent, { isStarting: false });
      case 'acknowledged':
      case 'closing': {
        const cancelling = await this.#cancelIfStopped(intent);
        if (cancelling !== null) return cancelling;
        const reads = this.#reads.get(intentId) ?? 0;
        this.#reads.set(intentId, reads + 1);
        return readBack(this.#deps, intent, reads);
      }
      case 'being_confirmed':
        return settleUnknown(this.#deps, intent);
      case 'done':
      case 'skipped':
      case 'held':
      case 'late':
        return null;
    }
  }

  /** A market order that trades at once has no time to be cancelled: the first looks are for its trades. */
  async #cancelIfStopped(intent: IntentRow): Promise<Submission | null> {
    if ((this.#reads.get(intent.intentId) ?? 0) < cancelFromRead) return null;
    if (!(await mayCancel(this.#deps, intent))) return null;
    return this.#turns.inTurn(intent.linkId, () => cancelOrder(this.#deps, intent));
  }

  #forget(intentId: string): void {
    this.#restUntilMs.delete(intentId);
    this.#reads.delete(intentId);
  }

  async #rest(intentId: string, error: unknown): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const errors = (this.#errors.get(intentId) ?? 0) + 1;
    this.#errors.set(intentId, errors);
    const pauseMs = Math.min(errorPauseMaxMs, errorPauseMs * errors);
    this.#restUntilMs.set(intentId, this.#deps.wallClock.nowMs() + pauseMs);
    this.#deps.logger.error({ intentId, errors, error }, 'working on an order broke off');
    // An error of the store says nothing about the order, and holding it would need the store.
    if (errors >= ownErrorsMax && isOurs(error)) await this.#hold(intentId);
  }

  async #hold(intentId: string): Promise<void> {
    const { store, wallClock, logger } = this.#deps;
    try {
      await store.transaction(async (tx) => {
        const intent = await tx.lockIntent(intentId);
        // One that is being sent comes to rest by its lease first.
        if (intent === null || intent.state.kind === 'submitting' || isTerminal(intent.state)) return;
        const evidence = {
          kind: 'contradiction',
          state: intent.stateKind,
          event: 'processing_failed',
        } as const;
        const event = { kind: 'held_by', evidence, atMs: wallClock.nowMs() } as const;
        await applyEvent(tx, this.#deps, { intent, event });
      });
    } catch (error) {
      logger.error({ intentId, error }, 'an order that cannot be worked on could not be held either');
    }
  }
}

/** Whether our own code is wrong about something, rather than the store or the exchange out of reach. */
function isOurs(error: unknown): boolean {
  return error instanceof InvariantBroken || error instanceof TypeError || error instanceof RangeError;
}
