// The way between a worker and the exchange: slow, lossy, repeating, out of order, at times not there at all.

import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import type { VenueIntent } from '@mandato/invest-core/venue/venue-intent';
import type { CallMeter } from './call-meter.ts';
import type { Draws } from './draws.ts';
import type { SimExchange } from './sim-exchange.ts';
import type { Swarm } from './swarm.ts';
import type { Cancel, VirtualTime } from './virtual-time.ts';
import type { Placement } from './watch-commits.ts';

export interface NetworkNeeds {
  readonly time: VirtualTime;
  readonly draws: Draws;
  readonly swarm: Swarm;
  readonly exchange: SimExchange;
  readonly meter: CallMeter;
  /** Reads are signed with a key of their own. */
  readonly readsHaveOwnKey: boolean;
  /** Hears when a placement leaves and when its asker has its answer, or none. */
  readonly onPlacement: (phase: 'leaves' | 'ends', placement: Placement) => void;
}

/** A signed request of the process `asker`. */
export interface SimRequest {
  readonly linkId: string;
  readonly intent: VenueIntent;
  readonly nonce: string;
  readonly asker: string;
}

/** Hands what came back to the one who asked, if he still lives. */
export type Deliver = (ms: number, call: () => void) => Cancel;

/** The asker gives up waiting for an answer after this long. */
const answerMaxMs = 15_000;

/** Requests stay under way for minutes at most. */
const underWayMaxMs = 9 * 60_000;

/** A placement under way; it ends at the first of the moments it is given. */
interface Flight {
  readonly end: () => void;
  /** Ends it in `ms`, also when its asker stands still and takes nothing in. */
  readonly endsAfter: (ms: number) => void;
}

const noFlight: Flight = { end: () => undefined, endsAfter: () => undefined };

export class SimNetwork {
  readonly #needs: NetworkNeeds;
  #outage: { readonly kind: 'refused' | 'swallowed'; readonly untilMs: number } | null = null;
  isQuiet = false;

  constructor(needs: NetworkNeeds) {
    this.#needs = needs;
  }

  /** Nothing passes until `untilMs`. */
  breakDown(kind: 'refused' | 'swallowed', untilMs: number): void {
    this.#outage = { kind, untilMs };
  }

  /** Sends `intent`; the answer, or what the asker takes for one, comes by `deliver`. */
  ask(request: SimRequest, deliver: Deliver): Promise<VenueAnswer> {
    return new Promise((resolve) => {
      const { time, swarm, meter } = this.#needs;
      meter.count('signed', request.linkId, time.nowMs);
      const site = siteOf(request);
      const flight = this.#flightOf(request);
      const waiting: Cancel[] = [];
      const finish = (ms: number, answer: VenueAnswer) => {
        flight.endsAfter(ms);
        const cancel = deliver(ms, () => {
          // Whoever has its answer may send the next one, whichever of this moment's events comes first.
          flight.end();
          // The first answer is the only one.
          for (const other of waiting) other();
          resolve(answer);
        });
        waiting.push(cancel);
      };
      const outage = this.#outage !== null && time.nowMs < this.#outage.untilMs ? this.#outage.kind : null;
      if (outage === 'refused' || this.#strikes('refused', swarm.network.refused, site)) {
        finish(5, { kind: 'not_sent', cause: 'connection_refused' });
        return;
      }
      finish(answerMaxMs, { kind: 'lost', cause: 'timeout' });
      if (this.#strikes('reset', swarm.network.reset, site))
        finish(this.#travelMs('reset', site), { kind: 'lost', cause: 'connection_reset' });
      if (outage === 'swallowed' || this.#strikes('request lost', swarm.network.requestLost, site)) return;
      this.#arrive(request, (answer) => {
        if (this.#strikes('reply lost', swarm.network.replyLost, site)) return;
        finish(this.#travelMs('reply', site), answer);
      });
    });
  }

  /** Tells of a placement leaving, and once of its end. */
  #flightOf({ linkId, intent, asker }: SimRequest): Flight {
    if (intent.kind !== 'place_market_buy') return noFlight;
    const { time, onPlacement } = this.#needs;
    let isOver = false;
    const placement = { linkId, orderId: intent.orderId, asker };
    const end = () => {
      if (!isOver) onPlacement('ends', placement);
      isOver = true;
    };
    onPlacement('leaves', placement);
    return { end, endsAfter: (ms) => time.after(ms, end) };
  }

  #arrive(request: SimRequest, reply: (answer: VenueAnswer) => void): void {
    const { time, swarm, exchange } = this.#needs;
    const { linkId, intent, nonce } = request;
    const key =
      this.#needs.readsHaveOwnKey && intent.kind !== 'place_market_buy' ? `reads ${linkId}` : linkId;
    const site = siteOf(request);
    time.after(this.#travelMs('request', site), () => {
      const { status, body } = exchange.receive({ linkId, key, intent, nonce });
      time.note(`exchange answers ${status} to ${intent.kind} ${site}`);
      reply({ kind: 'answered', status, body, date: null });
    });
    if (!this.#strikes('duplicated', swarm.network.duplicated, site)) return;
    time.after(this.#travelMs('copy', site), () => {
      const { status } = exchange.receive({ linkId, key, intent, nonce });
      time.note(`exchange answers ${status} to a copy of ${intent.kind} ${site}`);
    });
  }

  #travelMs(what: 'request' | 'reply' | 'copy' | 'reset', site: string): number {
    const { draws, swarm } = this.#needs;
    const usualMs = 5 + draws.below(`travel ${what}`, 150, site);
    if (!this.#strikes(`slow ${what}`, swarm.network.slow, site)) return usualMs;
    const late = { meanMs: swarm.network.slowMeanMs, maxMs: underWayMaxMs };
    return usualMs + draws.delay(`slow by ${what}`, late, site);
  }

  #strikes(fault: string, probability: number, site: string): boolean {
    return !this.isQuiet && this.#needs.draws.strikes(fault, probability, site);
  }
}

function siteOf({ linkId, intent }: SimRequest): string {
  switch (intent.kind) {
    case 'place_market_buy':
      return `place ${intent.orderId}`;
    case 'read_order_trades':
      return `trades ${intent.orderId}`;
    case 'find_orders':
      return `find ${intent.orderIds.join()}`;
    case 'cancel_order':
    case 'place_limit_order':
    case 'read_account':
    case 'read_balances':
    case 'read_fees':
    case 'read_open_orders':
    case 'read_user_trades':
      return `${intent.kind} ${linkId}`;
  }
}
