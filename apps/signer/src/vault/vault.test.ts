// The vault on a real directory: round trips, moved and altered records, and duplicates.

import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createRegister, openRegister } from '../register/register.ts';
import { emptyRegister } from '../register/register-body.ts';
import { newSignerKeys, type SignerKeys } from './signer-keys.ts';
import { openVault } from './vault.ts';

const root = mkdtempSync(join(tmpdir(), 'vault-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const keys = newSignerKeys();
const owner = { userId: 'u1', linkId: 'l1', exchange: 'practice' as const };
const other = { userId: 'u2', linkId: 'l2', exchange: 'practice' as const };
const credential = (name: string) => ({
  apiKey: Buffer.from(name),
  apiSecret: Buffer.from(`secret-${name}`),
});

async function newDirectory(): Promise<string> {
  const directory = mkdtempSync(join(root, 'v-'));
  await createRegister({ directory, keys, count: null }, emptyRegister(0));
  return directory;
}

async function open(directory: string, given: { keys?: SignerKeys; isReadOnly?: boolean } = {}) {
  const register = await openRegister({ directory, keys, count: null });
  if (!register.ok) throw new Error(register.error);
  return openVault({
    directory,
    keys: given.keys ?? keys,
    register: register.value,
    isReadOnly: given.isReadOnly ?? false,
  });
}

const filesIn = (directory: string) => readdirSync(directory).filter((name) => name !== 'register.json');

test('openVault() gives back what was stored, also after opening the directory again', async () => {
  const directory = await newDirectory();
  const vault = await open(directory);
  const stored = await vault.store(owner, credential('first00001'));
  const id = stored.ok ? stored.value.credentialId : '';
  const again = await open(directory);
  expect(again.open(id)?.apiSecret.toString()).toBe('secret-first00001');
  expect(again.list()).toEqual(vault.list());
  expect(readFileSync(join(directory, `${id}.json`), 'latin1')).not.toContain('secret-first00001');
  await again.forget(id);
  expect(filesIn(directory)).toEqual([]);
  expect(again.open(id)).toBeNull();
});

test('items 12 and 13: openVault() cannot read a record in which any bound part was changed, nor without the key', async () => {
  const directory = await newDirectory();
  const vault = await open(directory);
  const first = await vault.store(owner, credential('first00001'));
  await vault.store(other, credential('second0002'));
  const id = first.ok ? first.value.credentialId : '';
  const path = join(directory, `${id}.json`);
  const record = JSON.parse(readFileSync(path, 'utf8'));
  const changes: readonly object[] = [
    { owner: { ...record.owner, userId: 'u2' } },
    { owner: { ...record.owner, linkId: 'l2' } },
    { owner: { ...record.owner, exchange: 'bitso' } },
    { face: { ...record.face, fingerprint: '0'.repeat(32) } },
    { epoch: '0'.repeat(16) },
    { rowVersion: record.rowVersion + 1 },
    { rowVersion: record.rowVersion - 1 },
    { face: { ...record.face, keyHint: 'xxxx' } },
    { credentialId: `cred_${'a'.repeat(26)}` },
    { storedAtMs: record.storedAtMs + 1 },
    { apiSecret: record.apiKey },
    { apiKey: record.apiSecret },
    { apiKey: { ...record.apiKey, ct: record.apiSecret.ct } },
  ];
  for (const change of changes) {
    writeFileSync(path, JSON.stringify({ ...record, ...change }));
    expect((await open(directory, { isReadOnly: true })).open(id)).toBeNull();
  }
  writeFileSync(path, JSON.stringify(record));
  expect((await open(directory)).open(id)?.apiKey.toString()).toBe('first00001');
  expect((await open(directory, { keys: newSignerKeys(), isReadOnly: true })).open(id)).toBeNull();
});

test('openVault() does not offer records that were moved to another name or cut short', async () => {
  const directory = await newDirectory();
  const stored = await (await open(directory)).store(owner, credential('first00001'));
  const id = stored.ok ? stored.value.credentialId : '';
  const moved = `cred_${'a'.repeat(26)}`;
  renameSync(join(directory, `${id}.json`), join(directory, `${moved}.json`));
  writeFileSync(join(directory, `cred_${'b'.repeat(26)}.json`), '{"v":1,"alg":"A256');
  writeFileSync(join(directory, `cred_${'c'.repeat(26)}.json.unfinished`), '{');
  const vault = await open(directory);
  expect(vault.list()).toEqual([]);
  expect(vault.open(moved)).toBeNull();
  expect(filesIn(directory)).toHaveLength(2);
});

test('item 10: store() takes one key once, whoever comes, even at the same moment', async () => {
  const directory = await newDirectory();
  const vault = await open(directory);
  const results = await Promise.all([
    vault.store(owner, credential('same000001')),
    vault.store(other, credential('same000001')),
    vault.store(owner, credential('same000001')),
  ]);
  expect(results.map((result) => (result.ok ? 'stored' : result.error))).toEqual([
    'stored',
    'credential_already_stored',
    'stored',
  ]);
  expect(filesIn(directory)).toHaveLength(1);
});

test('items 12 and 16: openVault() notices every flipped bit and every cut of a record', async () => {
  const directory = await newDirectory();
  const stored = await (await open(directory)).store(owner, credential('first00001'));
  const id = stored.ok ? stored.value.credentialId : '';
  const path = join(directory, `${id}.json`);
  const text = readFileSync(path, 'utf8');
  const record = JSON.parse(text);
  for (const field of ['apiKey', 'apiSecret'] as const) {
    for (const part of ['wrapped', 'ct'] as const) {
      const bytes = Buffer.from(record[field][part], 'base64');
      for (let bit = 0; bit < bytes.length * 8; bit += 5) {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const altered = { ...record[field], [part]: flipped.toString('base64') };
        writeFileSync(path, JSON.stringify({ ...record, [field]: altered }));
        expect((await open(directory, { isReadOnly: true })).open(id)).toBeNull();
      }
    }
  }
  for (let length = 0; length < text.length - 1; length += 37) {
    writeFileSync(path, text.slice(0, length));
    expect((await open(directory, { isReadOnly: true })).open(id)).toBeNull();
  }
});

test('item 12: openVault() refuses an old record that was put back, also one that was forgotten', async () => {
  const directory = await newDirectory();
  const vault = await open(directory);
  const stored = await vault.store(owner, credential('first00001'));
  const id = stored.ok ? stored.value.credentialId : '';
  const path = join(directory, `${id}.json`);
  const old = readFileSync(path);
  expect(await vault.replace(id, owner, credential('second0002'))).toMatchObject({ ok: true });
  expect(await vault.replace(id, other, credential('third00003'))).toMatchObject({ ok: false });
  expect((await open(directory)).open(id)?.apiKey.toString()).toBe('second0002');
  const newer = readFileSync(path);
  writeFileSync(path, old);
  expect((await open(directory, { isReadOnly: true })).find(id)).toBeNull();
  writeFileSync(path, newer);
  const again = await open(directory);
  await again.forget(id);
  writeFileSync(path, newer);
  expect((await open(directory)).find(id)).toBeNull();
});

test('openVault() believes a record that is newer than its row: the crash came between the two', async () => {
  const directory = await newDirectory();
  const vault = await open(directory);
  const stored = await vault.store(owner, credential('first00001'));
  const id = stored.ok ? stored.value.credentialId : '';
  const register = readFileSync(join(directory, 'register.json'));
  await vault.replace(id, owner, credential('second0002'));
  writeFileSync(join(directory, 'register.json'), register);
  expect((await open(directory)).open(id)?.apiKey.toString()).toBe('second0002');
  expect((await open(directory)).open(id)?.apiKey.toString()).toBe('second0002');
});
