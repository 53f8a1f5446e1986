// Passkeys clicked in a real browser with a virtual authenticator, the data export, and a forgotten password set anew.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { translate } from '../../packages/messages/src/translate.ts';
import type { Authenticator } from '../rehearsal/authenticator.ts';
import { cameraFor } from './camera.ts';
import { expectAccessible } from './expect-accessible.ts';
import { openBrowser, openStage, type Stage, sitDown, type Viewer } from './stage.ts';
import { type MandatoWalk, signUpAtMandato } from './walk-mandato.ts';

const viewers: readonly Viewer[] = [
  { locale: 'en-US', width: 1440, colorScheme: 'light' },
  { locale: 'es-MX', width: 360, colorScheme: 'dark' },
];
/** How the person sits who forgot their password. */
const forgetful: Viewer = { locale: 'en-US', width: 360, colorScheme: 'light' };
const newPassword = 'a new sentence for this account';

let stage: Stage;
let browser: Browser;

beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await stage.end();
});

describe.each(viewers)('passkeys, clicked in $locale at $width px, $colorScheme', (viewer) => {
  const label = `${viewer.locale}-${viewer.width}-${viewer.colorScheme}`;

  it(`passkeys (${label}) are added, confirm an action, log in without password, and are removed`, async () => {
    const { context, page, faults } = await sitDown(browser, viewer);
    const language = viewer.locale === 'es-MX' ? 'es' : 'en';
    const person = {
      name: 'Ana Saver',
      email: `passkey-${label.toLowerCase()}@example.com`,
      password: 'correct horse battery staple',
    };
    const camera = cameraFor(`passkeys-${label}`);
    const walk: MandatoWalk = { page, url: stage.mandatoUrl, language, person, camera };
    const cdp = await context.newCDPSession(page);
    const device = await plugIn(cdp);
    const authenticator = await signUpAtMandato(walk);

    await addPasskey(walk, authenticator);
    await camera.take('profile', page);
    await expectAccessible(page);
    await exportWithPasskey(walk);
    await logOut(walk);
    await logInWithPasskey(walk);
    await turnAway(walk, { cdp, device });
    await removePasskey(walk);
    await page.goto(`${stage.mandatoUrl}/security`);
    await page.getByText(translate(language, 'protection.no_network_modules')).waitFor();
    await camera.take('security', page);
    await expectAccessible(page);
    expect(faults).toEqual([]);
    await context.close();
  });
});

