// What must be seen after each thing that a person or the world did, once everything has come to rest.

import {
  type Answer,
  type Death,
  fundsAtStart,
  type PlanWish,
  type StopWish,
  type Trouble,
} from './product.ts';

type Fill = 'none' | 'part' | 'full';

/** How a slot must stand. */
export interface SlotExpected {
  readonly state: 'done' | 'skipped' | 'held' | 'late';
  readonly reason: string | null;
  readonly fill: Fill;
  /** An order traded at the exchange that Mandato has not booked, because nobody could read it. */
  readonly isUnbooked: boolean;
}

export interface PlanExpected {
  readonly wish: PlanWish;
  state: 'active' | 'paused' | 'stopped';
  pausedBecause: string | null;
  isHalted: boolean;
  readonly slots: Map<string, SlotExpected>;
  lastPress: string | null;
}

export interface SlotRef {
  readonly plan: string;
  readonly slot: string;
}

export class AgreeModel {
  readonly plans = new Map<string, PlanExpected>();
  presses = 0;
  isWrongPrice = false;
  isPoor = false;
  isKeyOff = false;
  isLinkFrozen = false;
  readonly #halted = { all: false, account: false };
  /** The most that can have been spent. */
  #spentMax = 0;

  planAt(number: number): PlanExpected | null {
    const all = [...this.plans.values()];
    return all.length === 0 ? null : (all[number % all.length] ?? null);
  }

  /** Held orders, oldest plan first. */
  held(): readonly SlotRef[] {
    return [...this.plans].flatMap(([plan, { slots }]) =>
      [...slots].filter(([, { state }]) => state === 'held').map(([slot]) => ({ plan, slot })),
    );
  }

  /** Whether a sweep will find an order that is held; when it does, only the clock knows. */
  isSoonSwept(): boolean {
    return [...this.plans.values()].some(({ slots }) =>
      [...slots.values()].some(({ isUnbooked }) => isUnbooked),
    );
  }

  /** Whether the account certainly has room for another such order. */
  hasRoomFor(notional: number): boolean {
    return this.isPoor || this.#spentMax + notional <= fundsAtStart - 1_000;
  }

  write(wish: PlanWish): Answer {
    if (this.isLinkFrozen) return 'link_not_active';
    if (this.isKeyOff) {
      this.#freeze();
      return 'link_not_active';
    }
    if (this.isPoor) return 'notional_above_balance';
    this.plans.set(wish.name, {
      wish,
      state: 'active',
      pausedBecause: null,
      isHalted: false,
      slots: new Map(),
      lastPress: null,
    });
    return 'ok';
  }

  change(plan: PlanExpected, to: 'paused' | 'active' | 'stopped'): Answer {
    if (to === 'stopped') {
      plan.state = 'stopped';
      plan.pausedBecause = null;
      return 'ok';
    }
    if (plan.state === 'stopped') return 'plan_stopped';
    if (plan.state === to) return 'ok';
    if (to === 'active' && this.isLinkFrozen) return 'link_not_active';
    plan.state = to;
    plan.pausedBecause = null;
    return 'ok';
  }

  turn(scope: StopWish, isStopped: boolean): Answer {
    if (scope.kind !== 'plan') this.#halted[scope.kind] = isStopped;
    else {
      const plan = this.plans.get(scope.plan);
      if (plan === undefined) return 'plan_unknown';
      plan.isHalted = isStopped;
    }
    return 'ok';
  }

