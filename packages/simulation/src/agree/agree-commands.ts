// What a history is made of: each command does one thing to the product, lets it come to rest, and compares.

import fc from 'fast-check';
import type { AgreeModel, PlanExpected } from './agree-model.ts';
import { findDifferences } from './find-differences.ts';
import { type Death, deaths, type Product, type StopWish, type Trouble, troubles } from './product.ts';

/** What may happen between the writing of a plan and its first slot. */
const befores = ['nothing', 'nothing', 'nothing', 'pause', 'stop', 'halt_plan', 'away'] as const;

interface Meets {
  readonly trouble: Trouble;
  readonly death: Death | null;
}

type Done =
  | { readonly kind: 'write'; readonly hasBudget: boolean }
  | { readonly kind: 'press'; readonly plan: number; readonly trouble: Trouble; readonly death: Death | null }
  | { readonly kind: 'press_again'; readonly plan: number }
  | {
      readonly kind: 'due';
      readonly before: (typeof befores)[number];
      readonly trouble: Trouble;
      readonly death: Death | null;
      readonly missedSlots: 'skip' | 'buy_once';
    }
  | { readonly kind: 'change'; readonly plan: number; readonly to: 'paused' | 'active' | 'stopped' }
  | {
      readonly kind: 'turn';
      readonly plan: number;
      readonly scope: StopWish['kind'];
      readonly isStopped: boolean;
    }
  | { readonly kind: 'kill' }
  | { readonly kind: 'price'; readonly isWrong: boolean }
  | { readonly kind: 'spend_by_hand' }
  | { readonly kind: 'key_off' }
  /** About the first held order; `wait` leaves it to the sweeps. */
  | { readonly kind: 'decide'; readonly what: 'look_again' | 'close' | 'wait' };

/** What takes no time: a held order that exists is found by a sweep, ten minutes after the exchange can be read again. */
const timeless: readonly Done['kind'][] = ['decide', 'press_again', 'change', 'turn', 'kill'];

/** The sizes of orders, in whole units of the quote: the large one takes more than one price of any order book. */
const smallNotional = 100;
const largeNotional = 31_000;
const budgetMax = 250;

/** Each plan takes a proof, and a person has only so many at once. */
const plansMax = 7;

const plan = fc.nat({ max: 6 });
const trouble = fc.constantFrom<Trouble>('none', 'none', 'none', ...troubles);
const meets: fc.Arbitrary<Meets> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ trouble, death: fc.constant(null) }) },
  {
    weight: 1,
    arbitrary: fc.record({ trouble: fc.constant('none' as const), death: fc.constantFrom(...deaths) }),
  },
);

/** Histories of at most so many commands; the frequent ones are those that may buy. */
export function agreeCommands(
  commandsMax: number,
): fc.Arbitrary<Iterable<fc.AsyncCommand<AgreeModel, Product, boolean>>> {
  const press = fc.tuple(plan, meets).map(([number, met]): Done => ({ kind: 'press', plan: number, ...met }));
  const due = fc
    .tuple(fc.constantFrom(...befores), meets, fc.constantFrom('skip' as const, 'buy_once' as const))
    .map(([before, met, missedSlots]): Done => ({ kind: 'due', before, missedSlots, ...met }));
  const decide = fc
    .constantFrom('look_again' as const, 'close' as const, 'wait' as const)
    .map((what): Done => ({ kind: 'decide', what }));
  const write = fc.boolean().map((hasBudget): Done => ({ kind: 'write', hasBudget }));
  const kinds: fc.Arbitrary<Done>[] = [
    ...[press, press, press, due, due, write],
    plan.map((number) => ({ kind: 'press_again', plan: number })),
    fc
      .tuple(
        plan,
        fc.constantFrom('paused' as const, 'active' as const, 'active' as const, 'stopped' as const),
      )
      .map(([number, to]) => ({ kind: 'change', plan: number, to })),
    fc
      .tuple(plan, fc.constantFrom('all' as const, 'account' as const, 'plan' as const), fc.boolean())
      .map(([number, scope, isStopped]) => ({ kind: 'turn', plan: number, scope, isStopped })),
    fc.constant({ kind: 'kill' }),
    fc.boolean().map((isWrong) => ({ kind: 'price', isWrong })),
    ...[decide, decide, decide],
    fc.constantFrom({ kind: 'spend_by_hand' as const }, { kind: 'key_off' as const }),
  ];
  const one = kinds.map((kind) => kind.map((done) => new AgreeCommand(done)));
  return fc.commands(one, { maxCommands: commandsMax, size: 'max' });
}

