// The people of the chaos: accounts and links at both products, plans due every few seconds, presses, and watchers.

import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderView } from '@mandato/server/api-contract/plan-contract';
import { linkKey, makeKey, openSaver, openTrader, planForm, type Saver } from '../journeys/people.ts';
import type { ChaosStage } from './chaos-stage.ts';
import { isOutage, type Press, type Presser, pressRunNow } from './press-run-now.ts';

export interface Crowd {
  /** Presses of "run now", and what was acknowledged. */
  readonly presses: () => readonly Press[];
  /** Every order that a page ever showed as bought, by its id. */
  readonly shownAsBought: ReadonlyMap<string, OrderView>;
  /** How often a page was read. */
  readonly looks: () => number;
  /** No presses and no looks any more, and every plan is stopped. */
  finish(): Promise<void>;
  /** Orders that the pages show as not ended. */
  openOrders(): Promise<readonly OrderView[]>;
}

const plansPerPerson = 3;
const ended: readonly string[] = ['done', 'skipped', 'held', 'late'];

/** Signs up `count` people, one key and three plans each; the last plan of each has a budget of 40 buys. */
export async function gatherCrowd(stage: ChaosStage, count: number): Promise<Crowd> {
  const savers: Saver[] = [];
  const pressers: Presser[] = [];
  for (let number = 1; number <= count; number += 1) {
    const email = `person${number}@example.com`;
    const [saver, trader] = await Promise.all([
      openSaver(stage.mandatoUrl, email),
      openTrader(stage.lonjaUrl, email),
    ]);
    const key = await makeKey(trader);
    const { linkId } = await despiteOutages(async () => linkKey(saver.client, key, await saver.proof()));
    const planIds = [];
    for (let plan = 0; plan < plansPerPerson; plan += 1) {
      const wish = planOf(linkId, { plan, number, nowMs: stage.marketNowMs() });
      const started = await despiteOutages(async () =>
        saver.client.plans.create({ ...wish, stepUpCode: await saver.proof() }),
      );
      planIds.push(started.planId);
    }
    savers.push(saver);
    // Everybody also presses "run now" all the time, so that orders are under way again soon after a start.
    pressers.push(pressRunNow(saver.client, planIds[0] ?? ''));
  }
  const watch = watchPages(savers);
  return {
    presses: () => pressers.flatMap(({ presses }) => presses),
    shownAsBought: watch.shownAsBought,
    looks: watch.looks,
    finish: async () => {
      await watch.stop();
      await Promise.all(pressers.map((presser) => presser.finish()));
      for (const saver of savers) await stopPlans(saver);
    },
    openOrders: async () => {
      const lists = await Promise.all(savers.map((saver) => ordersOf(saver)));
      return lists.flat().filter(({ state }) => !ended.includes(state));
    },
  };
}

interface PlanWish {
  readonly plan: number;
  readonly number: number;
  /** By the market clock. */
  readonly nowMs: number;
}

function planOf(linkId: string, { plan, number, nowMs }: PlanWish) {
  return planForm(linkId, {
    notional: '12',
    // Each plan at another time of the day, in zones with and without clock changes.
    time: `${((plan * 7 + number) % 24).toString().padStart(2, '0')}:${plan * 15}0`.slice(0, 5),
    zone: ['UTC', 'America/Mexico_City', 'America/New_York'][plan] ?? 'UTC',
    startsOn: new Date(nowMs + 2 * 86_400_000).toISOString().slice(0, 10),
    missedSlots: plan === 1 ? 'skip' : 'buy_once',
    budget: plan === 2 ? '480' : null,
  });
}

async function stopPlans(saver: Saver): Promise<void> {
  for (const { planId, state } of await patiently(() => saver.client.plans.list()))
    if (state !== 'stopped') await patiently(() => saver.client.plans.stop({ planId }));
}

async function ordersOf(saver: Saver): Promise<readonly OrderView[]> {
  const plans = await patiently(() => saver.client.plans.list());
  const lists = [];
  for (const { planId } of plans) lists.push(await patiently(() => saver.client.plans.get({ planId })));
  return lists.flatMap(({ orders }) => orders);
}

/** Reads the pages of everybody in turn, whatever dies meanwhile. */
function watchPages(savers: readonly Saver[]) {
  const shownAsBought = new Map<string, OrderView>();
  let looks = 0;
  let isStopped = false;
  const work = (async () => {
    while (!isStopped) {
      for (const saver of savers) {
        if (isStopped) break;
        await look(saver, shownAsBought).then(
          () => (looks += 1),
          () => undefined,
        );
        await sleep(400);
      }
    }
  })();
  return {
    shownAsBought,
    looks: () => looks,
    stop: async () => {
      isStopped = true;
      await work;
    },
  };
}

async function look(saver: Saver, shownAsBought: Map<string, OrderView>): Promise<void> {
  for (const { planId } of await saver.client.plans.list()) {
    const { orders } = await saver.client.plans.get({ planId });
    for (const order of orders) if (order.state === 'done') shownAsBought.set(order.orderId, order);
  }
}

/** A machine that is busy may be too slow for the limits of a call, before any trouble was made. */
async function despiteOutages<T>(asking: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await asking();
    } catch (error) {
      if (tries === 5 || !isOutage(error)) throw error;
      await sleep(1_000);
    }
  }
}

async function patiently<T>(asking: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await asking();
    } catch (error) {
      if (tries >= 60) throw error;
      await sleep(500);
    }
  }
}
