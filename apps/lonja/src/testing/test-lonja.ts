// A Lonja without a socket for tests: clocks that stand still until they are moved, and people who use it.

import { createHmac } from 'node:crypto';
import { stateHash } from '@mandato/exchange-core/engine/state-hash';
import { Secret, TOTP } from 'otpauth';
import { expect } from 'vitest';
import { z } from 'zod';
import type { PortalPermission } from '../api-contract/portal-contract.ts';
import { temporaryDirectory } from '../journal/temporary-directory.ts';
import { type Lonja, openLonja } from '../open-lonja.ts';
import { randomIds } from '../random-ids.ts';

/** Wall time at the start of every test: in the middle of a 30-second step. */
export const startMs = 1_790_000_010_000;

const replySchema = z.union([
  z.object({ ok: z.literal(true), value: z.record(z.string(), z.unknown()) }),
  z.object({ ok: z.literal(false), code: z.string() }),
]);

export interface TestKey {
  readonly keyId: string;
  readonly secret: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The error code of an envelope, or null. */
  readonly code: string | null;
  readonly payload: unknown;
}

export interface SignedRequest {
  readonly method?: string;
  readonly target: string;
  readonly body?: string;
  readonly nonce?: string;
  readonly from?: string;
  readonly language?: string;
  /** Replaces the whole header. */
  readonly authorization?: string;
}

export class TestLonja {
  readonly directory: string;
  nowMs = startMs;
  readonly errors: unknown[] = [];
  readonly #options: { readonly hasRateLimits: boolean; readonly hasSandboxFaults?: boolean };
  #lonja: Lonja | null = null;
  #salt = 0;

  constructor(options: { readonly hasRateLimits: boolean; readonly hasSandboxFaults?: boolean }) {
    this.directory = temporaryDirectory();
    this.#options = options;
  }

  get lonja(): Lonja {
    if (this.#lonja === null) throw new Error('open() first');
    return this.#lonja;
  }

  /** Opens it, or opens it again as a restart does. */
  async open(): Promise<void> {
    const clock = { nowMs: () => this.nowMs };
    const opened = await openLonja({
      directory: this.directory,
      wallClock: clock,
      marketClock: clock,
      ids: randomIds,
      ...this.#options,
      pagesFolder: `${this.directory}/no-pages`,
      noteError: (error) => this.errors.push(error),
    });
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    this.#lonja = opened.value;
  }

  async close(): Promise<void> {
    await this.lonja.close();
    this.#lonja = null;
  }

  /** A hash of the exchange: orders, balances, trades. */
  hash(): string {
    return stateHash(this.lonja.sequencer.state.exchange);
  }

  async ask(request: Request, from = '127.0.0.1'): Promise<Answer> {
    const response = await this.lonja.router.handle(request, from);
    const text = await response.text();
    const json = parse(text);
    return { status: response.status, text, code: codeOf(json), payload: payloadOf(json) };
  }

  get(target: string, from = '127.0.0.1'): Promise<Answer> {
    return this.ask(new Request(`http://lonja.test${target}`), from);
  }

  /** A fresh v2 nonce of this moment. */
  nonce(): string {
    this.#salt += 1;
    return `${this.nowMs}${String(this.#salt).padStart(6, '0')}`;
  }

  signed(key: TestKey, request: SignedRequest): Promise<Answer> {
    const { method = 'GET', target, body, nonce = this.nonce(), from, language } = request;
    const signature = createHmac('sha256', key.secret)
      .update(nonce + method + target + (body ?? ''))
      .digest('hex');
    const authorization = request.authorization ?? `Bitso ${key.keyId}:${nonce}:${signature}`;
    const headers = { authorization, ...(language === undefined ? {} : { 'accept-language': language }) };
    return this.ask(
      new Request(`http://lonja.test${target}`, { method, headers, ...(body === undefined ? {} : { body }) }),
      from,
    );
  }

  post(key: TestKey, target: string, json: unknown): Promise<Answer> {
    return this.signed(key, { method: 'POST', target, body: JSON.stringify(json) });
  }
}

/** One browser at the portal, and the authenticator app of its person. */
export class TestPerson {
  readonly #test: TestLonja;
  readonly email: string;
  readonly password = 'a long practice passphrase';
  cookie = '';
  secret = '';
  #step = 0;

  constructor(test: TestLonja, email: string) {
    this.#test = test;
    this.email = email;
  }

  async call(name: string, request: object = {}, headers: Record<string, string> = {}) {
    const response = await this.#test.lonja.router.handle(
      new Request(`http://lonja.test/portal/${name}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'sec-fetch-site': 'same-origin',
          cookie: this.cookie,
          ...headers,
        },
        body: JSON.stringify(request),
      }),
      '127.0.0.1',
    );
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.cookie = cookie.split(';')[0] ?? '';
    const text = await response.text();
    expect(text).not.toContain('argon2');
    return replySchema.parse(JSON.parse(text));
  }

  async value(name: string, request: object = {}): Promise<Record<string, unknown>> {
    const reply = await this.call(name, request);
    return reply.ok ? reply.value : expect.fail(`${name}: ${reply.code}`);
  }

  signUp(): Promise<Record<string, unknown>> {
    return this.value('signUp', { name: 'Ana García', email: this.email, password: this.password });
  }

  async turnOnTwoFactor(): Promise<void> {
    const { manualKey } = await this.value('beginTwoFactor', { password: this.password });
    this.secret = z.string().parse(manualKey).replaceAll(' ', '');
    await this.value('confirmTwoFactor', { code: this.freshCode() });
  }

  /** A code of a step that was not used yet; moves the clock on when it must. */
  freshCode(): string {
    const current = Math.floor(this.#test.nowMs / 30_000);
    if (this.#step >= current) this.#test.nowMs = (this.#step + 1) * 30_000 + 10_000;
    this.#step = Math.floor(this.#test.nowMs / 30_000);
    return this.codeAt(this.#test.nowMs);
  }

  codeAt(timestamp: number): string {
    return new TOTP({ secret: Secret.fromBase32(this.secret) }).generate({ timestamp });
  }

  async makeKey(
    permissions: readonly PortalPermission[],
    addresses: readonly string[] = [],
  ): Promise<TestKey> {
    const made = await this.value('createKey', {
      name: 'test',
      addresses,
      permissions,
      acceptedSecurityInformation: true,
      code: this.freshCode(),
    });
    const key = z.object({ key: z.object({ keyId: z.string() }), secret: z.string() }).parse(made);
    return { keyId: key.key.keyId, secret: key.secret };
  }
}

/** An open Lonja with one person who has two-factor authentication. */
export async function testLonja(
  options: { readonly hasRateLimits: boolean; readonly hasSandboxFaults?: boolean } = {
    hasRateLimits: false,
  },
): Promise<{ readonly test: TestLonja; readonly ana: TestPerson }> {
  const test = new TestLonja(options);
  await test.open();
  const ana = new TestPerson(test, 'ana@example.com');
  await ana.signUp();
  await ana.turnOnTwoFactor();
  return { test, ana };
}

/** What the journey gives a key that trades. */
export const tradingPermissions: readonly PortalPermission[] = [
  'view_account_information',
  'view_balances',
  'place_orders',
];

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function codeOf(json: unknown): string | null {
  const failed = z.object({ error: z.object({ code: z.union([z.string(), z.number()]) }) }).safeParse(json);
  return failed.success ? String(failed.data.error.code) : null;
}

function payloadOf(json: unknown): unknown {
  const done = z.object({ success: z.literal(true), payload: z.unknown() }).safeParse(json);
  return done.success ? done.data.payload : null;
}
