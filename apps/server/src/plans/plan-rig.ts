// What tests of plans and orders stand on: a real database, scripted exchanges, and clocks that tests move by hand.

import { randomUUID } from 'node:crypto';
import type { PlanSchedule } from '@mandato/invest-core/plan/plan';
import { nextSlot } from '@mandato/invest-core/plan/slots';
import { unitsPerWhole } from '@mandato/primitives/money';
import { noLimits } from '@mandato/signer/client/signer-options';
import { asc, eq } from 'drizzle-orm';
import { nonceSource } from '../links/nonce-source.ts';
import { standingOf } from '../links/standing-of.ts';
import type { LinkedVenue } from '../links/venue-for-link.ts';
import { ScriptedExchange } from '../orders/scripted-exchange.ts';
import type { Db } from '../store/database.ts';
import { activities } from '../store/schema/activity-schema.ts';
import { links } from '../store/schema/link-schema.ts';
import { type IntentRow, intents } from '../store/schema/order-schema.ts';
import { type PlanRow, plans } from '../store/schema/plan-schema.ts';
import {
  type DiscardableDatabase,
  openTemporaryDatabase,
  serverKeyForTests,
} from '../store/temporary-database.ts';
import { insertLinkedPerson } from './insert-linked-person.ts';
import type { PlanLimits } from './plan-limits.ts';
import { type PlansNeeds, preparePlans } from './start-plans.ts';

/** Friday 2026-11-20T12:00:00Z. */
export const startMs = 1_795_176_000_000;

export interface ManualClock {
  ms: number;
  nowMs(): number;
}

export function manualClock(ms: number): ManualClock {
  return {
    ms,
    nowMs() {
      return this.ms;
    },
  };
}

/** A linked account of a person at an exchange of its own. */
export interface LinkedPerson {
  readonly userId: string;
  readonly linkId: string;
  readonly exchange: ScriptedExchange;
}

export interface PlanInput {
  readonly notional?: bigint;
  readonly budgetMax?: bigint | null;
  readonly schedule?: PlanSchedule;
  readonly missedSlots?: 'skip' | 'buy_once';
  readonly startsOn?: string;
}

const dailyAtNoon: PlanSchedule = { kind: 'daily', hour: 13, minute: 0, zone: 'UTC' };

export class PlanRig {
  readonly clock = manualClock(startMs);
  readonly database: DiscardableDatabase;
  readonly errors: string[] = [];
  readonly #exchanges = new Map<string, ScriptedExchange>();
  readonly #nextNonce = nonceSource(this.clock);

  private constructor(database: DiscardableDatabase) {
    this.database = database;
  }

  static async open(): Promise<PlanRig> {
    return new PlanRig(await openTemporaryDatabase());
  }

  /** On a database that somebody else opened, PostgreSQL for example. */
  static on(database: DiscardableDatabase): PlanRig {
    return new PlanRig(database);
  }

  get db(): Db {
    return this.database.db;
  }

  /** For the next test: plans of earlier ones stay as they are, but none is due, and the clock begins anew. */
  async begin(): Promise<void> {
    await this.db.update(plans).set({ nextSlotAtMs: null });
    this.clock.ms = startMs;
    this.errors.length = 0;
  }

  /** What `startPlans` needs, on this rig's clock. */
  needs(over: Partial<PlansNeeds> = {}): PlansNeeds {
    const note = (_details: object, message: string) => {
      this.errors.push(message);
    };
    return {
      db: this.db,
      venueFor: (linkId) => this.venueFor(linkId),
      nextNonce: this.#nextNonce,
      marketClock: this.clock,
      wallClock: this.clock,
      monotonicMs: () => this.clock.ms,
      installId: 'test-install',
      sandboxed: false,
      isOnlyProcess: true,
      logger: { info: () => undefined, warn: () => undefined, error: note },
      jobs: null,
      ...over,
    };
  }

  /** A pipeline that moves only when told to; `runOnceFor` lets time pass in steps, with a pass at each. */
  async prepare(over: Partial<PlansNeeds> = {}) {
    const plans = await preparePlans(this.needs(over));
    const runOnceFor = async (spanMs: number) => {
      const untilMs = this.clock.ms + spanMs;
      await plans.runOnce();
      while (this.clock.ms < untilMs) {
        this.clock.ms = Math.min(untilMs, this.clock.ms + Math.max(1_000, spanMs / 25));
        await plans.runOnce();
      }
    };
    return { ...plans, runOnceFor };
  }

  async venueFor(linkId: string): Promise<LinkedVenue | null> {
    const [link] = await this.db.select().from(links).where(eq(links.linkId, linkId));
    const exchange = this.#exchanges.get(linkId);
    if (link === undefined || exchange === undefined) return null;
    const { userId } = link;
    const status = standingOf(link, this.clock.ms).kind;
    const { venue, publicVenue } = exchange;
    return { linkId, userId, exchange: link.exchange, status, venue, publicVenue };
  }

  async person(): Promise<LinkedPerson> {
    const userId = randomUUID();
    const linkId = randomUUID();
    await insertLinkedPerson(this.db, { userId, linkId, atMs: startMs });
    const exchange = new ScriptedExchange(() => this.clock.ms);
    this.#exchanges.set(linkId, exchange);
    return { userId, linkId, exchange };
  }

  /** An active daily plan of 500 mxn at 13:00 UTC, an hour from the start; answers its id. */
  async plan(of: LinkedPerson, input: PlanInput = {}): Promise<string> {
    const planId = randomUUID();
    const schedule = input.schedule ?? dailyAtNoon;
    const startsOn = input.startsOn ?? '2026-11-20';
    const at = this.clock.ms;
    await this.db.insert(plans).values({
      planId,
      userId: of.userId,
      linkId: of.linkId,
      exchange: 'practice',
      book: 'btc_mxn',
      base: 'btc',
      quote: 'mxn',
      notional: input.notional ?? 500n * unitsPerWhole,
      schedule,
      startsOn,
      budgetMax: input.budgetMax ?? null,
      missedSlots: input.missedSlots ?? 'skip',
      stateKind: 'active',
      state: { kind: 'active' },
      answeredUntilMs: at,
      nextSlotAtMs: nextSlot({ schedule, startsOn }, at).atMs,
      spent: 0n,
      reserved: 0n,
      bought: 0n,
      ordersDone: 0,
      createdAtMs: at,
    });
    return planId;
  }

  async planRow(planId: string): Promise<PlanRow> {
    const [plan] = await this.db.select().from(plans).where(eq(plans.planId, planId));
    if (plan === undefined) throw new Error(`no plan ${planId}`);
    return plan;
  }

  async intents(planId: string): Promise<readonly IntentRow[]> {
    return this.db.select().from(intents).where(eq(intents.planId, planId)).orderBy(asc(intents.dueAtMs));
  }

  /** The codes of a plan's activity, oldest first. */
  async codes(planId: string): Promise<readonly string[]> {
    const rows = await this.db
      .select({ code: activities.code })
      .from(activities)
      .where(eq(activities.planId, planId))
      .orderBy(asc(activities.seq));
    return rows.map(({ code }) => code);
  }
}

/** What the plan procedures need besides the pipeline; the signer's limits suffice for everything. */
export function planNeedsForTests(rig: PlanRig) {
  const limits: PlanLimits = {
    raiseFor: () => Promise.resolve({ ok: true, value: { limits: noLimits, raises: [], holdsFrom: '' } }),
    raise: () => Promise.resolve(),
  };
  return { security: { db: rig.db, key: serverKeyForTests, wall: rig.clock }, limits };
}
