import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cameraFor } from './camera.ts';
import { expectAccessible } from './expect-accessible.ts';
import { type LonjaStage, openLonjaStage } from './lonja-stage.ts';
import { openBrowser, sitDown, type Viewer } from './stage.ts';
import { type LonjaWalk, makeKey, signUpAtLonja, turnOnTwoFactor, wordsOf } from './walk-lonja.ts';
import { buyAtBestPrice, openTrade, restAnOrder, showPart, tradeElsewhere } from './walk-trade.ts';

const viewers: readonly Viewer[] = [
  { locale: 'en-US', width: 1440, colorScheme: 'dark' },
  { locale: 'es-MX', width: 360, colorScheme: 'light' },
  { locale: 'es-MX', width: 1440, colorScheme: 'light' },
  { locale: 'en-US', width: 360, colorScheme: 'dark' },
];

let stage: LonjaStage;
let browser: Browser;

beforeAll(async () => {
  [stage, browser] = await Promise.all([openLonjaStage(), openBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await stage.end();
});

describe.each(viewers)('the portal, in $locale at $width px, $colorScheme', (viewer) => {
  const label = `portal-${viewer.locale}-${viewer.width}-${viewer.colorScheme}`;

  async function begin(name: string) {
    const { context, page, faults } = await sitDown(browser, viewer);
    const walk: LonjaWalk = {
      page,
      url: stage.lonjaUrl,
      language: viewer.locale === 'es-MX' ? 'es' : 'en',
      person: {
        name: 'Ana Trader',
        email: `${name}-${label.toLowerCase()}@example.com`,
        password: 'correct horse battery staple',
      },
      camera: cameraFor(label),
    };
    await signUpAtLonja(walk);
    return { context, page, faults, walk, words: wordsOf(walk) };
  }

  it(`trading (${label}) goes by keyboard from a price in the book to fills, change, cancel and history`, async () => {
    const { context, page, faults, walk, words } = await begin('trade');
    await openTrade(walk);
    await expectAccessible(page);
    // A window that gets narrower draws every part anew, and the keyboard stays where it was.
    await page.locator('#order-amount').focus();
    for (const width of [700, viewer.width]) {
      await page.setViewportSize({ width, height: 900 });
      await page.locator('#order-amount:focus').waitFor();
    }
    const promised = await buyAtBestPrice(walk, '0.001');
    await showPart(walk, 'mine');
    await tradeElsewhere(walk, '0.0042');
    await restAnOrder(walk, '1200000', '0.002');
    await showPart(walk, 'mine');
    await page.getByRole('button', { name: prefixOf(words('mine.changeNamed')) }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(words('order.amount')).fill('0.003');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('0.003 BTC').first().waitFor();
    await walk.camera.take('lonja-open-orders', page);
    await page.getByRole('button', { name: prefixOf(words('mine.cancelNamed')) }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(words('mine.noOpen')).waitFor();
    const mine = page.getByRole('tablist', { name: words('mine.title') });
    await mine.getByRole('tab', { selected: true }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText(words('state.ended'), { exact: true }).first().waitFor();
    await page.getByText(words('state.filled'), { exact: true }).first().waitFor();
    await walk.camera.take('lonja-order-history', page);
    await page.keyboard.press('ArrowRight');
    await page.getByRole('table', { name: words('mine.fills') }).waitFor();
    await page.keyboard.press('ArrowRight');
    // What the form promised to bring is what the balance holds: exactly, fee and all.
    const held = page.getByRole('table', { name: words('mine.balances') }).getByRole('row', { name: 'BTC' });
    await expect.poll(() => held.innerText()).toContain(promised.replace(' BTC', ''));
    await expectAccessible(page);
    await showPart(walk, 'chart');
    await page.getByRole('button', { name: words('chart.asTable') }).click();
    await page.getByRole('columnheader', { name: words('chart.close') }).waitFor();
    await expectAccessible(page);
    expect(faults).toEqual([]);
    await context.close();
  });

  it(`security (${label}) makes recovery codes, logs in with one, ends sessions and switches a key`, async () => {
    const { context, page, faults, walk, words } = await begin('secure');
    const authenticator = await turnOnTwoFactor(walk);
    await makeKey(walk, authenticator, ['view_balances']);
    await page.getByRole('switch', { name: words('keys.switch') }).click();
    await page.getByText(words('keys.off'), { exact: true }).waitFor();
    await expectAccessible(page);
    await walk.camera.take('lonja-key-off', page);
    await page.goto(`${stage.lonjaUrl}/profile/security`);
    await page.getByRole('button', { name: words('recovery.make') }).click();
    await page
      .getByRole('dialog')
      .getByLabel(words('code.label'))
      .fill(await authenticator.freshCode());
    await page
      .getByRole('dialog')
      .getByRole('button', { name: words('code.confirm') })
      .click();
    const shown = await page.getByRole('status', { name: words('recovery.title') }).innerText();
    const [first = ''] = shown.split(/\s+/);
    expect(shown.split(/\s+/)).toHaveLength(10);
    await expectAccessible(page);
    await walk.camera.take('lonja-recovery-codes', page);
    await page.getByLabel(words('recovery.saved')).check();
    await page.getByRole('button', { name: words('recovery.close') }).click();

    const other = await sitDown(browser, viewer);
    await other.page.goto(`${stage.lonjaUrl}/login`);
    await other.page.getByLabel(words('signUp.email')).fill(walk.person.email);
    await other.page.getByLabel(words('signUp.password'), { exact: true }).fill(walk.person.password);
    await other.page.getByRole('button', { name: words('logIn.submit') }).click();
    await other.page.getByRole('button', { name: words('logInCode.useRecovery') }).click();
    await other.page.getByLabel(words('logInCode.recovery')).fill(first.toLowerCase());
    await expectAccessible(other.page);
    await walk.camera.take('lonja-recovery-log-in', other.page);
    await other.page.getByRole('button', { name: words('code.confirm') }).click();
    await other.page.getByRole('heading', { name: words('home.balances'), exact: true }).waitFor();

    await page.reload();
    await page.getByText(words('activity.recovery_code_used')).waitFor();
    await page.getByText(words('recovery.left').replace('{{count}}', '9')).waitFor();
    await expectAccessible(page);
    await walk.camera.take('lonja-security', page);
    await page.getByRole('button', { name: words('sessions.endOthers') }).click();
    await page.getByText(words('activity.sessions_ended')).waitFor();
    await other.page.reload();
    await other.page.getByRole('button', { name: words('logIn.submit') }).waitFor();
    await page.getByRole('button', { name: words('password.change') }).click();
    await page.getByLabel(words('password.current')).fill(walk.person.password);
    await page.getByLabel(words('password.new')).fill('another fine long passphrase');
    await expectAccessible(page);
    await page.getByRole('button', { name: words('password.save') }).click();
    await page.getByText(words('activity.password_changed')).waitFor();
    expect([...faults, ...other.faults]).toEqual([]);
    await other.context.close();
    await context.close();
  });

  it(`fault dials (${label}) are set, met and cleared on their page`, async () => {
    const { context, page, faults, walk, words } = await begin('faults');
    await page.goto(`${stage.lonjaUrl}/faults`);
    await page.getByText(words('faults.none')).waitFor();
    await page.locator('label', { hasText: /^reply$/ }).click();
    await page.getByLabel(words('faults.path')).fill('/ticker');
    await expectAccessible(page);
    await page.getByRole('button', { name: words('faults.submit') }).click();
    await page
      .getByRole('button', { name: words('faults.removeNamed').replace('{{what}}', 'reply') })
      .waitFor();
    const statuses = await page.evaluate(async () => {
      const ask = async () => (await fetch('/api/v3/ticker?book=btc_mxn')).status;
      return [await ask(), await ask()];
    });
    expect(statuses).toEqual([502, 200]);
    const met = words('faults.met').replace('{{met}}', '1').replace('{{matched}}', '1');
    await page.getByText(met).waitFor();
    await page.locator('label', { hasText: /^halt$/ }).click();
    await page.getByRole('button', { name: words('faults.submit') }).click();
    await page
      .getByRole('button', { name: words('faults.removeNamed').replace('{{what}}', 'halt') })
      .waitFor();
    await walk.camera.take('lonja-faults', page);
    await openTrade(walk);
    await page.locator('#order-price').fill('1200000');
    await page.locator('#order-amount').fill('0.001');
    await page.keyboard.press('Enter');
    await page.getByText(words('refusal.trading_halted')).waitFor();
    await expectAccessible(page);
    await walk.camera.take('lonja-halted', page);
    // What the dials bend is said beside the figures, with the real ones.
    await page.evaluate(async () => {
      for (const dial of ['drift(mxn,-500)', 'price(1)', 'rules(,,0.05)', 'rollback'])
        await fetch('/sandbox/faults', { method: 'POST', body: JSON.stringify({ do: dial }) });
    });
    const really = words('dials.really').replace('{{amount}}', '100,000');
    await page.getByText(words('dials.drift')).waitFor();
    await page.getByText(really).first().waitFor();
    await expectAccessible(page);
    await walk.camera.take('lonja-trade-dials', page);
    await page.goto(stage.lonjaUrl);
    await page.getByText('99,500').first().waitFor();
    await page.getByText(really).first().waitFor();
    await page.getByText(words('dials.price')).waitFor();
    await expectAccessible(page);
    await walk.camera.take('lonja-home-dials', page);
    await page.goto(`${stage.lonjaUrl}/faults`);
    await page.getByRole('button', { name: words('faults.clear') }).click();
    await page.getByText(words('faults.none')).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});

/** A sentence up to its first blank. */
function prefixOf(sentence: string): RegExp {
  return new RegExp(`^${sentence.split('{{')[0] ?? ''}`);
}
