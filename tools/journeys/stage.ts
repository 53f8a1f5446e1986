// The stage of a browser journey: both built products on fresh storage, and a Chromium to walk through them.

import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { freePort } from '../rehearsal/free-port.ts';
import { type RunningProgram, runProgram } from '../rehearsal/running-program.ts';

/** Both products running, with the means to restart, crash and end them. */
export interface Stage {
  readonly directory: string;
  readonly lonjaUrl: string;
  readonly mandatoUrl: string;
  lonja: RunningProgram;
  mandato: RunningProgram;
  startLonja(): Promise<void>;
  startMandato(): Promise<void>;
  end(): Promise<void>;
}

/** How a person looks at the pages. */
export interface Viewer {
  readonly locale: 'en-US' | 'es-MX';
  readonly width: 360 | 1440;
  readonly colorScheme: 'light' | 'dark';
}

export interface StageNeeds {
  /** With Lonja's fault dials. */
  readonly hasFaults?: boolean;
  readonly lonjaArgs?: readonly string[];
  readonly mandatoArgs?: readonly string[];
}

/** Starts both products on free ports, in a temporary folder that `end` removes. */
export async function openStage({
  hasFaults = false,
  lonjaArgs = [],
  mandatoArgs = [],
}: StageNeeds = {}): Promise<Stage> {
  const directory = await mkdtemp(join(tmpdir(), 'mandato-journey-'));
  mkdirSync(join(directory, 'logs'));
  const ports = { lonja: await freePort(), mandato: await freePort() };
  const lonjaUrl = `http://localhost:${ports.lonja}`;
  const mandatoUrl = `http://localhost:${ports.mandato}`;
  const startLonja = () =>
    runProgram({
      program: 'apps/lonja/dist/lonja.mjs',
      args: [
        ...['--port', `${ports.lonja}`, '--data', join(directory, 'lonja'), '--no-rate-limit'],
        ...(hasFaults ? ['--sandbox-faults'] : []),
        ...lonjaArgs,
      ],
      url: lonjaUrl,
      logFile: join(directory, 'logs/lonja.log'),
    });
  const startMandato = () =>
    runProgram({
      program: 'apps/server/dist/mandato.mjs',
      args: [
        ...['--port', `${ports.mandato}`, '--data', join(directory, 'mandato')],
        ...['--key-file', join(directory, 'keys/mandato.key'), '--practice-url', lonjaUrl],
        ...mandatoArgs,
      ],
      url: mandatoUrl,
      logFile: join(directory, 'logs/mandato.log'),
    });
  const [lonja, mandato] = await Promise.all([startLonja(), startMandato()]);
  const stage: Stage = {
    directory,
    lonjaUrl,
    mandatoUrl,
    lonja,
    mandato,
    startLonja: async () => {
      stage.lonja = await startLonja();
    },
    startMandato: async () => {
      stage.mandato = await startMandato();
    },
    end: async () => {
      await Promise.allSettled([stage.mandato.stop(), stage.lonja.stop()]);
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return stage;
}

/** A Chromium without any network of its own making; its path is given by the test command. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
}

/** A fresh browser profile of one person, and its first page. Errors of the pages' own scripts are collected. */
export async function sitDown(
  browser: Browser,
  viewer: Viewer,
): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
  const context = await browser.newContext({
    locale: viewer.locale,
    timezoneId: 'America/Mexico_City',
    colorScheme: viewer.colorScheme,
    viewport: { width: viewer.width, height: viewer.width === 360 ? 780 : 900 },
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && message.text().includes('Content Security Policy'))
      faults.push(message.text());
  });
  return { context, page, faults };
}
