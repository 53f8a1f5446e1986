// Rotation of the key file, cut off before and after each of its writes: nothing is lost, and the old key ends worthless.

import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noLimits } from '../client/signer-options.ts';
import { beginPolicy } from '../policy/policy-changes.ts';
import { openReservations } from '../policy/reservations.ts';
import { openSignerState } from '../process/open-signer-state.ts';
import { rotateKeys } from './rotate-keys.ts';
import { macKeyOf } from './signer-keys.ts';
import { openVault } from './vault.ts';

const fault = vi.hoisted(() => ({ writesLeft: Number.POSITIVE_INFINITY, isAfter: false }));
vi.mock(import('./write-durably.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    async writeDurably(path: string, content: string) {
      fault.writesLeft -= 1;
      if (fault.writesLeft < 0 && !fault.isAfter) throw new Error('power cut');
      await real.writeDurably(path, content);
      if (fault.writesLeft < 0) throw new Error('power cut');
    },
  };
});

const root = mkdtempSync(join(tmpdir(), 'rotate-test-'));
let home = '';
beforeEach(() => {
  home = mkdtempSync(join(root, 'h-'));
});
afterEach(() => {
  fault.writesLeft = Number.POSITIVE_INFINITY;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const nowMs = Date.parse('2026-03-01T12:00:00Z');
const names = ['first00001', 'second0002', 'third00003'];
/** What opens a directory: the name of a key file, or a passphrase, which stands in slashes. */
type KeyName = string;
const passphraseOf = (name: KeyName) => (name.startsWith('/') ? Buffer.from(name) : null);
const place = (folder: string, keyName: KeyName = 'old.key') => ({
  directory: join(folder, 'signer'),
  keyFile: join(folder, keyName.startsWith('/') ? 'old.key' : keyName),
  passphrase: passphraseOf(keyName),
  mayCreate: true,
  loosenWaitMs: 1_000,
});
const rotation = (folder: string, from: KeyName = 'old.key', to: KeyName = 'new.key') => ({
  directory: join(folder, 'signer'),
  oldKeyFile: place(folder, from).keyFile,
  newKeyFile: place(folder, to).keyFile,
  oldPassphrase: passphraseOf(from),
  newPassphrase: passphraseOf(to),
});

async function openAll(folder: string, keyName: string) {
  const state = await openSignerState(place(folder, keyName));
  if (!state.ok) return state.error;
  const { keys, register } = state.value;
  const vault = await openVault({
    directory: join(folder, 'signer', 'credentials'),
    keys,
    register,
    isReadOnly: false,
  });
  const journal = await openReservations({
    path: join(folder, 'signer', 'reservations.jsonl'),
    keys: keys.epochs.map((epoch) => macKeyOf(epoch, 'journal')),
    seqMin: register.body().journalSeq,
    nowMs,
    onReached: (journalSeq) => register.update((body) => ({ ...body, journalSeq })),
  });
  return journal.ok ? { state: state.value, vault, journal: journal.value } : journal.error;
}

async function fill(folder: string): Promise<void> {
  const opened = await openAll(folder, 'old.key');
  if (typeof opened === 'string') throw new Error(opened);
  const { vault, journal, state } = opened;
  for (const [at, name] of names.entries()) {
    const owner = { userId: 'u', linkId: `l${at}`, exchange: 'practice' as const };
    await vault.store(owner, { apiKey: Buffer.from(name), apiSecret: Buffer.from(`secret-${name}`) });
  }
  await state.register.update((body) => beginPolicy(body, 'f1', { ...noLimits, ordersPerMinuteMax: 3 }));
  const order = { kind: 'reserved', fingerprint: 'f1', nonce: '1', quote: 'mxn', units: '70' } as const;
  await journal.reserve({ ...order, orderId: 'o1', atMs: nowMs });
  await journal.close();
}

async function contentsOf(folder: string, keyName: string) {
  const opened = await openAll(folder, keyName);
  if (typeof opened === 'string') return opened;
  const { vault, journal, state } = opened;
  const secrets = vault.list().map(({ credentialId, face }) => {
    const secret = vault.open(credentialId)?.apiSecret.toString();
    return `${face.fingerprint} ${secret}`;
  });
  await journal.close();
  return {
    sealing: state.pair.keyId,
    secrets: secrets.sort(),
    limits: state.register.body().policies['f1'],
    usage: journal.usageOf('f1', 'mxn', nowMs),
    isSigned: journal.hasSigned('f1', 'o1'),
  };
}

test('item 24: rotateKeys() keeps everything, and the old key file opens nothing afterwards', async () => {
  await fill(home);
  const before = await contentsOf(home, 'old.key');
  expect(before).toMatchObject({ usage: { notionalToday: 70n }, isSigned: true });
  const oldRecords = readdirSync(join(home, 'signer', 'credentials'));
  cpSync(join(home, 'signer'), join(home, 'before'), { recursive: true });
  expect(await rotateKeys(rotation(home))).toMatchObject({ ok: true, value: { recordCount: 3 } });
  expect(await contentsOf(home, 'new.key')).toEqual(before);
  expect(await contentsOf(home, 'old.key')).toBe('key_file_wrong');
  expect(await rotateKeys(rotation(home))).toEqual({ ok: false, error: 'already_rotated' });
  rmSync(join(home, 'old.key'));
  expect(await contentsOf(home, 'new.key')).toEqual(before);
  // A record from before, put back, is worthless too: its data key is wrapped in a key that no longer exists.
  const [name = ''] = oldRecords;
  const path = join(home, 'signer', 'credentials', name);
  writeFileSync(path, readFileSync(join(home, 'before', 'credentials', name)));
  const opened = await openAll(home, 'new.key');
  if (typeof opened === 'string') throw new Error(opened);
  expect(opened.vault.open(name.replace('.json', ''))).toBeNull();
  await opened.journal.close();
});

test('item 24: rotateKeys() loses nothing when it is cut off before or after any of its writes', async () => {
  await fill(home);
  const before = await contentsOf(home, 'old.key');
  let points = 0;
  for (const isAfter of [false, true]) {
    for (let write = 0; ; write += 1) {
      const folder = join(root, `cut-${isAfter}-${write}`);
      cpSync(home, folder, { recursive: true });
      Object.assign(fault, { writesLeft: write, isAfter });
      const finished = await rotateKeys(rotation(folder)).then(
        ({ ok }) => ok,
        () => false,
      );
      fault.writesLeft = Number.POSITIVE_INFINITY;
      if (finished) break;
      points += 1;
      const opened = [await contentsOf(folder, 'old.key'), await contentsOf(folder, 'new.key')];
      expect(opened).toContainEqual(before);
      expect((await rotateKeys(rotation(folder))).ok || opened[0] === 'key_file_wrong').toBe(true);
      expect(await contentsOf(folder, 'new.key')).toEqual(before);
      expect(await contentsOf(folder, 'old.key')).toBe('key_file_wrong');
    }
  }
  // One keyring, three records, one pair, one journal, one register, and the keyring again: before and after each.
  expect(points).toBe(16);
});

test('rotateKeys() changes nothing when it may not or cannot begin', async () => {
  await fill(home);
  const before = await contentsOf(home, 'old.key');
  const whole = rotation(home);
  const { oldKeyFile, newKeyFile } = whole;
  const same = await rotateKeys({ ...whole, newKeyFile: oldKeyFile });
  expect(same).toEqual({ ok: false, error: 'same_key_file' });
  const stranger = await rotateKeys({ ...whole, oldKeyFile: join(home, 'none.key') });
  expect(stranger).toEqual({ ok: false, error: 'key_file_missing' });
  expect(existsSync(newKeyFile)).toBe(false);
  expect(await contentsOf(home, 'old.key')).toEqual(before);
});

test('item 24: rotateKeys() goes from a key file to a passphrase, to another, and back to a file', async () => {
  const [first, second] = ['/the first passphrase/', '/the second passphrase/'];
  await fill(home);
  const before = await contentsOf(home, 'old.key');
  const steps = [
    ['old.key', first, 'key_file_wrong'],
    [first, second, 'passphrase_wrong'],
    [second, 'new.key', 'passphrase_wrong'],
  ] as const;
  for (const [from, to, refusal] of steps) {
    expect(await rotateKeys(rotation(home, from, to))).toMatchObject({ ok: true, value: { recordCount: 3 } });
    expect(await contentsOf(home, to)).toEqual(before);
    expect(await contentsOf(home, from)).toBe(refusal);
    expect(await rotateKeys(rotation(home, from, to))).toEqual({ ok: false, error: 'already_rotated' });
  }
}, 120_000);

test('item 24: rotateKeys() between passphrases goes on after a stop, and refuses a wrong or a short one', async () => {
  const [first, second] = ['/the first passphrase/', '/the second passphrase/'];
  await fill(home);
  const before = await contentsOf(home, 'old.key');
  await rotateKeys(rotation(home, 'old.key', first));
  expect(await rotateKeys(rotation(home, '/another passphrase/', second))).toEqual({
    ok: false,
    error: 'passphrase_wrong',
  });
  expect(await rotateKeys(rotation(home, first, '/short/'))).toEqual({
    ok: false,
    error: 'passphrase_too_short',
  });
  for (const writesLeft of [1, 6]) {
    const folder = join(root, `cut-passphrase-${writesLeft}`);
    cpSync(home, folder, { recursive: true });
    Object.assign(fault, { writesLeft, isAfter: false });
    await expect(rotateKeys(rotation(folder, first, second))).rejects.toThrow('power cut');
    fault.writesLeft = Number.POSITIVE_INFINITY;
    expect(await contentsOf(folder, first)).toEqual(before);
    expect(await rotateKeys(rotation(folder, first, second))).toMatchObject({ ok: true });
    expect(await contentsOf(folder, second)).toEqual(before);
    expect(await contentsOf(folder, first)).toBe('passphrase_wrong');
  }
}, 120_000);

test('item 24: openSignerState() opens with either passphrase in the middle of a rotation', async () => {
  const [first, second] = ['/the first passphrase/', '/the second passphrase/'];
  await fill(home);
  const before = await contentsOf(home, 'old.key');
  await rotateKeys(rotation(home, 'old.key', first));
  Object.assign(fault, { writesLeft: 3, isAfter: false });
  await expect(rotateKeys(rotation(home, first, second))).rejects.toThrow('power cut');
  fault.writesLeft = Number.POSITIVE_INFINITY;
  expect(await contentsOf(home, second)).toEqual(before);
  expect(await contentsOf(home, first)).toEqual(before);
  expect(await contentsOf(home, '/another passphrase/')).toBe('passphrase_wrong');
}, 120_000);
