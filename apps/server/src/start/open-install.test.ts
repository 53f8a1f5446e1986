// The installation: the same id and key at every start, and a missing key is a sentence, never a new key.

import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openInstall } from './open-install.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'mandato-install-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function open(keyName = 'install.key') {
  const install = openInstall({ dataDir: path.join(dir, 'data'), keyFile: path.join(dir, 'keys', keyName) });
  install.lock.release();
  return install;
}

test('openInstall() makes an id and a key once, and finds them again', () => {
  const first = open();
  const second = open();
  expect(second.installId).toBe(first.installId);
  expect(second.key.keyId).toBe(first.key.keyId);
  expect(statSync(path.join(dir, 'keys', 'install.server.key')).mode & 0o777).toBe(0o400);
});

test('openInstall() does not replace a key that is missing, foreign or readable by others', () => {
  const keyFile = path.join(dir, 'keys', 'install.server.key');
  open();
  chmodSync(keyFile, 0o444);
  expect(() => open()).toThrow(/can be read by other users/);
  rmSync(keyFile);
  expect(() => open()).toThrow(/is missing/);
  expect(() =>
    openInstall({
      dataDir: path.join(dir, 'other'),
      keyFile: path.join(dir, 'keys', 'o.key'),
    }).lock.release(),
  ).not.toThrow();
  expect(() => open('o.key')).toThrow(/belongs to another installation/);
});

test('openInstall() holds the directory until it is released', () => {
  const options = { dataDir: path.join(dir, 'data'), keyFile: path.join(dir, 'keys', 'install.key') };
  const install = openInstall(options);
  expect(() => openInstall(options)).toThrow(`is held by process ${process.pid}`);
  install.lock.release();
  expect(() => openInstall(options).lock.release()).not.toThrow();
});

test('openInstall() says when the directory cannot be written, or its file cannot be read', () => {
  const keyFile = path.join(dir, 'keys', 'install.key');
  expect(() => openInstall({ dataDir: '/proc/nowhere', keyFile })).toThrow(/cannot be written \(ENOENT\)/);
  open();
  writeFileSync(path.join(dir, 'data', 'install.json'), '{"installId":');
  expect(() => open()).toThrow(/install\.json cannot be read/);
});
