// The troubles that can be made, each undone again before it is over: kills, pauses, cuts, full disks, stepping clocks.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Rng } from '@mandato/primitives/ports';
import { processOf, type Victim, victims } from '../journeys/kill-a-process.ts';
import { type ChaosStage, clearFaults, setFault, soundMachine } from './chaos-stage.ts';
import type { WireMode } from './tcp-proxy.ts';

/** What was done so far, by its name in the report. */
export interface Tally {
  mandato: number;
  signer: number;
  egress: number;
  lonja: number;
  postgres: number;
  /** Of the kills of Mandato: those at a named moment of an order, by its own hand. */
  named: number;
  pauses: number;
  fullDisks: number;
  clockSteps: number;
  /** A program that ended although nobody killed it, and no disk was full. */
  strangeEnds: number;
  /** How long each start took until it answered. */
  readonly startsMs: number[];
}

export const noTrouble = (): Tally => ({
  mandato: 0,
  signer: 0,
  egress: 0,
  lonja: 0,
  postgres: 0,
  named: 0,
  pauses: 0,
  fullDisks: 0,
  clockSteps: 0,
  strangeEnds: 0,
  startsMs: [],
});

export function killsOf(tally: Tally): number {
  return tally.mandato + tally.signer + tally.egress + tally.lonja + tally.postgres;
}

const points = [
  'recorded',
  'before_journal',
  'journaled',
  'answered',
  'answer_recorded',
  'trades_read',
  'booked',
  'looked_up',
  'before_settle',
] as const;

export const troubleKinds = ['kill', 'moment', 'pause', 'disk', 'clock', 'postgres'] as const;
export type TroubleKind = (typeof troubleKinds)[number];

const kindsByWeight: readonly TroubleKind[] = [
  ...Array.from({ length: 20 }, () => 'kill' as const),
  ...(['moment', 'moment', 'pause', 'disk', 'clock', 'postgres', 'postgres'] as const),
];

/** The two that start again in a moment die more often, or hardly an order would be under way. */
const victimsByWeight: readonly Victim[] = [
  ...(['mandato', 'lonja', 'lonja'] as const),
  ...(['signer', 'signer', 'signer', 'egress', 'egress', 'egress'] as const),
];

export interface TroubleOptions {
  readonly stage: ChaosStage;
  readonly rng: Rng;
  readonly say: (line: string) => void;
  /** Only these kinds, or null for all. */
  readonly only: readonly TroubleKind[] | null;
}

export class Troublemaker {
  readonly tally = noTrouble();
  readonly #stage: ChaosStage;
  readonly #rng: Rng;
  readonly #say: (line: string) => void;
  readonly #kinds: readonly TroubleKind[];

  constructor(of: TroubleOptions) {
    this.#stage = of.stage;
    this.#rng = of.rng;
    this.#say = of.say;
    const possible = kindsByWeight.filter((kind) => kind !== 'postgres' || of.stage.postgres !== null);
    this.#kinds = of.only === null ? possible : possible.filter((kind) => of.only?.includes(kind));
  }

