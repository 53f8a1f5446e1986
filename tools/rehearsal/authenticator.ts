// An authenticator app for rehearsals: gives codes of one secret, each step's code at most once.

import { setTimeout as sleep } from 'node:timers/promises';
import { Secret, TOTP } from 'otpauth';

const stepMs = 30_000;

/** A code of the step before ends with this one, and it still has to arrive. */
const onItsWayMs = 3_000;

/** Codes of a base32 secret (RFC 6238, SHA-1, 6 digits, 30 s), as any authenticator app shows them. */
export class Authenticator {
  readonly #totp: TOTP;
  readonly #nowMs: () => number;
  #lastStep = 0;

  /** `nowMs` is the clock of whoever checks the codes, where that is not this process's own. */
  constructor(manualKey: string, nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
    this.#totp = new TOTP({
      secret: Secret.fromBase32(manualKey.replaceAll(/[\s-]/g, '')),
      digits: 6,
      period: 30,
    });
  }

  /**
   * A code that was not given before. Servers accept one step of clock difference, so the first code is of the
   * step before now, unless this one is about to end; later ones are of later steps, and when those run ahead it waits for the clock.
   */
  async freshCode(): Promise<string> {
    const oldest = Math.floor((this.#nowMs() + onItsWayMs) / stepMs) - 1;
    const step = Math.max(this.#lastStep + 1, oldest);
    while (step > this.#currentStep() + 1) await sleep(250);
    this.#lastStep = step;
    return this.#totp.generate({ timestamp: step * stepMs });
  }

  /** The code that was given last: a second use must be refused. */
  usedCode(): string {
    return this.#totp.generate({ timestamp: this.#lastStep * stepMs });
  }

  #currentStep(): number {
    return Math.floor(this.#nowMs() / stepMs);
  }
}
