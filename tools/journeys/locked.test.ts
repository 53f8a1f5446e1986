// Exchange keys under a passphrase: set once, locked after every start, opened by the operator alone, a wrong one told.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { translate } from '../../packages/messages/src/translate.ts';
import { cameraFor } from './camera.ts';
import { expectAccessible } from './expect-accessible.ts';
import { findBytes } from './find-bytes.ts';
import { makeKey, openTrader } from './people.ts';
import { openBrowser, openStage, type Stage, sitDown, type Viewer } from './stage.ts';
import {
  confirmLink,
  enterKey,
  type MandatoWalk,
  openLinkForm,
  seeLinked,
  signUpAtMandato,
} from './walk-mandato.ts';

const passphrase = 'siete caballos comen alfalfa';

let stage: Stage;
let browser: Browser;

beforeAll(async () => {
  const mandatoArgs = ['--key-source', 'passphrase'];
  [stage, browser] = await Promise.all([openStage({ mandatoArgs }), openBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await stage.end();
});

it('exchange keys under a passphrase are locked after each start until the operator gives it', async () => {
  const trader = await openTrader(stage.lonjaUrl, 'locked@example.com');
  const key = await makeKey(trader);
  const viewer: Viewer = { locale: 'es-MX', width: 360, colorScheme: 'light' };
  const { context, page, faults } = await sitDown(browser, viewer);
  const person = { name: 'Ana Saver', email: trader.email, password: 'correct horse battery staple' };
  const camera = cameraFor('es-MX-360-light');
  const walk: MandatoWalk = { page, url: stage.mandatoUrl, language: 'es', person, camera };
  const authenticator = await signUpAtMandato(walk);
  const field = page.getByLabel(translate('es', 'protection.passphrase'), { exact: true });
  const press = page.getByRole('button', { name: translate('es', 'protection.unlock') });
  const give = async (text: string) => {
    await field.fill(text);
    await press.click();
  };

  await page.goto(stage.mandatoUrl);
  await page.getByText(translate('es', 'protection.locked_about')).waitFor();
  await give('muy corta');
  await page.getByText(translate('es', 'error.passphrase_too_short')).waitFor();
  await camera.take('locked-first', page);
  await expectAccessible(page);
  // What the signer tested before it asked for anything holds already; what opens the keys is told.
  await page.goto(`${stage.mandatoUrl}/security`);
  await page.getByText(translate('es', 'protection.no_network_globals')).waitFor();
  await page.getByText(translate('es', 'protection.key_from_passphrase')).waitFor();
  expect(await page.getByText(translate('es', 'protection.in_force')).count()).toBeGreaterThanOrEqual(2);
  await camera.take('locked-security', page);
  await expectAccessible(page);
  await page.goto(stage.mandatoUrl);
  await give(passphrase);
  await press.waitFor({ state: 'detached' });
  await openLinkForm(walk);
  await enterKey(walk, { key: key.keyId, secret: key.secret });
  await confirmLink(walk, authenticator);
  await seeLinked(walk);

  await stage.mandato.stop();
  await stage.startMandato();
  await page.goto(stage.mandatoUrl);
  await give(`${passphrase}!`);
  await page.getByText(translate('es', 'error.passphrase_wrong')).waitFor();
  await camera.take('locked-wrong', page);
  await give(passphrase);
  await press.waitFor({ state: 'detached' });
  await page.goto(`${stage.mandatoUrl}/profile/exchanges`);
  await page.getByText(translate('es', 'link.status_connected')).first().waitFor();
  await page.getByRole('link', { name: translate('es', 'link.open') }).click();
  await page.getByRole('button', { name: translate('es', 'link.check_again') }).click();
  await page.getByText(translate('es', 'link.check_again_done')).first().waitFor({ timeout: 60_000 });
  expect(faults).toEqual([]);
  expect(findBytes([stage.directory], [passphrase])).toEqual([]);
  await context.close();
}, 300_000);
