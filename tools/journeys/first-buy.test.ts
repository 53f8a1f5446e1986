import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorSentence, translate } from '../../packages/messages/src/translate.ts';
import { cameraFor } from './camera.ts';
import { expectAccessible } from './expect-accessible.ts';
import { openBrowser, openStage, type Stage, sitDown, type Viewer } from './stage.ts';
import { makeKey, signUpAtLonja, turnOnTwoFactor } from './walk-lonja.ts';
import {
  buyNow,
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
  { locale: 'en-US', width: 1440, colorScheme: 'light' },
  { locale: 'es-MX', width: 360, colorScheme: 'dark' },
  { locale: 'es-MX', width: 1440, colorScheme: 'light' },
  { locale: 'en-US', width: 360, colorScheme: 'dark' },
];

let stage: Stage;
let browser: Browser;

beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await stage.end();
});

describe.each(viewers)('the first automated buy, clicked in $locale at $width px, $colorScheme', (viewer) => {
  const label = `${viewer.locale}-${viewer.width}-${viewer.colorScheme}`;

  it(`first buy (${label}) goes from sign-up to a trade, its pages sound for a screen reader`, async () => {
    const { context, page, faults } = await sitDown(browser, viewer);
    const language = viewer.locale === 'es-MX' ? 'es' : 'en';
    const person = {
      name: 'Ana Saver',
      email: `ana-${label.toLowerCase()}@example.com`,
      password: 'correct horse battery staple',
    };
    const camera = cameraFor(label);
    const lonja = { page, url: stage.lonjaUrl, language, person, camera } as const;
    await signUpAtLonja(lonja);
    const atLonja = await turnOnTwoFactor(lonja);
    const tooStrong = await makeKey(lonja, atLonja, [
      'place_orders',
      'view_balances',
      'view_account_information',
      'make_withdrawals',
    ]);
    const key = await makeKey(lonja, atLonja, ['place_orders', 'view_balances', 'view_account_information']);
    await expectAccessible(page);

    const mandato: MandatoWalk = { page, url: stage.mandatoUrl, language, person, camera };
    const atMandato = await signUpAtMandato(mandato);
    await openLinkForm(mandato);
    await enterKey(mandato, { key: key.secret, secret: key.key });
    await page.getByText(translate(language, 'error.key_and_secret_swapped')).waitFor();
    await enterKey(mandato, tooStrong);
    await confirmLink(mandato, atMandato);
    await page.getByText(errorSentence(language, 'withdrawal_allowed')).waitFor();
    await camera.take('mandato-refused', page);
    await enterKey(mandato, { key: ` ${key.key}\n`, secret: `\u200b${key.secret} ` });
    await confirmLink(mandato, atMandato);
    await seeLinked(mandato);
    await expectAccessible(page);

    await writePlan(mandato, '1.000,50');
    await page.getByText(errorSentence(language, 'notional_malformed')).waitFor();
    await writePlan(mandato, '500');
    await confirmPlan(mandato, atMandato);
    await buyNow(mandato);
    await expectAccessible(page);
    await page.goto(`${stage.mandatoUrl}/activity`);
    await page.getByText(translate(language, 'activity.order_done')).first().waitFor();
    await camera.take('mandato-activity', page);
    await page.goto(stage.mandatoUrl);
    await page.getByText('BTC').first().waitFor();
    await camera.take('mandato-home', page);
    await page.goto(stage.lonjaUrl);
    await camera.take('lonja-home-after', page);
    expect(faults).toEqual([]);
    await context.close();
  });
});
