// The program `mandato` at a terminal: signing in once, the person's own plans and activity, and the operator's commands.

import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { translate } from '@mandato/messages/translate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkKey, makeKey, openSaver, openTrader, password, planForm, type Saver } from './people.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let saver: Saver;

beforeAll(async () => {
  stage = await openStage();
  const trader = await openTrader(stage.lonjaUrl, 'ana@example.com');
  saver = await openSaver(stage.mandatoUrl, 'ana@example.com');
  const { linkId } = await linkKey(saver.client, await makeKey(trader), await saver.proof());
  await saver.client.plans.create(planForm(linkId, { stepUpCode: await saver.proof() }));
}, 180_000);
afterAll(() => stage.end(), 60_000);

/** Runs the built program with nothing to type on, and a home of its own. */
function mandato(words: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const env = { PATH: process.env['PATH'] ?? '', HOME: join(stage.directory, 'home'), TZ: 'UTC', ...more };
  return new Promise<{ readonly code: number | null; readonly said: string; readonly complained: string }>(
    (resolve) => {
      const child = execFile(
        process.execPath,
        ['apps/cli/dist/cli.mjs', ...words],
        { env, timeout: 90_000 },
        (_error, said, complained) => resolve({ code: child.exitCode, said, complained }),
      );
      child.stdin?.end();
    },
  );
}

test('mandato signs in once, shows links, plans and activity in either language, and signs out', async () => {
  const url = ['--url', stage.mandatoUrl];
  const unknown = await mandato(['plans', 'list', ...url]);
  expect(unknown).toMatchObject({ code: 1, complained: expect.stringContaining('no terminal to ask on') });
  const wrong = await mandato(['status', ...url], { MANDATO_EMAIL: saver.email, MANDATO_PASSWORD: 'not it' });
  expect(wrong.code).toBe(1);
  expect(wrong.complained).not.toContain('credentials_wrong');
  const code = await saver.authenticator.freshCode();
  const status = await mandato(['status', ...url], {
    MANDATO_EMAIL: saver.email,
    MANDATO_PASSWORD: password,
    MANDATO_CODE: code,
  });
  expect(status).toMatchObject({ code: 0, complained: '' });
  expect(status.said).toContain('Connected');
  const config = join(stage.directory, 'home/.config/mandato');
  for (const file of readdirSync(config)) expect(statSync(join(config, file)).mode & 0o077).toBe(0);

  const plans = await mandato(['plans', 'list', ...url]);
  expect(plans.said).toMatch(/btc_mxn +100 mxn +Active/);
  const asJson = await mandato(['plans', 'list', '--json', ...url]);
  expect(JSON.parse(asJson.said)).toMatchObject([{ book: 'btc_mxn', state: 'active' }]);
  const activity = await mandato(['activity', ...url], { LANG: 'es_MX.UTF-8' });
  expect(activity.said).toContain(translate('es', 'activity.plan_created'));

  expect((await mandato(['status', '--sign-out', ...url])).said).toBe('Signed out.\n');
  expect((await mandato(['plans', 'list', ...url])).code).toBe(1);
});

test('mandato verifies the trail of a stopped installation, refuses a running one, and explains every command', async () => {
  const where = ['--data', join(stage.directory, 'mandato')];
  const words = ['audit', 'verify', ...where, '--key-file', join(stage.directory, 'keys/mandato.key')];
  const running = await mandato(words);
  expect(running).toMatchObject({ code: 3, complained: expect.stringContaining('is held by process') });
  await stage.mandato.stop();
  const verified = await mandato(words);
  expect(verified).toMatchObject({ code: 0, said: expect.stringContaining('The trail is whole') });
  await stage.startMandato();

  const overview = await mandato(['--help']);
  const names = [...overview.said.matchAll(/^ {2}(\S+(?: \S+)?) {2,}/gm)].map(([, name]) => name ?? '');
  expect(names).toEqual(
    expect.arrayContaining(['audit verify', 'probe bitso', 'rotate-key', 'reset-password', 'backup']),
  );
  for (const name of names) {
    const help = await mandato([...name.split(' '), '--help']);
    expect(help).toMatchObject({ code: 0, said: expect.stringContaining(`mandato ${name}`) });
  }
  expect((await mandato(['withdraw'])).code).toBe(2);
}, 240_000);
