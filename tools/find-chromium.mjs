// Finds a Chromium for the browser journeys, or installs Debian's when we may; says what it did, never skips.

import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { PlainFailure } from './plain-failure.mjs';

/**
 * @typedef {object} Surroundings what the search depends on
 * @property {Record<string, string | undefined>} env
 * @property {string} home
 * @property {boolean} mayInstall whether this is Debian and we are root
 * @property {(words: string[]) => boolean} run runs a command and says whether it succeeded
 */

const systemNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macPrograms = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const installCommands = [
  ['apt-get', 'update'],
  ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
];

/**
 * The path of a Chromium and how it was come by.
 * @param {Surroundings} [surroundings]
 * @returns {{ program: string, how: string }}
 */
export function findChromium(surroundings = readSurroundings()) {
  const named = surroundings.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (isProgram(named)) return { program: named, how: 'named by CHROMIUM_PATH' };
    throw new PlainFailure(`CHROMIUM_PATH names ${named}, which is not a program that can be run.`);
  }
  const found = findInstalled(surroundings);
  if (found !== undefined) return found;
  if (surroundings.mayInstall) {
    const installed = installCommands.every((words) => surroundings.run(words));
    const fresh = installed ? findInstalled(surroundings) : undefined;
    if (fresh !== undefined) return { program: fresh.program, how: "just installed from Debian's packages" };
  }
  throw new PlainFailure(
    `No Chromium was found for the browser journeys. Run "${adviceFor(surroundings)}", or name one with CHROMIUM_PATH.`,
  );
}

/** @returns {Surroundings} */
function readSurroundings() {
  return {
    env: process.env,
    home: homedir(),
    mayInstall: process.getuid?.() === 0 && existsSync('/etc/debian_version'),
    run: ([program = '', ...args]) => {
      console.log(`No Chromium found: ${[program, ...args].join(' ')}`);
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      const done = spawnSync(program, args, {
        stdio: ['ignore', 'ignore', 'inherit'],
        env,
        timeout: 300_000,
      });
      return done.status === 0;
    },
  };
}

/** @param {Surroundings} surroundings */
function findInstalled(surroundings) {
  const folders = (surroundings.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const onPath = systemNames.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const system = [...onPath, ...(process.platform === 'darwin' ? macPrograms : [])].find(isProgram);
  if (system !== undefined) return { program: system, how: "this system's own" };
  const cached = listPlaywrightPrograms(surroundings).find(isProgram);
  return cached === undefined ? undefined : { program: cached, how: "from Playwright's cache" };
}

/**
 * Newest first.
 * @param {Surroundings} surroundings
 */
function listPlaywrightPrograms(surroundings) {
  const caches = [
    surroundings.env['PLAYWRIGHT_BROWSERS_PATH'] ?? '',
    path.join(surroundings.home, '.cache', 'ms-playwright'),
    path.join(surroundings.home, 'Library', 'Caches', 'ms-playwright'),
  ];
  return caches.filter(existsSync).flatMap((cache) =>
    readdirSync(cache)
      .filter((name) => name.startsWith('chromium-'))
      .sort((left, right) => Number(right.split('-')[1]) - Number(left.split('-')[1]))
      .flatMap((name) => [
        path.join(cache, name, 'chrome-linux', 'chrome'),
        path.join(cache, name, 'chrome-linux64', 'chrome'),
        path.join(cache, name, 'chrome-mac', 'Chromium.app', 'Contents', 'MacOS', 'Chromium'),
      ]),
  );
}

/** @param {Surroundings} surroundings */
function adviceFor(surroundings) {
  if (!surroundings.mayInstall && existsSync('/etc/debian_version')) {
    return 'sudo apt-get install -y --no-install-recommends chromium fonts-dejavu-core';
  }
  return surroundings.mayInstall
    ? installCommands.map((words) => words.join(' ')).join(' && ')
    : 'npx playwright-core install chromium';
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
