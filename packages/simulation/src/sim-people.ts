// The people of a simulation: they start, pause, resume and stop plans, press "buy now" twice, and try others' plans.

import { civilDateAt } from '@mandato/invest-core/plan/zone-time';
import type { PlanRef } from '@mandato/server/orders/order-store';
import { pausePlan, resumePlan, stopPlan } from '@mandato/server/plans/change-plan';
import { createPlan } from '@mandato/server/plans/create-plan';
import { runNow } from '@mandato/server/plans/run-now';
import type { PlanRow } from '@mandato/server/store/schema/plan-schema';
import { simBook } from './sim-exchange.ts';
import type { SimWorker, SimWorld } from './sim-worker.ts';

/** What a person was told has happened; it has to be so when the run is over. */
interface Promised {
  readonly what: string;
  readonly holds: () => boolean;
}

/** A new one each time: one that all shared would keep whoever waits for it. */
const never = () => new Promise<never>(() => undefined);

type NewPlanForm = Parameters<typeof createPlan>[2]['form'];

type Api = NonNullable<ReturnType<SimWorker['apiFor']>>;

const acts = ['run_now', 'run_now', 'run_now', 'pause', 'pause', 'stop', 'create', 'foreign'] as const;

/** More plans than these would only make the run longer. */
const plansMadeMax = 2;

export class SimPeople {
  readonly #world: SimWorld;
  readonly #promised: Promised[] = [];
  readonly #made = new Map<string, number>();

  constructor(world: SimWorld) {
    this.#world = world;
  }

  /** Lets `userId` do something that the seed decides. */
  act(userId: string, linkId: string, site: string): void {
    const { draws } = this.#world;
    const act = acts[draws.below('act', acts.length, site)] ?? 'run_now';
    if (act === 'create') {
      this.#create(userId, linkId, site);
      return;
    }
    const isForeign = act === 'foreign';
    const plans = [...this.#world.tables.plans.values()].filter(
      (plan) => (plan.userId !== userId) === isForeign,
    );
    const plan = plans[draws.below('plan', Math.max(1, plans.length), site)];
    if (plan === undefined) return;
    const ref = { userId, planId: plan.planId };
    if (act === 'foreign') this.#trySomebodyElses(ref, plan, site);
    else if (act === 'pause') this.#pause(ref, site);
    else if (act === 'stop') void this.#ask(userId, site, ({ deps }) => stopPlan(deps, ref));
    else this.#runNow(ref, site);
  }

  /** V20: what people were told is still true. */
  checkPromises(): void {
    for (const { what, holds } of this.#promised)
      this.#world.findings.expect(holds(), 'V20', `${what} is gone`);
  }

  /**
   * One request to one of the processes; whoever gets no answer from it does not know what happened.
   * Answers what its answer was, or never.
   */
  async #ask<T>(userId: string, site: string, call: (api: Api) => Promise<T>): Promise<T> {
    const { workers, draws, time } = this.#world;
    const worker = workers[draws.below('asks', workers.length, site)];
    const api = worker?.apiFor(userId) ?? null;
    if (api === null) return never();
    time.note(`${userId} asks ${worker?.name}: ${site}`);
    return call(api).catch(never);
  }

  #pause(ref: PlanRef, site: string): void {
    const { time, draws } = this.#world;
    void this.#ask(ref.userId, site, ({ deps }) => pausePlan(deps, ref));
    const ms = 60_000 + draws.below('paused for', 30 * 60_000, site);
    time.after(ms, () => void this.#ask(ref.userId, `end of ${site}`, ({ deps }) => resumePlan(deps, ref)));
  }

  /** Impatient people press twice, and a proxy may bring the second press to another process. */
  #runNow(ref: PlanRef, site: string): void {
    const { draws, findings, tables, time } = this.#world;
    const request = { ...ref, requestId: `click-${site.replaceAll(' ', '-')}` };
    const slot = `${ref.planId} now-${request.requestId}`;
    const hear = (answer: Awaited<ReturnType<typeof runNow>>) => {
      if (!answer.ok) return;
      const { userId, intentId } = answer.value;
      findings.expect(userId === ref.userId, 'V12', `${ref.userId} was shown ${intentId} of ${userId}`);
      this.#promised.push({ what: slot, holds: () => tables.slots.get(slot) === intentId });
    };
    const press = (which: string) =>
      void this.#ask(ref.userId, `${which} of ${site}`, ({ deps, cache }) =>
        runNow(deps, cache, request),
      ).then(hear);
    press('press');
    if (draws.below('presses twice', 3, site) === 0) return;
    time.after(draws.below('between presses', 2_000, site), () => press('second press'));
  }

  #trySomebodyElses(ref: PlanRef, plan: PlanRow, site: string): void {
    const { findings } = this.#world;
    const hear = (answer: { readonly ok: boolean; readonly error?: string }) => {
      const isRefused = !answer.ok && answer.error === 'plan_unknown';
      findings.expect(isRefused, 'V12', `${ref.userId} was let at ${plan.planId} of ${plan.userId}`);
    };
    void this.#ask(ref.userId, `foreign pause ${site}`, ({ deps }) => pausePlan(deps, ref)).then(hear);
    void this.#ask(ref.userId, `foreign stop ${site}`, ({ deps }) => stopPlan(deps, ref)).then(hear);
    const request = { ...ref, requestId: `foreign-${site.replaceAll(' ', '-')}` };
    void this.#ask(ref.userId, `foreign buy ${site}`, ({ deps, cache }) => runNow(deps, cache, request)).then(
      hear,
    );
  }

  #create(userId: string, linkId: string, site: string): void {
    const { draws, tables } = this.#world;
    const made = (this.#made.get(userId) ?? 0) + 1;
    if (made > plansMadeMax) return;
    this.#made.set(userId, made);
    const planId = `plan made by ${userId} ${made}`;
    void this.#ask(userId, site, ({ deps, cache }) => {
      const { year, month, day } = civilDateAt('UTC', deps.marketClock.nowMs());
      const form: NewPlanForm = {
        linkId,
        book: simBook,
        notional: String(100 + draws.below('new notional', 400, site)),
        schedule: { kind: 'daily' },
        time: `${two(draws.below('new hour', 24, site))}:${two(draws.below('new minute', 60, site))}`,
        zone: 'America/Mexico_City',
        startsOn: `${year}-${two(month)}-${two(day)}`,
        budget: draws.below('new budget', 2, site) === 0 ? null : '2000',
        missedSlots: 'skip',
      };
      return createPlan(deps, cache, { userId, form, planId });
    }).then((answer) => {
      if (answer.ok) this.#promised.push({ what: planId, holds: () => tables.plans.has(planId) });
    });
  }
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