class AgreeCommand implements fc.AsyncCommand<AgreeModel, Product> {
  readonly #done: Done;

  constructor(done: Done) {
    this.#done = done;
  }

  /** Whether what the model would say next is certain. */
  check(model: Readonly<AgreeModel>): boolean {
    const done = this.#done;
    if (model.isSoonSwept() && !timeless.includes(done.kind)) return false;
    switch (done.kind) {
      case 'write':
        return model.plans.size < plansMax;
      case 'press':
        return mayPress(model, model.planAt(done.plan), done);
      case 'press_again':
        return (model.planAt(done.plan)?.lastPress ?? null) !== null;
      case 'due':
        return mayComeDue(model, done);
      case 'change':
      case 'turn':
        return model.planAt(done.plan) !== null;
      case 'price':
        return done.isWrong !== model.isWrongPrice;
      case 'spend_by_hand':
        return !model.isPoor && !model.isKeyOff;
      case 'key_off':
        return !model.isKeyOff && model.held().length === 0 && model.plans.size > 1;
      case 'decide':
        return model.held().length > 0;
      case 'kill':
        return true;
    }
  }

  async run(model: AgreeModel, product: Product): Promise<void> {
    const differences = await play(this.#done, model, product);
    const found = [...differences, ...findDifferences(model, await product.observe())];
    if (found.length > 0) throw new Error(`after ${this.toString()}: ${found.join('; ')}`);
  }

  toString(): string {
    const { kind, ...rest } = this.#done;
    const words = Object.entries(rest).map(([name, value]) => `${name} ${String(value)}`);
    return `${kind}(${words.join(', ')})`;
  }
}

function mayPress(
  model: Readonly<AgreeModel>,
  of: PlanExpected | null,
  met: { readonly trouble: Trouble },
): boolean {
  if (of === null || !model.hasRoomFor(of.wish.notional)) return false;
  // One price offers enough for a small order: only the large plans are filled in part.
  return met.trouble !== 'partial';
}

function mayComeDue(model: Readonly<AgreeModel>, done: Done & { readonly kind: 'due' }): boolean {
  const { notional } = dueWish(done, 'due');
  if (model.plans.size >= plansMax || !model.hasRoomFor(notional)) return false;
  return done.before !== 'away' || (done.trouble === 'none' && done.death === null);
}

/** The differences between the answers; what is seen afterwards is compared by whoever calls. */
async function play(done: Done, model: AgreeModel, product: Product): Promise<readonly string[]> {
  switch (done.kind) {
    case 'write': {
      const name = `plan${model.plans.size + 1}`;
      const budget = done.hasBudget ? budgetMax : null;
      const wish = { name, notional: smallNotional, budget, missedSlots: 'skip', isSoon: false } as const;
      return answers('write', model.write(wish), await product.write(wish));
    }
    case 'press':
      return playPress(done, model, product);
    case 'press_again': {
      const of = known(model.planAt(done.plan));
      const requestId = known(of.lastPress);
      const expected = model.press(of, requestId, { trouble: 'none', death: null });
      const answer = await product.press(of.wish.name, requestId);
      await product.settle();
      return answers('press again', expected, answer);
    }
    case 'due':
      return playDue(done, model, product);
    case 'change': {
      const of = known(model.planAt(done.plan));
      return answers('change', model.change(of, done.to), await product.change(of.wish.name, done.to));
    }
    case 'turn': {
      const name = known(model.planAt(done.plan)).wish.name;
      const scope: StopWish = done.scope === 'plan' ? { kind: 'plan', plan: name } : { kind: done.scope };
      return answers('turn', model.turn(scope, done.isStopped), await product.turn(scope, done.isStopped));
    }
    case 'kill':
    case 'price':
    case 'spend_by_hand':
    case 'key_off':
    case 'decide':
      return playWorld(done, model, product);
  }
}

async function playWorld(
  done: Done & { readonly kind: 'kill' | 'price' | 'spend_by_hand' | 'key_off' | 'decide' },
  model: AgreeModel,
  product: Product,
): Promise<readonly string[]> {
  switch (done.kind) {
    case 'kill':
      await product.kill(null);
      return [];
    case 'price':
      model.isWrongPrice = done.isWrong;
      await product.showWrongPrice(done.isWrong);
      return [];
    case 'spend_by_hand':
      model.isPoor = true;
      await product.spendByHand();
      return [];
    case 'key_off':
      model.isKeyOff = true;
      await product.switchKeyOff();
      return [];
    case 'decide': {
      const [slot] = model.held();
      const of = known(slot ?? null);
      const expected = model.decide(of, done.what);
      const answer = done.what === 'wait' ? 'ok' : await product.decide(of, done.what);
      const state = known(model.plans.get(of.plan)?.slots.get(of.slot) ?? null).state;
      await product.settle({ ...of, state });
      return answers('decide', expected, answer);
    }
  }
}

async function playPress(
  done: Done & { readonly kind: 'press' },
  model: AgreeModel,
  product: Product,
): Promise<readonly string[]> {
  const of = known(model.planAt(done.plan));
  model.presses += 1;
  const requestId = `press${`${model.presses}`.padStart(4, '0')}`;
  const isSent = model.sends(of);
  if (isSent) await product.arm(done.trouble, done.death);
  const expected = model.press(of, requestId, done);
  const answer = await product.press(of.wish.name, requestId);
  await product.settle();
  if (isSent) await product.calm();
  return answers('press', expected, answer);
}

async function playDue(
  done: Done & { readonly kind: 'due' },
  model: AgreeModel,
  product: Product,
): Promise<readonly string[]> {
  const wish = dueWish(done, `plan${model.plans.size + 1}`);
  const found = [...answers('write', model.write(wish), await product.write(wish))];
  const of = model.plans.get(wish.name);
  if (of === undefined) return found;
  if (done.before === 'pause' || done.before === 'stop') {
    const to = done.before === 'pause' ? 'paused' : 'stopped';
    found.push(...answers('change', model.change(of, to), await product.change(wish.name, to)));
  }
  if (done.before === 'halt_plan') {
    const scope = { kind: 'plan', plan: wish.name } as const;
    found.push(...answers('turn', model.turn(scope, true), await product.turn(scope, true)));
  }
  const isAway = done.before === 'away';
  const isSent = model.sends(of) && !isAway;
  if (isSent) await product.arm(done.trouble, done.death);
  model.due(of, { trouble: done.trouble, death: done.death, isAway });
  if (isAway) await product.kill(wish.name);
  if (of.state !== 'stopped') await product.reachDue(wish.name);
  await product.settle();
  if (isSent) await product.calm();
  return found;
}

/** Partial fills need more than what one price offers. */
function dueWish({ trouble: named, missedSlots }: Done & { readonly kind: 'due' }, name: string) {
  const notional = named === 'partial' ? largeNotional : smallNotional;
  return { name, notional, budget: null, missedSlots, isSoon: true } as const;
}

function answers(what: string, expected: string, answer: string): readonly string[] {
  return expected === answer ? [] : [`${what} was answered ${answer}, and must be ${expected}`];
}

function known<T>(value: T | null): T {
  if (value === null) throw new Error('the command was checked before it ran');
  return value;
}
