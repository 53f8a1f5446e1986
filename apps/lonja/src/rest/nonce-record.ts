// Journals the nonce of one signed request once: in one record with the request's first command, or alone.

import type { EngineCommand } from '@mandato/exchange-core/engine/command';
import { ok, type Result } from '@mandato/primitives/result';
import type { UseNonce } from '../accounts/portal-command.ts';
import type { LonjaPorts } from '../lonja-ports.ts';
import type { LonjaSequencer } from '../sequencer-lonja.ts';
import type { Authenticated } from './authenticate.ts';
import type { SignedCall, Submitted } from './endpoint.ts';
import type { wireCodeOf } from './refusal-code.ts';

type Recorded = Result<null, Parameters<typeof wireCodeOf>[0]>;

const isRecorded: Promise<Recorded> = Promise.resolve(ok(null));

export class NonceRecord {
  readonly #sequencer: LonjaSequencer;
  readonly #nonce: UseNonce;
  #recorded: Promise<Recorded> | null = null;

  constructor({ sequencer, wallClock }: LonjaPorts, { key, nonce }: Pick<Authenticated, 'key' | 'nonce'>) {
    this.#sequencer = sequencer;
    this.#nonce = { kind: 'use_nonce', atMs: wallClock.nowMs(), keyId: key.keyId, nonce };
  }

  /** Carries `command` out; resolves when it and the nonce are durable. A refused one leaves the nonce alone. */
  async with(command: EngineCommand): ReturnType<SignedCall['submit']> {
    if (this.#recorded !== null) return this.#after(this.#recorded, command);
    const submitted = this.#sequencer.submit({ domain: 'signed', command, nonce: this.#nonce });
    this.#recorded = submitted.then((done) => (done.ok ? ok(null) : this.#submitAlone()));
    const done = await submitted;
    const recorded = await this.#recorded;
    return recorded.ok ? done : recorded;
  }

  /** As `with`, without a promise, for a request that has no other command until `then` was called. */
  withOnly(command: EngineCommand, then: (done: Submitted) => void): void {
    this.#sequencer.submitThen({ domain: 'signed', command, nonce: this.#nonce }, (done) => {
      if (done.ok) {
        this.#recorded = isRecorded;
        then(done);
        return;
      }
      this.#recorded = this.#submitAlone();
      void this.#recorded.then((recorded) => then(recorded.ok ? done : recorded));
    });
  }

  /** Resolves when the nonce is durable. */
  alone(): Promise<Recorded> {
    this.#recorded ??= this.#submitAlone();
    return this.#recorded;
  }

  async #after(recorded: Promise<Recorded>, command: EngineCommand): ReturnType<SignedCall['submit']> {
    const done = this.#sequencer.submit({ domain: 'exchange', command });
    const first = await recorded;
    return first.ok ? done : first;
  }

  async #submitAlone(): Promise<Recorded> {
    const done = await this.#sequencer.submit({ domain: 'portal', command: this.#nonce });
    return done.ok ? ok(null) : done;
  }
}