it('a forgotten password is set anew by the operator’s link, and the code is still asked for', async () => {
  const { context, page, faults } = await sitDown(browser, forgetful);
  const person = { name: 'Eva', email: 'forgetful@example.com', password: 'correct horse battery staple' };
  const camera = cameraFor('reset');
  const walk: MandatoWalk = { page, url: stage.mandatoUrl, language: 'en', person, camera };
  const authenticator = await signUpAtMandato(walk);
  await stage.mandato.stop();
  const said = execFileSync(process.execPath, [
    'apps/server/dist/reset-password.mjs',
    ...['--email', 'Forgetful@example.com', '--data', join(stage.directory, 'mandato')],
    ...['--key-file', join(stage.directory, 'keys/mandato.key'), '--port', new URL(stage.mandatoUrl).port],
  ]).toString('utf8');
  await stage.startMandato();
  const [link = ''] = said.split('\n');
  expect(link).toMatch(/^http:\/\/localhost:\d+\/reset-password#[\w-]{43}$/);
  await page.goto(link);
  await page.getByLabel(translate('en', 'access.password_new'), { exact: true }).fill('short');
  await page.getByRole('button', { name: translate('en', 'passkey.reset_submit') }).click();
  await page.getByText(translate('en', 'error.password_too_short')).waitFor();
  await page.getByLabel(translate('en', 'access.password_new'), { exact: true }).fill(newPassword);
  await camera.take('form', page);
  await expectAccessible(page);
  await page.getByRole('button', { name: translate('en', 'passkey.reset_submit') }).click();
  await page.getByText(translate('en', 'passkey.reset_done')).waitFor();
  await camera.take('done', page);
  await page.getByRole('link', { name: translate('en', 'account.sign_in') }).click();
  await page.getByLabel(translate('en', 'account.email')).fill(person.email);
  await page.getByLabel(translate('en', 'account.password'), { exact: true }).fill(newPassword);
  await camera.take('log-in', page);
  await page.getByRole('button', { name: translate('en', 'account.sign_in'), exact: true }).click();
  await page.getByLabel(translate('en', 'account.code')).fill(await authenticator.freshCode());
  await camera.take('code', page);
  await page.getByRole('button', { name: translate('en', 'account.code_confirm') }).click();
  await page.getByRole('button', { name: person.name }).waitFor();
  await page.goto(link);
  await page.getByLabel(translate('en', 'access.password_new'), { exact: true }).fill(newPassword);
  await page.getByRole('button', { name: translate('en', 'passkey.reset_submit') }).click();
  await page.getByText(translate('en', 'error.reset_link_ended')).waitFor();
  expect(faults).toEqual([]);
  await context.close();
}, 300_000);

/** A phone's own authenticator, as the browser's test interface plays it: its owner is there and verified. */
async function plugIn(cdp: CDPSession): Promise<string> {
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return authenticatorId;
}

async function addPasskey(walk: MandatoWalk, authenticator: Authenticator): Promise<void> {
  const { page, language, camera } = walk;
  await page.getByRole('button', { name: translate(language, 'passkey.add') }).click();
  await page.getByText(translate(language, 'passkey.name_needed')).waitFor();
  await page.getByLabel(translate(language, 'passkey.name'), { exact: true }).fill('Laptop');
  await page.getByRole('button', { name: translate(language, 'passkey.add') }).click();
  await page.getByLabel(translate(language, 'account.code')).fill(await authenticator.freshCode());
  await camera.take('add', page);
  await page.getByRole('button', { name: translate(language, 'account.code_confirm') }).click();
  await page.getByText(translate(language, 'passkey.never_used')).waitFor();
}

async function exportWithPasskey({ page, language, camera }: MandatoWalk): Promise<void> {
  await page.getByRole('button', { name: translate(language, 'passkey.export') }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: translate(language, 'passkey.use') })
    .waitFor();
  await camera.take('confirm', page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: translate(language, 'passkey.use') }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^mandato-data-\d{4}-\d\d-\d\d\.json$/);
  const data: unknown = JSON.parse(readFileSync(await download.path(), 'utf8'));
  expect(data).toMatchObject({ account: { name: 'Ana Saver' }, passkeys: [{ name: 'Laptop' }] });
}

async function logOut({ page, language, person }: MandatoWalk): Promise<void> {
  await page.getByRole('button', { name: person.name }).click();
  await page.getByRole('menuitem', { name: translate(language, 'account.sign_out') }).click();
  await page.getByRole('button', { name: translate(language, 'passkey.sign_in') }).waitFor();
}

async function logInWithPasskey({ page, url, language, person, camera }: MandatoWalk): Promise<void> {
  await camera.take('log-in', page);
  await expectAccessible(page);
  await page.getByRole('button', { name: translate(language, 'passkey.sign_in') }).click();
  await page.getByRole('button', { name: person.name }).waitFor();
  await page.goto(`${url}/profile`);
  await page.getByText('Laptop').waitFor();
}

/** The person's finger is not known: the browser says so, and nothing is done. */
async function turnAway(
  { page, language, camera }: MandatoWalk,
  { cdp, device }: { readonly cdp: CDPSession; readonly device: string },
): Promise<void> {
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId: device, isUserVerified: false });
  await page
    .getByRole('button', { name: translate(language, 'passkey.remove_named', { name: 'Laptop' }) })
    .click();
  await page.getByRole('button', { name: translate(language, 'passkey.use') }).click();
  await page.getByText(translate(language, 'error.passkey_not_used')).waitFor();
  await camera.take('turned-away', page);
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId: device, isUserVerified: true });
}

async function removePasskey({ page, language }: MandatoWalk): Promise<void> {
  await page.getByRole('button', { name: translate(language, 'passkey.use') }).click();
  await page.getByText(translate(language, 'passkey.empty')).waitFor();
}
