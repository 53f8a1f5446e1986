// The register: one file that vouches for itself with a MAC, and a count outside the directory that tells an old copy.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '@mandato/primitives/result';
import { plainRecord } from '../client/plain-record.ts';
import { lengthPrefixed } from '../sign/length-prefixed.ts';
import { currentEpoch, epochNamed, type KeyEpoch, macKeyOf, type SignerKeys } from '../vault/signer-keys.ts';
import { writeDurably } from '../vault/write-durably.ts';
import type { GenerationCount } from './generation-count.ts';
import { type RegisterBody, readRegisterBody } from './register-body.ts';

/** Why the register cannot be believed, in order of precedence. */
export type RegisterError = 'register_missing' | 'register_altered' | 'register_rolled_back';

export interface Register {
  body(): RegisterBody;
  /** Applies a change; on return it is on the disk. Changes run one after another; when one fails, nothing changed. */
  update(change: (body: RegisterBody) => RegisterBody): Promise<void>;
}

interface Place {
  readonly directory: string;
  readonly keys: SignerKeys;
  /** Null for whoever only reads. */
  readonly count: GenerationCount | null;
}

/** Writes the first register. */
export async function createRegister(place: Place, body: RegisterBody): Promise<void> {
  await write(place, body);
}

/** Opens the register; refuses one that was altered, or that is older than the count says. */
export async function openRegister(place: Place): Promise<Result<Register, RegisterError>> {
  const read = await readRegister(place);
  if (!read.ok) return read;
  let body = read.value;
  if (place.count !== null) {
    const counted = await place.count.read();
    if (counted !== null && counted > body.generation) return err('register_rolled_back');
    await place.count.write(body.generation);
  }
  let last: Promise<unknown> = Promise.resolve();
  return ok({
    body: () => body,
    update(change) {
      const turn = last.then(async () => {
        const next = { ...change(body), generation: body.generation + 1 };
        await write(place, next);
        body = next;
        await place.count?.write(next.generation);
      });
      last = turn.catch(() => undefined);
      return turn;
    },
  });
}

/** Writes the register anew under the current epoch; nothing happens when it is already. */
export async function resealRegister(place: Place): Promise<Result<void, RegisterError>> {
  const read = await readRegister(place);
  if (!read.ok) return read;
  await write(place, read.value);
  return ok(undefined);
}

async function readRegister(place: Place): Promise<Result<RegisterBody, RegisterError>> {
  const text = await readFile(pathOf(place), 'utf8').catch(() => null);
  if (text === null) return err('register_missing');
  const { v, epoch, body, mac } = plainRecord(parseJson(text)) ?? {};
  if (v !== 2 || typeof epoch !== 'string' || typeof body !== 'string' || typeof mac !== 'string') {
    return err('register_altered');
  }
  const written = epochNamed(place.keys, epoch);
  if (written === null || !isSame(mac, macOf(written, body))) return err('register_altered');
  const read = readRegisterBody(parseJson(body));
  return read === null ? err('register_altered') : ok(read);
}

async function write(place: Place, value: RegisterBody): Promise<void> {
  const epoch = currentEpoch(place.keys);
  const body = JSON.stringify(value);
  const record = { v: 2, epoch: epoch.id, body, mac: macOf(epoch, body) };
  await writeDurably(pathOf(place), `${JSON.stringify(record)}\n`);
}

function macOf(epoch: KeyEpoch, body: string): string {
  return createHmac('sha256', macKeyOf(epoch, 'register'))
    .update(lengthPrefixed(['mandato/register/v2', epoch.id, body]))
    .digest('hex');
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function pathOf({ directory }: Place): string {
  return join(directory, 'register.json');
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}
