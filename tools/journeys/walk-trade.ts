// Trading at Lonja's portal with the keyboard alone, in either language and either layout.

import type { Page } from 'playwright-core';
import { type LonjaWalk, wordsOf } from './walk-lonja.ts';

type Words = ReturnType<typeof wordsOf>;

/** Opens the trading screen from the menu and waits until its book is live. */
export async function openTrade(walk: LonjaWalk): Promise<void> {
  const { page } = walk;
  const words = wordsOf(walk);
  const menu = page.getByRole('navigation', { name: words('app.navigation') });
  await menu.getByRole('link', { name: words('menu.trade') }).focus();
  await page.keyboard.press('Enter');
  await page.getByText(words('trade.live'), { exact: true }).waitFor();
}

/** Shows a part of the screen where only one fits; where all do, there are no such tabs. */
export async function showPart(
  walk: LonjaWalk,
  part: 'order' | 'book' | 'chart' | 'tape' | 'mine',
): Promise<void> {
  const { page } = walk;
  const words = wordsOf(walk);
  const tabs = page.getByRole('tablist', { name: words('trade.tabs') });
  if ((await tabs.count()) === 0) return;
  // The arrow keys go round the tabs until the wanted one is chosen.
  await tabs.getByRole('tab', { selected: true }).focus();
  const wanted = tabs.getByRole('tab', { name: words(`trade.tab.${part}`), exact: true });
  for (let steps = 0; steps < 5 && (await wanted.getAttribute('aria-selected')) !== 'true'; steps += 1) {
    await page.keyboard.press('ArrowRight');
  }
}

/** Takes the best sell price from the book with the arrow keys, types an amount and sends the order: it fills. */
export async function buyAtBestPrice(walk: LonjaWalk, amount: string): Promise<string> {
  const { page, camera } = walk;
  const words = wordsOf(walk);
  await showPart(walk, 'book');
  const asks = page.getByRole('list', { name: words('book.asks') });
  await page
    .getByRole('list', { name: words('book.bids') })
    .getByRole('button')
    .first()
    .focus();
  await page.keyboard.press('ArrowUp');
  await asks.getByRole('button').last().waitFor();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.locator('#order-amount:focus').waitFor();
  await page.keyboard.type(amount);
  const gets = page
    .getByRole('region', { name: words('order.title') })
    .locator('dl div', { hasText: words('order.youGet') });
  const promised = await gets.locator('dd').innerText();
  await camera.take('lonja-order-form', page);
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText(filledStart(words)).waitFor();
  return promised;
}

function filledStart(words: Words): string {
  return `${words('placed.filled').split('{{')[0] ?? ''}`;
}

/** Types a price far below the market and sends: the order rests. */
export async function restAnOrder(walk: LonjaWalk, price: string, amount: string): Promise<void> {
  const { page } = walk;
  const words = wordsOf(walk);
  await showPart(walk, 'order');
  await page.locator('#order-price').focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(price);
  await tabTo(page, '#order-amount');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(amount);
  await page.keyboard.press('Enter');
  await page
    .getByRole('status')
    .getByText(words('placed.open').split('{{')[0] ?? '')
    .waitFor();
}

/** Places and cancels an order as another page of the same person would: this one shows both and cannot have asked. */
export async function tradeElsewhere({ page, url }: LonjaWalk, amount: string): Promise<void> {
  let end = () => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  // Whoever asks waits for the answer until all of it was seen.
  await page.route('**/portal/desk', async (route) => {
    await over;
    await route.continue();
  });
  const call = async (name: string, data: object): Promise<void> => {
    const answer = await page.request.post(`${url}/portal/${name}`, { headers: { origin: url }, data });
    if (!answer.ok()) throw new Error(`${name}: ${await answer.text()}`);
  };
  const order = { book: 'btc_mxn', side: 'buy', kind: 'limit', amountIn: 'base', amount, price: '1100000' };
  await call('placeOrder', { ...order, stop: null, timeInForce: 'gtc' });
  await page.getByText(`${amount} BTC`).first().waitFor();
  await call('cancelOrders', { book: 'btc_mxn' });
  await page.getByText(`${amount} BTC`).first().waitFor({ state: 'detached' });
  end();
  await page.unroute('**/portal/desk');
}

/** Presses Tab until the element has the focus; fails when the keyboard cannot reach it. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${selector}`);
}