  /** Why nothing is sent for a slot of this plan now, or null when an order is. */
  reasonAgainst(plan: PlanExpected): string | null {
    if (this.isKeyOff) return 'key_inactive';
    if (this.isWrongPrice) return 'sources_disagree';
    if (this.#halted.all || this.#halted.account || plan.isHalted) return 'kill_switch_on';
    const { budget, notional } = plan.wish;
    if (budget !== null && this.#taken(plan) + notional > budget) return 'budget_used_up';
    return this.isPoor ? 'balance_insufficient' : null;
  }

  /** Whether a press now ends in an order that is sent. */
  sends(plan: PlanExpected): boolean {
    return plan.state === 'active' && !this.isLinkFrozen && this.reasonAgainst(plan) === null;
  }

  /** A press under `requestId`, of which there is one row at most. */
  press(
    plan: PlanExpected,
    requestId: string,
    meets: { readonly trouble: Trouble; readonly death: Death | null },
  ): Answer {
    if (plan.slots.has(requestId)) return 'ok';
    if (plan.state === 'stopped') return 'plan_stopped';
    if (plan.state === 'paused') return 'plan_not_active';
    if (this.isLinkFrozen) return 'link_not_active';
    plan.lastPress = requestId;
    this.#answerSlot(plan, requestId, meets);
    return 'ok';
  }

  /** The plan's slot comes. */
  due(
    plan: PlanExpected,
    meets: { readonly trouble: Trouble; readonly death: Death | null; readonly isAway: boolean },
  ): void {
    if (plan.state === 'stopped') return;
    if (plan.state === 'paused') plan.slots.set('due', skipped('slot_missed_while_paused'));
    else if (meets.isAway && plan.wish.missedSlots === 'skip')
      plan.slots.set('due', skipped('slot_missed_while_away'));
    else this.#answerSlot(plan, 'due', meets);
  }

  decide({ plan, slot }: SlotRef, what: 'look_again' | 'close' | 'wait'): Answer {
    const of = this.plans.get(plan);
    const held = of?.slots.get(slot);
    if (of === undefined || held?.state !== 'held') return 'order_not_held';
    of.slots.set(slot, this.#decided(of, held, what));
    return 'ok';
  }

  #decided(plan: PlanExpected, held: SlotExpected, what: 'look_again' | 'close' | 'wait'): SlotExpected {
    if (what === 'look_again') return held.isUnbooked ? done('full') : skipped('proven_absent');
    if (!held.isUnbooked) return what === 'wait' ? held : skipped('closed_by_person');
    // It is swept for whatever the person did, and what turns up is booked and told.
    if (plan.state === 'active') {
      plan.state = 'paused';
      plan.pausedBecause = 'late_order_found';
    }
    return { state: 'late', reason: null, fill: 'full', isUnbooked: false };
  }

  #answerSlot(
    plan: PlanExpected,
    slot: string,
    meets: { readonly trouble: Trouble; readonly death: Death | null },
  ): void {
    const reason = this.reasonAgainst(plan);
    if (reason !== null) plan.slots.set(slot, skipped(reason));
    else {
      this.#spentMax += plan.wish.notional;
      plan.slots.set(slot, outcomeOf(meets.trouble, meets.death));
    }
    if (reason === 'key_inactive') this.#freeze();
  }

  /** A refused key is audited, and a link whose key is refused buys nothing more. */
  #freeze(): void {
    this.isLinkFrozen = true;
    for (const plan of this.plans.values()) {
      if (plan.state !== 'active') continue;
      plan.state = 'paused';
      plan.pausedBecause = 'link_not_usable';
    }
  }

  /** What is spent or set aside; a budget is only given to plans whose orders fill whole or not at all. */
  #taken(plan: PlanExpected): number {
    const taking = [...plan.slots.values()].filter(({ fill, state }) => fill !== 'none' || state === 'held');
    return taking.length * plan.wish.notional;
  }
}

function outcomeOf(trouble: Trouble, death: Death | null): SlotExpected {
  // Journaled and never sent: nobody knows that, so it is looked for until it is proven absent.
  if (death === 'journaled') return skipped('proven_absent');
  switch (trouble) {
    case 'none':
    case 'answer_lost':
    case 'failed_after':
    case 'limited_after':
    case 'sent_twice':
    case 'slow_trades':
      return done('full');
    case 'partial':
      return done('part');
    case 'request_lost':
    case 'failed_before':
      return skipped('proven_absent');
    case 'refused':
      return skipped('book_halted');
    case 'unreadable_there':
      return { state: 'held', reason: 'unreadable_too_long', fill: 'none', isUnbooked: true };
    case 'unreadable_absent':
      return { state: 'held', reason: 'unreadable_too_long', fill: 'none', isUnbooked: false };
  }
}

function done(fill: 'part' | 'full'): SlotExpected {
  return { state: 'done', reason: null, fill, isUnbooked: false };
}

function skipped(reason: string): SlotExpected {
  return { state: 'skipped', reason, fill: 'none', isUnbooked: false };
}
