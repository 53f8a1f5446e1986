// Limits, the stop and a held order, clicked as a person does it: tighter at once, looser later, stopped at once.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reasonSentence, translate } from '../../packages/messages/src/translate.ts';
import type { Authenticator } from '../rehearsal/authenticator.ts';
import { cameraFor } from './camera.ts';
import { expectAccessible } from './expect-accessible.ts';
import { makeKey, openTrader, tradingPermissions } from './people.ts';
import { openBrowser, openStage, type Stage, sitDown, type Viewer } from './stage.ts';
import {
  confirmLink,
  confirmPlan,
  enterCode,
  enterKey,
  type MandatoWalk,
  openLinkForm,
  seeLinked,
  signUpAtMandato,
  writePlan,
} from './walk-mandato.ts';

const viewers: readonly Viewer[] = [
  { locale: 'en-US', width: 1440, colorScheme: 'light' },
  { locale: 'es-MX', width: 360, colorScheme: 'dark' },
];

let stage: Stage;
let browser: Browser;

beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ lonjaArgs: ['--sandbox-faults'] }), openBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await stage.end();
});

describe.each(viewers)('limits and stops, clicked in $locale at $width px, $colorScheme', (viewer) => {
  const label = `${viewer.locale}-${viewer.width}-${viewer.colorScheme}`;

  it(`limits, stop and held order (${label}) do what they say`, { timeout: 600_000 }, async () => {
    const { context, page, faults } = await sitDown(browser, viewer);
    const walk = await linkedPerson(page, viewer, label);
    await changeLimits(walk);
    await stopAndStart(walk);
    await decideHeld(walk);
    await page.goto(`${stage.mandatoUrl}/security`);
    await page.getByText(translate(walk.language, 'protection.no_network_modules')).waitFor();
    await walk.camera.take('security', page);
    await expectAccessible(page);
    await page.goto(`${stage.mandatoUrl}/activity`);
    await page.getByText(translate(walk.language, 'activity.buying_stopped')).first().waitFor();
    await walk.camera.take('activity', page);
    expect(faults).toEqual([]);
    await context.close();
  });
});

interface Walk extends MandatoWalk {
  readonly authenticator: Authenticator;
}

async function linkedPerson(page: Page, viewer: Viewer, label: string): Promise<Walk> {
  const language = viewer.locale === 'es-MX' ? 'es' : 'en';
  const email = `limits-${label.toLowerCase()}@example.com`;
  const person = { name: 'Ana Saver', email, password: 'correct horse battery staple' };
  const camera = cameraFor(`limits-${label}`);
  const trader = await openTrader(stage.lonjaUrl, email);
  const key = await makeKey(trader, { permissions: [...tradingPermissions] });
  const mandato: MandatoWalk = { page, url: stage.mandatoUrl, language, person, camera };
  const authenticator = await signUpAtMandato(mandato);
  await openLinkForm(mandato);
  await enterKey(mandato, { key: key.keyId, secret: key.secret });
  await confirmLink(mandato, authenticator);
  await seeLinked(mandato);
  await writePlan(mandato, '500');
  await confirmPlan(mandato, authenticator);
  await page.getByRole('button', { name: translate(language, 'plan.run_now'), exact: true }).waitFor();
  return { ...mandato, authenticator };
}

async function changeLimits(walk: Walk): Promise<void> {
  const { page, language, camera, authenticator } = walk;
  const planUrl = page.url();
  await page.goto(`${stage.mandatoUrl}/profile/safety`);
  await page
    .getByRole('link', { name: /Lonja|…/ })
    .last()
    .waitFor();
  await camera.take('safety', page);
  await expectAccessible(page);
  await page.locator('a[href^="/profile/safety/"]').click();
  const perOrder = page.getByLabel(translate(language, 'safety.limits_per_order_in', { asset: 'MXN' }));
  await perOrder.fill('400');
  await page.getByRole('button', { name: translate(language, 'safety.limits_save') }).click();
  await page.getByText(translate(language, 'safety.limits_saved')).first().waitFor();
  await expectAccessible(page);
  await buy(walk, planUrl);
  await page.getByText(reasonSentence(language, 'notional_above_order_limit') ?? '').waitFor();
  await camera.take('limit-refused', page);
  await page.goto(`${stage.mandatoUrl}/profile/safety`);
  await page.locator('a[href^="/profile/safety/"]').click();
  await perOrder.fill('60000');
  await page.getByRole('button', { name: translate(language, 'safety.limits_save') }).click();
  await page.getByRole('dialog').getByText(translate(language, 'safety.action_loosen')).waitFor();
  await camera.take('limit-loosen', page);
  await expectAccessible(page);
  await enterCode(walk, await authenticator.freshCode());
  const withdraw = page.getByRole('button', { name: translate(language, 'safety.limits_withdraw') });
  await withdraw.waitFor();
  await camera.take('limit-pending', page);
  await expectAccessible(page);
  await withdraw.click();
  await page.getByText(translate(language, 'safety.limits_withdrawn')).waitFor();
  // The plan buys for what is allowed: less than before needs no code.
  await page.goto(planUrl);
  await page.getByRole('button', { name: translate(language, 'plan.amount_change') }).click();
  await page.getByLabel(translate(language, 'plan.notional'), { exact: true }).fill('300');
  await camera.take('amount', page);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: translate(language, 'plan.amount_change') }).click();
  await page.getByText(translate(language, 'plan.amount_changed')).waitFor();
}