  /** One trouble among smaller ones of wire and exchange; everything runs again, for a moment, when it resolves. */
  async make(): Promise<void> {
    this.#stage.wire.setMode(this.#pick(wireModes));
    if (this.#chance(30)) this.#stage.wire.cutAll();
    if (this.#chance(50)) await setFault(this.#stage.lonjaUrl, this.#exchangeFault());
    await sleep(100 + this.#rng.below(700));
    await this.#big();
    await this.#revive();
    this.#stage.wire.setMode('open');
    await untilOrdersCame(this.#stage.lonjaUrl);
    await sleep(this.#rng.below(400));
  }

  /** No trouble any more. */
  async stop(): Promise<void> {
    this.#stage.wire.setMode('open');
    this.#stage.setMachine('mandato', soundMachine);
    this.#stage.setMachine('lonja', soundMachine);
    await this.#revive();
    await clearFaults(this.#stage.lonjaUrl);
  }

  async #big(): Promise<void> {
    const kind = this.#pick(this.#kinds);
    switch (kind) {
      case 'kill':
        return this.#kill(this.#some(victimsByWeight));
      case 'moment':
        return this.#killAtMoment(this.#pick(points));
      case 'pause':
        return this.#pause(this.#pick(victims));
      case 'disk':
        return this.#fillDisk(this.#pick(['mandato', 'lonja'] as const));
      case 'clock':
        return this.#stepClock();
      case 'postgres':
        return this.#restartPostgres();
    }
  }

  async #kill(chosen: readonly Victim[]): Promise<void> {
    for (const victim of chosen) {
      const pid = await this.#processOf(victim);
      if (pid === null) continue;
      if (!hasKilled(pid)) continue;
      this.tally[victim] += 1;
      await sleep(this.#rng.below(150));
    }
    // Mandato and Lonja are started again below; signer and egress are Mandato's own business.
    if (chosen.includes('mandato')) await this.#stage.mandato.ended;
    if (chosen.includes('lonja')) await this.#stage.lonja.ended;
  }

  /** A start that was told to die at the n-th time that an order reaches a moment. */
  async #killAtMoment(point: (typeof points)[number]): Promise<void> {
    await this.#kill(['mandato']);
    this.#stage.wire.setMode(this.#pick(['open', 'open', 'slow', 'swallow'] as const));
    const moment = `${point}:${1 + this.#rng.below(4)}`;
    const hasDied = await this.#startMandato(moment).then(
      () => Promise.race([this.#stage.mandato.ended.then(() => true), sleep(9_000, false)]),
      () => true,
    );
    if (!hasDied) return this.#kill(['mandato']);
    this.tally.mandato += 1;
    this.tally.named += 1;
  }

  async #pause(victim: Victim): Promise<void> {
    const pid = await this.#processOf(victim);
    if (pid === null) return;
    const longMs = this.#chance(25) ? 8_000 : 2_500;
    try {
      process.kill(pid, 'SIGSTOP');
    } catch {
      return;
    }
    this.tally.pauses += 1;
    await sleep(300 + this.#rng.below(longMs));
    try {
      process.kill(pid, 'SIGCONT');
    } catch {
      // Whoever waited for it too long has ended it.
    }
  }

  /** The disk is full for a moment; a program that cannot write any more is started again, as its keeper would. */
  async #fillDisk(program: 'mandato' | 'lonja'): Promise<void> {
    this.#stage.setMachine(program, { isDiskFull: true, wallOffsetMs: 0 });
    this.tally.fullDisks += 1;
    await sleep(500 + this.#rng.below(1_500));
    this.#stage.setMachine(program, soundMachine);
    const ended = await Promise.race([this.#stage[program].ended.then(() => true), sleep(500, false)]);
    if (ended) await this.#start(program);
    else await this.#kill([program]);
  }

  /** Forwards and back by less than Mandato allows for, and backwards by more. */
  async #stepClock(): Promise<void> {
    const wallOffsetMs = this.#pick([1_500, -1_500, -20_000, 900, -400] as const);
    this.#stage.setMachine('mandato', { isDiskFull: false, wallOffsetMs });
    this.tally.clockSteps += 1;
    await sleep(500 + this.#rng.below(2_000));
    this.#stage.setMachine('mandato', soundMachine);
  }

  async #restartPostgres(): Promise<void> {
    await this.#stage.postgres?.restartImmediately();
    this.tally.postgres += 1;
  }

  /** Starts again what has ended, both at once as after a power cut. */
  async #revive(): Promise<void> {
    const starts = await Promise.allSettled([this.#reviveOne('lonja'), this.#reviveOne('mandato')]);
    for (const start of starts) if (start.status === 'rejected') throw start.reason;
  }

  async #reviveOne(program: 'mandato' | 'lonja'): Promise<void> {
    const how = await Promise.race([this.#stage[program].ended, sleep(1, 'running' as const)]);
    if (how === 'running') return;
    if (how !== null) {
      this.tally.strangeEnds += 1;
      this.#say(`${program} ended by itself with ${how}`);
    }
    await this.#start(program);
  }

  async #start(program: 'mandato' | 'lonja'): Promise<void> {
    const startedMs = performance.now();
    if (program === 'lonja') await this.#stage.startLonja();
    else await this.#startMandato();
    this.tally.startsMs.push(performance.now() - startedMs);
  }

  async #startMandato(dieAt?: string): Promise<void> {
    // A port or a lock that was just let go may need a moment.
    for (let tries = 0; ; tries += 1) {
      try {
        await this.#stage.startMandato(dieAt);
        return;
      } catch (error) {
        if (dieAt !== undefined && String(error).includes('SIGKILL')) throw error;
        if (tries >= 4) throw error;
        this.#say(`Mandato did not start: ${String(error).slice(0, 200)}`);
        await sleep(500);
      }
    }
  }

  /** Signer and egress may be starting this very moment. */
  async #processOf(victim: Victim): Promise<number | null> {
    for (let tries = 0; tries < 40; tries += 1) {
      const pid = await processOf(this.#stage, victim);
      if (pid !== null) return pid;
      await sleep(50);
    }
    return null;
  }

  #exchangeFault(): object {
    const seed = this.#rng.below(1_000_000);
    const onPost = { match: { method: 'POST', path: '/orders', probability: 0.7 }, times: 3, seed };
    const onAny = { match: { probability: 0.3 }, times: 6, seed };
    return this.#pick([
      { ...onPost, when: 'after_engine', do: 'drop' },
      { ...onPost, when: 'before_auth', do: 'drop' },
      { ...onPost, when: 'after_auth', do: 'drop' },
      { ...onPost, when: 'after_engine', do: 'reply(502,bad gateway)' },
      { ...onPost, when: 'after_auth', do: 'delay(1500)' },
      { ...onPost, when: 'before_reply', do: 'reset_mid_body' },
      { ...onPost, when: 'before_auth', do: 'dup' },
      { ...onPost, do: { verb: 'partial' } },
      { ...onAny, when: 'before_reply', do: 'reply(500,)' },
      { ...onAny, when: 'before_auth', do: 'delay(700)' },
      { ...onAny, do: { verb: 'read_lag', ms: 900 } },
      { ...onAny, do: { verb: 'ban', shape: 'http_429' } },
    ]);
  }

  #pick<Of>(of: readonly Of[]): Of {
    const chosen = of[this.#rng.below(of.length)];
    if (chosen === undefined) throw new Error('nothing to pick from');
    return chosen;
  }

  /** One to three different ones, in any order. */
  #some<Of>(of: readonly Of[]): readonly Of[] {
    return [...new Set(Array.from({ length: 1 + this.#rng.below(3) }, () => this.#pick(of)))];
  }

  #chance(percent: number): boolean {
    return this.#rng.below(100) < percent;
  }
}

/** Without peace hardly an order would be under way: keys are audited first after each start of Mandato. */
const peaceOrders = 4;
const peaceMaxMs = 6_000;

/** Resolves once some requests about orders have come through since now, or after a while without. */
async function untilOrdersCame(lonjaUrl: string): Promise<void> {
  const before = await countOrderRequests(lonjaUrl);
  for (const startedMs = performance.now(); performance.now() - startedMs < peaceMaxMs; await sleep(100))
    if ((await countOrderRequests(lonjaUrl)) - before >= peaceOrders) return;
}

/** How many requests of `/api/v3/orders` Lonja has taken since its start. */
async function countOrderRequests(lonjaUrl: string): Promise<number> {
  const text = await fetch(`${lonjaUrl}/metrics`, { signal: AbortSignal.timeout(2_000) })
    .then((answer) => answer.text())
    .catch(() => '');
  return text
    .split('\n')
    .filter((line) => line.startsWith('lonja_http_requests_total{route="/api/v3/orders",status="200"'))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** False for one that had just ended with the process that it belongs to. */
function hasKilled(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

const wireModes: readonly WireMode[] = [
  ...['open', 'open', 'open', 'open', 'open', 'open', 'slow', 'stalled', 'refusing', 'swallow'],
] as const;
