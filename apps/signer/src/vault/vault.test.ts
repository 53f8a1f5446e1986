// The vault on a real directory: round trips, moved and altered records, and duplicates.

import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { deriveKeys } from './derived-keys.ts';
import { openVault } from './vault.ts';

const root = mkdtempSync(join(tmpdir(), 'vault-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const keys = deriveKeys(Buffer.alloc(32, 7));
const owner = { userId: 'u1', linkId: 'l1', exchange: 'practice' as const };
const other = { userId: 'u2', linkId: 'l2', exchange: 'practice' as const };
const credential = (name: string) => ({
  apiKey: Buffer.from(name),
  apiSecret: Buffer.from(`secret-${name}`),
});
const open = (directory: string) => openVault(directory, keys, { isReadOnly: false });

test('openVault() gives back what was stored, also after opening the directory again', async () => {
  const directory = mkdtempSync(join(root, 'v-'));
  const vault = await open(directory);
  const stored = await vault.store(owner, credential('first00001'));
  const id = stored.ok ? stored.value.credentialId : '';
  const again = await open(directory);
  expect(again.open(id)?.apiSecret.toString()).toBe('secret-first00001');
  expect(again.list()).toEqual(vault.list());
  expect(readFileSync(join(directory, `${id}.json`), 'latin1')).not.toContain('secret-first00001');
  await again.forget(id);
  expect(readdirSync(directory)).toEqual([]);
  expect(again.open(id)).toBeNull();
});

test('openVault() cannot read a record in which any bound part was changed', async () => {
  const directory = mkdtempSync(join(root, 'v-'));
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
    { kekId: '0'.repeat(16) },
    { storedAtMs: record.storedAtMs + 1 },
    { apiSecret: record.apiKey },
    { apiKey: record.apiSecret },
    { apiKey: { ...record.apiKey, ct: record.apiSecret.ct } },
  ];
  for (const change of changes) {
    writeFileSync(path, JSON.stringify({ ...record, ...change }));
    expect((await open(directory)).open(id)).toBeNull();
  }
  writeFileSync(path, JSON.stringify(record));
  expect((await open(directory)).open(id)?.apiKey.toString()).toBe('first00001');
  const wrongKeys = deriveKeys(Buffer.alloc(32, 8));
  expect((await openVault(directory, wrongKeys, { isReadOnly: true })).open(id)).toBeNull();
});

test('openVault() does not offer records that were moved to another name or cut short', async () => {
  const directory = mkdtempSync(join(root, 'v-'));
  const stored = await (await open(directory)).store(owner, credential('first00001'));
  const id = stored.ok ? stored.value.credentialId : '';
  const moved = `cred_${'a'.repeat(26)}`;
  renameSync(join(directory, `${id}.json`), join(directory, `${moved}.json`));
  writeFileSync(join(directory, `cred_${'b'.repeat(26)}.json`), '{"v":1,"alg":"A256');
  writeFileSync(join(directory, `cred_${'c'.repeat(26)}.json.unfinished`), '{');
  const vault = await open(directory);
  expect(vault.list()).toEqual([]);
  expect(vault.open(moved)).toBeNull();
  expect(readdirSync(directory)).toHaveLength(2);
});

test('store() takes one key once, whoever comes, even at the same moment', async () => {
  const directory = mkdtempSync(join(root, 'v-'));
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
  expect(readdirSync(directory)).toHaveLength(1);
});
