// One signed request as its endpoint sees it; a class, because every order makes one.

import type { EngineCommand } from '@mandato/exchange-core/engine/command';
import type { ExchangeState } from '@mandato/exchange-core/engine/state';
import type { AccountId } from '@mandato/exchange-core/ids';
import { mintOrderId } from '@mandato/exchange-core/mint-order-id';
import { err, ok } from '@mandato/primitives/result';
import type { ApiKey, PortalAccount } from '../accounts/portal-state.ts';
import type { LonjaPorts } from '../lonja-ports.ts';
import type { Switches } from '../sandbox/switches.ts';
import type { PublicCall, SignedCall, Submitted } from './endpoint.ts';
import type { NonceRecord } from './nonce-record.ts';

export class LiveCall implements SignedCall {
  readonly switches: Switches;
  readonly holds: PublicCall['holds'];
  readonly exchange: ExchangeState;
  readonly param: string | null;
  readonly query: ReadonlyMap<string, string>;
  readonly body: string | null;
  readonly atMs: number;
  readonly person: PortalAccount;
  readonly account: AccountId;
  readonly #ports: LonjaPorts;
  readonly #key: ApiKey;
  readonly #record: NonceRecord;

  constructor(
    call: PublicCall,
    ports: LonjaPorts,
    of: { readonly person: PortalAccount; readonly key: ApiKey; readonly record: NonceRecord },
  ) {
    this.switches = call.switches;
    this.holds = call.holds;
    this.exchange = call.exchange;
    this.param = call.param;
    this.query = call.query;
    this.body = call.body;
    this.atMs = call.atMs;
    this.person = of.person;
    this.account = of.person.id;
    this.#ports = ports;
    this.#key = of.key;
    this.#record = of.record;
  }

  mintOrderId(): string {
    return mintOrderId(this.#ports.ids, this.exchange.orders.entered);
  }

  async submit(command: EngineCommand): Promise<Submitted> {
    return this.#isKeyOn() ? this.#record.with(command) : err('key_unknown');
  }

  submitOnly(command: EngineCommand, then: (done: Submitted) => void): void {
    if (this.#isKeyOn()) this.#record.withOnly(command, then);
    else then(err('key_unknown'));
  }

  async noteWithdrawal(
    asked: Parameters<SignedCall['noteWithdrawal']>[0],
  ): ReturnType<SignedCall['noteWithdrawal']> {
    if (!this.#isKeyOn()) return err('key_unknown');
    const recorded = await this.#record.alone();
    if (!recorded.ok) return recorded;
    const { sequencer, wallClock, ids } = this.#ports;
    const withdrawal = { ...asked, withdrawalId: ids.hex(32), atMs: this.atMs };
    const command = {
      kind: 'note_withdrawal',
      atMs: wallClock.nowMs(),
      account: this.account,
      withdrawal,
    } as const;
    const noted = await sequencer.submit({ domain: 'portal', command });
    return noted.ok ? ok(withdrawal) : noted;
  }

  // Deleting a key or switching it off takes effect at once, also for a request that was already on its way.
  #isKeyOn(): boolean {
    return this.#ports.sequencer.state.portal.keys.get(this.#key.keyId)?.isOn === true;
  }
}
