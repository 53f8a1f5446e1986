// Tells the pages of a person what became of their orders and money, a few times a second at most, as long as they listen.

import type { EngineEvent } from '@mandato/exchange-core/engine/event';
import type { AccountId } from '@mandato/exchange-core/ids';
import type { Clock } from '@mandato/primitives/ports';
import type { PortalAccount, PortalState } from '../accounts/portal-state.ts';
import type { DeskMessage } from '../api-contract/trade-contract.ts';
import { type DeskPorts, deskOf } from './desk-view.ts';
import { findSession } from './portal-call.ts';
import { seenAs } from './seen-as.ts';

/** One page that listens. */
export interface DeskReader {
  /** Sends a message as soon as there is room; only the latest waits. */
  sendLatest(text: string): void;
  /** The session is over. */
  end(): void;
}

export interface DeskFeedPorts extends DeskPorts {
  readonly portal: PortalState;
  readonly wallClock: Clock;
}

/** What changes within so many milliseconds is told at once. */
const gatherMs = 120;
/** Pages of one person that may listen at a time. */
const readersMax = 12;

interface Listening {
  readonly token: string;
  readonly reader: DeskReader;
}

/** The pages that listen, by account. Without any, hearing costs nothing. */
export class DeskFeed {
  readonly #ports: DeskFeedPorts;
  readonly #listening = new Map<AccountId, Set<Listening>>();
  readonly #touched = new Set<AccountId>();
  #timer: NodeJS.Timeout | undefined;
  // What a dial still hides of an account is told once it no longer does.
  readonly #late = new Map<AccountId, NodeJS.Timeout>();

  constructor(ports: DeskFeedPorts) {
    this.#ports = ports;
  }

  get hasReaders(): boolean {
    return this.#listening.size > 0;
  }

  /** The person of a session that has passed every factor, or null. */
  personOf(token: string | null): PortalAccount | null {
    const found = findSession(this.#ports.portal, token, this.#ports.wallClock.nowMs());
    return found?.session.stage === 'signed_in' ? found.person : null;
  }

  /** Tells `reader` how things stand now and from now on; null when there are too many. The answer ends it. */
  join(person: PortalAccount, token: string, reader: DeskReader): (() => void) | null {
    const all = this.#listening.get(person.id) ?? new Set<Listening>();
    if (all.size >= readersMax) return null;
    const listening = { token, reader };
    all.add(listening);
    this.#listening.set(person.id, all);
    reader.sendLatest(this.#messageOf(person.id));
    return () => {
      all.delete(listening);
      if (all.size === 0) this.#listening.delete(person.id);
    };
  }

  /** What one command did. */
  hear(events: readonly EngineEvent[]): void {
    if (this.#listening.size === 0) return;
    for (const event of events) this.#touch(event);
    if (this.#touched.size > 0) this.#timer ??= setTimeout(() => this.#tell(), gatherMs);
  }

  /** Everybody's pages show something else from now on: a dial was turned. */
  hearDials(): void {
    for (const account of this.#listening.keys()) this.#touched.add(account);
    if (this.#touched.size > 0) this.#timer ??= setTimeout(() => this.#tell(), gatherMs);
  }

  #touch(event: EngineEvent): void {
    if (event.kind === 'book_diff') return;
    if (event.kind !== 'trade') {
      if (this.#listening.has(event.account)) this.#touched.add(event.account);
      return;
    }
    for (const account of [event.makerAccount, event.takerAccount]) {
      if (this.#listening.has(account)) this.#touched.add(account);
    }
  }

  #tell(): void {
    this.#timer = undefined;
    for (const account of this.#touched) {
      const all = this.#listening.get(account);
      if (all === undefined) continue;
      const text = this.#messageOf(account);
      for (const { token, reader } of all) {
        if (this.personOf(token) === null) reader.end();
        else reader.sendLatest(text);
      }
      this.#tellLate(account);
    }
    this.#touched.clear();
  }

  #tellLate(account: AccountId): void {
    const lagMs = this.#lagOf(account);
    if (lagMs === 0) return;
    clearTimeout(this.#late.get(account));
    const timer = setTimeout(() => {
      this.#late.delete(account);
      for (const { reader } of this.#listening.get(account) ?? [])
        reader.sendLatest(this.#messageOf(account));
    }, lagMs + gatherMs);
    timer.unref();
    this.#late.set(account, timer);
  }

  #lagOf(account: AccountId): number {
    const rows = seenAs(this.#ports, account, { path: 'open_orders' }).holds('read_lag');
    const money = seenAs(this.#ports, account, { path: 'balance' }).holds('release_lag');
    return Math.max(rows?.ms ?? 0, money?.ms ?? 0);
  }

  #messageOf(account: AccountId): string {
    const message: DeskMessage = { type: 'desk', desk: deskOf(this.#ports, account) };
    return JSON.stringify(message);
  }
}
