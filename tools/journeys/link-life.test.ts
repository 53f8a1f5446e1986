// What a person meets after a key is linked: paused, frozen because it got worse, released, replaced, and removed.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { translate } from '../../packages/messages/src/translate.ts';
import type { Authenticator } from '../rehearsal/authenticator.ts';
import type { BitsoKey } from '../rehearsal/bitso-client.ts';
import { cameraFor } from './camera.ts';
import { expectAccessible } from './expect-accessible.ts';
import { makeKey, openTrader, tradingPermissions } from './people.ts';
import { openBrowser, openStage, type Stage, sitDown, type Viewer } from './stage.ts';
import {
  confirmLink,
  confirmPlan,
  enterKey,
  type MandatoWalk,
  openLinkForm,
  seeLinked,
  signUpAtMandato,
  writePlan,
} from './walk-mandato.ts';

const viewers: readonly Viewer[] = [
  { locale: 'es-MX', width: 360, colorScheme: 'dark' },
  { locale: 'en-US', width: 1440, colorScheme: 'light' },
];

let stage: Stage;
let browser: Browser;

beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ hasFaults: true }), openBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await stage.end();
});

interface LinkWalk extends MandatoWalk {
  readonly authenticator: Authenticator;
}

describe.each(viewers)('the life of a link, clicked in $locale at $width px, $colorScheme', (viewer) => {
  const label = `${viewer.locale}-${viewer.width}-${viewer.colorScheme}`;

  it(`life of a link (${label}) is paused, frozen, released, replaced and removed`, async () => {
    const trader = await openTrader(stage.lonjaUrl, `life-${label.toLowerCase()}@example.com`);
    const first = await makeKey(trader);
    const second = await makeKey(trader, { permissions: tradingPermissions });
    const { context, page, faults } = await sitDown(browser, viewer);
    const language = viewer.locale === 'es-MX' ? 'es' : 'en';
    const person = { name: 'Ana Saver', email: trader.email, password: 'correct horse battery staple' };
    const mandato = { page, url: stage.mandatoUrl, language, person, camera: cameraFor(label) } as const;
    const walk: LinkWalk = { ...mandato, authenticator: await signUpAtMandato(mandato) };

    await link(walk, first);
    await writePlan(walk, '500');
    await confirmPlan(walk, walk.authenticator);
    await page.getByText(translate(language, 'plan.state_active')).first().waitFor();
    await renameAndPause(walk);
    await getWorse(walk, first);
    await release(walk, first);
    await replace(walk, second);
    await remove(walk);
    expect(faults).toEqual([]);
    await context.close();
  }, 400_000);
});

/** Through the wizard, with a look at the check while it runs. */
async function link(walk: LinkWalk, { keyId, secret }: BitsoKey): Promise<void> {
  const { page, language, camera } = walk;
  await openLinkForm(walk);
  await expectAccessible(page);
  // Slow enough to be seen at the same place every time.
  const slow = { verb: 'delay', ms: 2_500 };
  await dial('POST', { match: { method: 'DELETE', path: '/orders' }, when: 'before_auth', do: slow });
  await enterKey(walk, { key: keyId, secret });
  await confirmLink(walk, walk.authenticator);
  await page.getByText(translate(language, 'link.ask_cancel_unknown_order')).first().waitFor();
  await camera.take('link-checking', page);
  await seeLinked(walk);
  await dial('DELETE', null);
}

async function renameAndPause({ page, url, language, camera }: LinkWalk): Promise<void> {
  const text = (key: Parameters<typeof translate>[1]) => plain(language, key);
  await page.goto(`${url}/profile/exchanges`);
  await page.getByText(text('link.status_connected')).first().waitFor();
  await camera.take('link-list', page);
  await page.getByRole('link', { name: text('link.open') }).click();
  await page.getByRole('heading', { name: text('link.leak_title') }).waitFor();
  await camera.take('link-page', page);
  await expectAccessible(page);
  await page.getByRole('button', { name: text('link.rename'), exact: true }).click();
  await page.getByRole('textbox', { name: text('link.name') }).fill('Mi práctica');
  await camera.take('link-rename', page);
  await page.getByRole('button', { name: text('common.save') }).click();
  await page.getByRole('heading', { name: 'Mi práctica' }).waitFor();
  await page.getByRole('button', { name: text('link.pause'), exact: true }).click();
  const dialog = page.getByRole('dialog');
  await camera.take('link-pause', page);
  await dialog.getByRole('button', { name: text('link.pause'), exact: true }).click();
  await page.getByText(text('link.status_paused_about')).first().waitFor();
  await camera.take('link-paused', page);
  await page.goto(`${url}/plans`);
  await page.getByText(text('plan.state_paused')).first().waitFor();
  await page.goBack();
  await page.getByRole('button', { name: text('link.resume') }).click();
  await page.getByText(text('link.status_connected_about')).first().waitFor();
}

