// findChromium() in made-up surroundings: the order of its search, the installation, and the sentence when all fails.

import { chmodSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { findChromium } from './find-chromium.mjs';
import { temporaryFolder } from './temporary-folder.ts';

const house = temporaryFolder();

function program(file: string): string {
  house.write(file, '#!/bin/sh\n');
  chmodSync(path.join(house.dir, file), 0o755);
  return path.join(house.dir, file);
}

function surroundings(home: string, env: Record<string, string> = {}) {
  return { env, home: path.join(house.dir, home), mayInstall: false, run: (_words: string[]) => false };
}

it('findChromium() prefers the one that CHROMIUM_PATH names, and refuses one that cannot run', () => {
  const named = program('named/my-chromium');
  const own = program('bin-a/chromium');
  const env = { PATH: path.dirname(own), CHROMIUM_PATH: named };
  expect(findChromium(surroundings('home-a', env)).program).toBe(named);
  const gone = { ...env, CHROMIUM_PATH: `${named}-gone` };
  expect(() => findChromium(surroundings('home-a', gone))).toThrow(/CHROMIUM_PATH names .*-gone/);
});

it('findChromium() takes the system one before the newest of the Playwright cache', () => {
  const own = program('bin-b/google-chrome');
  program('home-b/.cache/ms-playwright/chromium-900/chrome-linux/chrome');
  const newest = program('home-b/.cache/ms-playwright/chromium-1200/chrome-linux64/chrome');
  expect(findChromium(surroundings('home-b', { PATH: path.dirname(own) })).program).toBe(own);
  expect(findChromium(surroundings('home-b')).program).toBe(newest);
});

it('findChromium() installs the one of Debian when it may, and says so', () => {
  const ran: string[] = [];
  const bin = path.join(house.dir, 'bin-c');
  const run = (words: string[]): boolean => {
    ran.push(words.join(' '));
    if (words.includes('install')) program('bin-c/chromium');
    return true;
  };
  const found = findChromium({ ...surroundings('home-c', { PATH: bin }), mayInstall: true, run });
  expect(ran).toEqual([
    'apt-get update',
    'apt-get install -y --no-install-recommends chromium fonts-dejavu-core',
  ]);
  expect(found).toEqual({
    program: path.join(bin, 'chromium'),
    how: "just installed from Debian's packages",
  });
});

it('findChromium() fails with the command that would provide one', () => {
  expect(() => findChromium(surroundings('home-d'))).toThrow(/^No Chromium was found.* Run ".*chromium.*"/);
  expect(() => findChromium({ ...surroundings('home-d'), mayInstall: true })).toThrow(/apt-get install/);
});