async function stopAndStart(walk: Walk): Promise<void> {
  const { page, language, camera, authenticator } = walk;
  const planUrl = page.url();
  const stop = translate(language, 'safety.stop_account');
  await page.goto(`${stage.mandatoUrl}/profile/safety`);
  await page.getByRole('button', { name: stop }).click();
  await camera.take('stop-asked', page);
  await page.getByRole('dialog').getByRole('button', { name: stop }).click();
  await page.getByText(translate(language, 'safety.stopped')).first().waitFor();
  await page.getByRole('button', { name: translate(language, 'safety.start') }).waitFor();
  await camera.take('stopped', page);
  await expectAccessible(page);
  await buy(walk, planUrl);
  await page.getByText(reasonSentence(language, 'kill_switch_on') ?? '').waitFor();
  await camera.take('stopped-plan', page);
  await page.goto(`${stage.mandatoUrl}/profile/safety`);
  await page.getByRole('button', { name: translate(language, 'safety.start') }).click();
  await page.getByRole('dialog').getByText(translate(language, 'safety.action_start')).first().waitFor();
  await camera.take('start-asked', page);
  await enterCode(walk, await authenticator.freshCode());
  await page.getByText(translate(language, 'safety.started')).first().waitFor();
  await page.goto(planUrl);
}

async function decideHeld(walk: Walk): Promise<void> {
  const { page, language, camera, authenticator } = walk;
  const planUrl = page.url();
  // The order never arrives, and nobody says so.
  await dial({ match: { method: 'POST', path: '/orders' }, when: 'before_auth', do: 'drop' });
  await buy(walk, planUrl);
  await page.getByText(translate(language, 'order.cause_connection_reset')).waitFor({ timeout: 60_000 });
  await camera.take('being-confirmed', page);
  await expectAccessible(page);
  // Trades of another book under our own id: that cannot be.
  const clear = await dial({
    match: { method: 'GET', path: '/order_trades' },
    when: 'before_reply',
    times: null,
    do: { verb: 'reply', status: 200, body: { success: true, payload: [foreignTrade] } },
  });
  await page.getByText(translate(language, 'order.held_title')).waitFor({ timeout: 90_000 });
  await clear();
  await camera.take('held', page);
  await expectAccessible(page);
  await page.getByRole('button', { name: translate(language, 'order.held_close') }).click();
  await camera.take('held-close', page);
  await enterCode(walk, await authenticator.freshCode());
  await page.getByText(reasonSentence(language, 'closed_by_person') ?? '').waitFor();
  await camera.take('held-closed', page);
}

/** Presses "Buy now" on the page of the plan, and confirms. */
async function buy({ page, language }: Walk, planUrl: string): Promise<void> {
  const runNow = translate(language, 'plan.run_now');
  await page.goto(planUrl);
  await page.getByRole('button', { name: runNow, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: runNow, exact: true }).click();
}

const foreignTrade = {
  tid: '990000001',
  oid: 'FOREIGN000000001',
  book: 'eth_mxn',
  side: 'buy',
  maker_side: 'sell',
  major: '1',
  minor: '-100',
  price: '100',
  fees_amount: '0.01',
  fees_currency: 'eth',
  created_at: '2026-11-22T12:00:00+0000',
};

/** Sets a fault dial at Lonja; the answer takes it away again. */
async function dial(rule: object): Promise<() => Promise<void>> {
  const url = `${stage.lonjaUrl}/sandbox/faults`;
  const headers = { 'content-type': 'application/json' };
  const placed = await fetch(url, { method: 'POST', headers, body: JSON.stringify(rule) });
  if (!placed.ok) throw new Error(`the dial was refused: ${await placed.text()}`);
  return async () => {
    await fetch(url, { method: 'DELETE' });
  };
}
