// The guide to a key at every exchange, with its drawings: readable in both languages, and no way to link what is coming.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageKey } from '../../packages/messages/src/catalogue.ts';
import { translate } from '../../packages/messages/src/translate.ts';
import { cameraFor } from './camera.ts';
import { expectAccessible } from './expect-accessible.ts';
import { openBrowser, openStage, type Stage, sitDown, type Viewer } from './stage.ts';
import { type MandatoWalk, signUpAtMandato } from './walk-mandato.ts';

const viewers: readonly Viewer[] = [
  { locale: 'es-MX', width: 360, colorScheme: 'light' },
  { locale: 'es-MX', width: 1440, colorScheme: 'dark' },
  { locale: 'en-US', width: 360, colorScheme: 'dark' },
  { locale: 'en-US', width: 1440, colorScheme: 'light' },
];

const guides = [
  { exchange: 'bitso', pictures: 7, isComing: false },
  { exchange: 'practice', pictures: 7, isComing: false },
  { exchange: 'kraken', pictures: 6, isComing: true },
  { exchange: 'binance', pictures: 7, isComing: true },
] as const;

type Guide = (typeof guides)[number];

let stage: Stage;
let browser: Browser;

beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await stage.end();
});

describe.each(viewers)('guides, read in $locale at $width px, $colorScheme', (viewer) => {
  const label = `${viewer.locale}-${viewer.width}-${viewer.colorScheme}`;

  it(`guides (${label}) of all four exchanges are read with the keyboard, and only two lead to a form`, async () => {
    const { context, page, faults } = await sitDown(browser, viewer);
    const language = viewer.locale === 'es-MX' ? 'es' : 'en';
    const email = `guides-${label.toLowerCase()}@example.com`;
    const person = { name: 'Ana Saver', email, password: 'correct horse battery staple' };
    const camera = cameraFor(`guides-${label}`);
    const walk: MandatoWalk = { page, url: stage.mandatoUrl, language, person, camera };
    await signUpAtMandato(walk);
    await page.goto(`${stage.mandatoUrl}/profile/exchanges/new`);
    for (const guide of guides) await readGuide(walk, guide);
    expect(faults).toEqual([]);
    await context.close();
  }, 300_000);
});

/** Chooses the exchange with the keyboard alone, looks at the guide, and goes back to the choice. */
async function readGuide({ page, language, camera }: MandatoWalk, guide: Guide): Promise<void> {
  const { exchange, pictures, isComing } = guide;
  const text = (key: MessageKey) => plain(language, key);
  const card = page.getByRole('radio', { name: text(`link.exchange_${exchange}`) });
  await card.waitFor();
  await card.focus();
  await page.keyboard.press('Space');
  if (isComing) {
    await page.getByText(text('link.coming'), { exact: true }).first().waitFor();
    await camera.take(`choice-${exchange}`, page);
    await expectAccessible(page);
  }
  await pressWithKeyboard(page, text('common.continue'));
  await page.getByRole('heading', { name: text(`guide.${exchange}_1_title`) }).waitFor();
  await camera.take(exchange, page);
  await expectAccessible(page);
  const drawn = page.getByRole('img', { name: /^(Drawing|Dibujo) / });
  expect(await drawn.count()).toBe(pictures);
  expect(await spill(page)).toEqual([]);
  const form = page.getByRole('button', { name: text('link.have_key') });
  expect(await form.count()).toBe(isComing ? 0 : 2);
  if (isComing) {
    const name = text(`link.exchange_${exchange}`);
    await page.getByText(translate(language, 'link.coming_about', { exchange: name })).waitFor();
  } else {
    await pressWithKeyboard(page, text('link.have_key'));
    await page.getByLabel(text('link.key'), { exact: true }).waitFor();
    await camera.take(`${exchange}-form`, page);
    await expectAccessible(page);
    await pressWithKeyboard(page, text('link.guide_open'));
  }
  await pressWithKeyboard(page, text('link.other_exchange'));
}

/** Reaches the button from where the keyboard is, without the mouse, and presses it. */
async function pressWithKeyboard(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true }).first();
  await button.waitFor();
  const focused = button.and(page.locator(':focus'));
  for (let tabs = 0; tabs < 60 && (await focused.count()) === 0; tabs += 1) await page.keyboard.press('Tab');
  expect(await focused.count()).toBe(1);
  await page.keyboard.press('Enter');
}

/** What is cut off or wider than its drawing, or than the page. */
function spill(page: Page): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const wide = [...document.querySelectorAll('[role="img"], [role="img"] *')].filter((element) => {
      const box = element.getBoundingClientRect();
      const frame = element.closest('[role="img"]').getBoundingClientRect();
      return box.width > 0 && (box.right > frame.right + 1 || box.left < frame.left - 1);
    });
    const page = document.documentElement;
    return [
      ...wide.map((element) => element.parentElement.outerHTML.slice(0, 200)),
      ...(page.scrollWidth > page.clientWidth ? ['the page'] : []),
    ];
  })()`);
}

function plain(language: 'en' | 'es', key: MessageKey): string {
  const say: (locale: 'en' | 'es', key: MessageKey) => string = translate;
  return say(language, key);
}