/** Lonja begins to let the key withdraw: the harmless call is no longer refused for want of the permission. */
async function getWorse({ page, url, language, camera }: LinkWalk, { keyId }: BitsoKey): Promise<void> {
  const text = (key: Parameters<typeof translate>[1]) => plain(language, key);
  await dial('POST', {
    match: { path: '/withdrawals', key: keyId },
    when: 'before_reply',
    do: { verb: 'reply', status: 400, code: '0303' },
  });
  await checkUntil(page, language, 'link.status_withdrawal_enabled_about');
  await camera.take('link-frozen-worse', page);
  await expectAccessible(page);
  await page.goto(`${url}/profile/exchanges`);
  await page.getByText(text('link.status_withdrawal_enabled_remedy')).first().waitFor();
  await camera.take('link-list-worse', page);
  await expectAccessible(page);
  await page.goto(`${url}/activity`);
  await page.getByText(text('activity.link_frozen')).first().waitFor();
  await camera.take('link-activity', page);
  await page.goto(url);
  await page.getByText(text('link.status_withdrawal_enabled_remedy')).first().waitFor();
  await camera.take('link-home-worse', page);
  await expectAccessible(page);
  await page.goto(`${url}/plans`);
  await page.getByText(text('plan.state_paused')).first().waitFor();
  await page.goto(`${url}/profile/exchanges`);
  await page.getByRole('link', { name: text('link.open') }).click();
}

/** The permission is gone again, but orders wait for the person's word. */
async function release(walk: LinkWalk, _key: BitsoKey): Promise<void> {
  const { page, url, language, camera, authenticator } = walk;
  await dial('DELETE', null);
  await checkUntil(page, language, 'link.status_frozen_about');
  await camera.take('link-frozen', page);
  await page.getByRole('button', { name: plain(language, 'link.release') }).click();
  await camera.take('link-release', page);
  await enterCode(walk, await authenticator.freshCode());
  await page.getByText(plain(language, 'link.status_connected_about')).first().waitFor({ timeout: 60_000 });
  await page.goto(`${url}/plans`);
  await page.getByText(plain(language, 'plan.state_active')).first().waitFor();
  await page.goBack();
}

async function replace(walk: LinkWalk, { keyId, secret }: BitsoKey): Promise<void> {
  const { page, language, camera, authenticator } = walk;
  const text = (key: Parameters<typeof translate>[1]) => plain(language, key);
  await page.getByRole('link', { name: text('link.replace') }).click();
  await page.getByLabel(text('link.key'), { exact: true }).fill(keyId);
  await page.getByLabel(text('link.secret'), { exact: true }).fill(secret);
  await page.getByLabel(text('link.attest')).check();
  await camera.take('link-replace', page);
  await expectAccessible(page);
  await page.getByRole('button', { name: text('link.replace_submit') }).click();
  await page.getByRole('dialog').getByText(text('access.action_replace')).waitFor();
  await enterCode(walk, await authenticator.freshCode());
  await page.getByText(text('link.replaced')).first().waitFor({ timeout: 60_000 });
  await page.getByText(keyId.slice(-4), { exact: true }).waitFor();
  await camera.take('link-replaced', page);
}

async function remove(walk: LinkWalk): Promise<void> {
  const { page, url, language, camera, authenticator } = walk;
  const text = (key: Parameters<typeof translate>[1]) => plain(language, key);
  await page.getByRole('button', { name: text('link.unlink') }).click();
  await page
    .getByText(translate(language, 'link.unlink_ends', { count: 1 }))
    .first()
    .waitFor();
  await camera.take('link-unlink', page);
  await enterCode(walk, await authenticator.freshCode());
  await page.getByText(text('link.empty')).first().waitFor({ timeout: 30_000 });
  await camera.take('link-removed', page);
  await page.goto(`${url}/plans`);
  await page.getByText(text('plan.state_stopped')).first().waitFor();
}

/** Presses "Check again" until the page says `key`; the call about withdrawals is not made every few seconds. */
async function checkUntil(page: Page, language: 'en' | 'es', key: Parameters<typeof translate>[1]) {
  const said = page.getByText(plain(language, key)).first();
  for (let tries = 0; tries < 4; tries += 1) {
    await page.waitForTimeout(10_500);
    await page.getByRole('button', { name: plain(language, 'link.check_again'), exact: true }).click();
    const isSaid = await said.waitFor({ timeout: 30_000 }).then(
      () => true,
      () => false,
    );
    if (isSaid) return;
  }
  throw new Error(`the page never said ${key}`);
}

async function enterCode({ page, language }: LinkWalk, code: string): Promise<void> {
  await page.getByLabel(plain(language, 'account.code')).fill(code);
  await page.getByRole('button', { name: plain(language, 'account.code_confirm') }).click();
}

async function dial(method: 'POST' | 'DELETE', rule: object | null): Promise<void> {
  const answer = await fetch(`${stage.lonjaUrl}/sandbox/faults`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(rule === null ? {} : { body: JSON.stringify(rule) }),
  });
  expect(answer.status).toBe(200);
}

/** A message without places to fill. */
function plain(language: 'en' | 'es', key: Parameters<typeof translate>[1]): string {
  const say: (locale: 'en' | 'es', key: Parameters<typeof translate>[1]) => string = translate;
  return say(language, key);
}
