// Stops of everybody, an account or a plan: turns them at random, and checks that own orders are cancelled in time (V6).

import type { KillScope, KillSubject } from '@mandato/server/orders/kill-switch';
import type { IntentRow } from '@mandato/server/store/schema/order-schema';
import { turnKillSwitch } from './memory-order-store.ts';
import type { SimExchange } from './sim-exchange.ts';
import type { SimWorld } from './sim-worker.ts';

/** Own orders that are open when a stop commits are asked to be cancelled within this time, while nothing fails. */
const cancelMaxMs = 10_000;

/** What faults left behind, and who they killed, has come to rest so long after the last of them. */
const calmAfterMs = 2 * 60_000;

/** What stops are turned in and judged by. */
type StoppedWorld = Pick<SimWorld, 'tables' | 'time' | 'draws' | 'findings' | 'watch' | 'calm' | 'isQuiet'>;

export class SimStops {
  readonly #world: StoppedWorld;
  readonly #exchange: Pick<SimExchange, 'isResting' | 'cancelsAsked'>;
  /** How often a stop of this name was turned; a check that is older than the last turn says nothing. */
  readonly #turns = new Map<string, number>();
  /** Stops of the hours of faults that nobody has ended here. */
  readonly #inForce = new Map<string, { readonly scope: KillScope; readonly sinceMs: number }>();
  #lookAgainMs = 0;

  constructor(world: StoppedWorld, exchange: Pick<SimExchange, 'isResting' | 'cancelsAsked'>) {
    this.#world = world;
    this.#exchange = exchange;
  }

  /** Stops somebody or something that `site` decides, for `ms`. */
  strike(site: string, ms: number): void {
    const scope = this.#scopeOf(site);
    const name = this.#turn(scope, true);
    const turn = this.#turns.get(name);
    this.#world.time.after(ms, () => {
      if (this.#turns.get(name) === turn) this.#turn(scope, false);
    });
  }

  /** Nothing fails any more: each of some stops has to be heard in time. Begins at `fromMs`, lasts `lengthMs`. */
  planDrills(fromMs: number, lengthMs: number): void {
    const { time, draws } = this.#world;
    for (const number of [1, 2, 3, 4]) {
      const site = `drill ${number}`;
      const atMs = fromMs + calmAfterMs + draws.below(`when ${site}`, lengthMs - calmAfterMs);
      time.at(atMs, () => this.strike(site, 15_000 + draws.below(`span ${site}`, 60_000)));
    }
  }

  /** Every stop ends. */
  release(): void {
    for (const name of new Set(['all', ...this.#turns.keys()]))
      turnKillSwitch(this.#world.tables, false, name);
  }

  #turn(scope: KillScope, isKilled: boolean): string {
    const { tables, time, isQuiet } = this.#world;
    const name = turnKillSwitch(tables, isKilled, scope);
    const turn = (this.#turns.get(name) ?? 0) + 1;
    this.#turns.set(name, turn);
    if (isKilled) this.#inForce.set(name, { scope, sinceMs: time.nowMs });
    else this.#inForce.delete(name);
    time.note(`${isKilled ? 'stops' : 'releases'} ${name}`);
    if (isKilled && isQuiet) this.#check(scope, { name, turn, sinceMs: time.nowMs });
    return name;
  }

  /** Looks every few seconds, while the stop holds, for an order that is open and that nobody asked to be cancelled. */
  #check(
    scope: KillScope,
    of: { readonly name: string; readonly turn: number; readonly sinceMs: number },
  ): void {
    const { time } = this.#world;
    time.after(cancelMaxMs / 4, () => {
      if (this.#turns.get(of.name) !== of.turn) return;
      this.#expectCancelled(scope, of);
      this.#check(scope, of);
    });
  }

  /** In the hours of faults: judges whenever nothing has failed for long enough. Sets nothing going. */
  look(): void {
    const { time, calm, isQuiet, tables } = this.#world;
    if (isQuiet || this.#inForce.size === 0 || time.nowMs < this.#lookAgainMs) return;
    this.#lookAgainMs = time.nowMs + cancelMaxMs / 4;
    const calmForMs = calm.lastsMs() - calmAfterMs;
    if (calmForMs <= cancelMaxMs) return;
    for (const [name, { scope, sinceMs }] of this.#inForce) {
      // Whoever stops everybody at a moment of an order may have ended it as well.
      if (tables.control.get(name)?.isKilled !== true) continue;
      this.#expectCancelled(scope, { name, sinceMs: Math.max(sinceMs, time.nowMs - calmForMs) });
    }
  }

  #expectCancelled(scope: KillScope, of: { readonly name: string; readonly sinceMs: number }): void {
    const { time, tables, findings, watch } = this.#world;
    for (const intent of tables.waitingIntents.values()) {
      if (intent.state.kind !== 'acknowledged' || !isIn(scope, intent)) continue;
      const openSinceMs = Math.max(of.sinceMs, watch.acknowledgedAtMs.get(intent.intentId) ?? time.nowMs);
      const isLate = time.nowMs - openSinceMs > cancelMaxMs && this.#isUncancelled(intent);
      findings.expect(
        !isLate,
        'V6',
        `${intent.orderId} is open ${cancelMaxMs} ms after ${of.name} was stopped`,
      );
    }
  }

  #isUncancelled({ orderId }: IntentRow): boolean {
    return this.#exchange.isResting(orderId) && !this.#exchange.cancelsAsked.has(orderId);
  }

  #scopeOf(site: string): KillScope {
    const { draws, tables } = this.#world;
    const plans = [...tables.plans.values()];
    const plan = plans[draws.below('stop of', plans.length, site)];
    if (plan === undefined || draws.below('stop all', 5, site) === 0) return { kind: 'all' };
    const { planId, userId } = plan;
    return draws.below('stop account', 2, site) === 0
      ? { kind: 'account', userId }
      : { kind: 'plan', planId };
  }
}

function isIn(scope: KillScope, { userId, planId }: KillSubject): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'account':
      return scope.userId === userId;
    case 'plan':
      return scope.planId === planId;
  }
}
