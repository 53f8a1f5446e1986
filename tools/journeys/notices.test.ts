// The bell, the notices and when a key ends, as a person meets them; and what goes out to the operator's address.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noticeText } from '../../packages/messages/src/notice-text.ts';
import { translate } from '../../packages/messages/src/translate.ts';
import type { Authenticator } from '../rehearsal/authenticator.ts';
import { cameraFor } from './camera.ts';
import { expectAccessible } from './expect-accessible.ts';
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

const viewers: readonly Viewer[] = [
  { locale: 'es-MX', width: 360, colorScheme: 'dark' },
  { locale: 'en-US', width: 1440, colorScheme: 'light' },
];

let stage: Stage;
let browser: Browser;
let mailbox: Server;
const mails: { readonly to: string; readonly subject: string; readonly text: string }[] = [];

beforeAll(async () => {
  mailbox = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => {
      mails.push(JSON.parse(text));
      response.end();
    });
  });
  await new Promise<void>((resolve) => {
    mailbox.listen(0, '127.0.0.1', resolve);
  });
  const address: AddressInfo | string | null = mailbox.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const mandatoArgs = ['--notice-webhook', `http://127.0.0.1:${port}/notices`];
  [stage, browser] = await Promise.all([openStage({ hasFaults: true, mandatoArgs }), openBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await stage.end();
  mailbox.close();
});

interface NoticeWalk extends MandatoWalk {
  readonly authenticator: Authenticator;
}

describe.each(viewers)('notices, seen in $locale at $width px, $colorScheme', (viewer) => {
  const label = `${viewer.locale}-${viewer.width}-${viewer.colorScheme}`;

  it(`notices (${label}) are counted, read, sent out, and turned off only with a code`, async () => {
    const trader = await openTrader(stage.lonjaUrl, `bell-${label.toLowerCase()}@example.com`);
    const key = await makeKey(trader);
    const { context, page, faults } = await sitDown(browser, viewer);
    const language = viewer.locale === 'es-MX' ? 'es' : 'en';
    const person = { name: 'Ana Saver', email: trader.email, password: 'correct horse battery staple' };
    const mandato = { page, url: stage.mandatoUrl, language, person, camera: cameraFor(label) } as const;
    const walk: NoticeWalk = { ...mandato, authenticator: await signUpAtMandato(mandato) };

    await openLinkForm(walk);
    await enterKey(walk, { key: key.keyId, secret: key.secret });
    await confirmLink(walk, walk.authenticator);
    await seeLinked(walk);
    await stateEnd(walk);
    await getWorse(walk, key.keyId);
    await readNotices(walk);
    await turnOff(walk);
    await expect
      .poll(() => subjectsFor(person.email), { timeout: 20_000 })
      .toEqual([
        subject(language, 'second_factor_turned_on'),
        subject(language, 'link_created'),
        subject(language, 'link_frozen'),
        subject(language, 'notices_changed'),
      ]);
    expect(JSON.stringify(mails)).not.toContain(key.secret);
    expect(faults).toEqual([]);
    await context.close();
  }, 300_000);
});

/** The person says that the key ends in five days; the link's page counts them. */
async function stateEnd({ page, url, language, camera }: NoticeWalk): Promise<void> {
  await page.goto(`${url}/profile/exchanges`);
  await page.getByRole('link', { name: translate(language, 'link.open') }).click();
  await page.getByRole('button', { name: translate(language, 'link.expires_set') }).click();
  const inDays = new Date(Date.now() + 6 * 24 * 3_600_000).toISOString().slice(0, 10);
  await page.getByLabel(translate(language, 'link.expires')).fill(inDays);
  await camera.take('notice-expiry-dialog', page);
  await page.getByRole('button', { name: translate(language, 'common.save') }).click();
  await page.getByText(translate(language, 'link.status_expires_soon_remedy')).first().waitFor();
  await camera.take('notice-expires-soon', page);
  await expectAccessible(page);
}

/** Lonja begins to let the key withdraw, and the next check finds it. */
async function getWorse({ page, language }: NoticeWalk, keyId: string): Promise<void> {
  await dial('POST', {
    match: { path: '/withdrawals', key: keyId },
    when: 'before_reply',
    do: { verb: 'reply', status: 400, code: '0303' },
  });
  const worse = page.getByText(translate(language, 'link.status_withdrawal_enabled_about')).first();
  for (let tries = 0; tries < 4; tries += 1) {
    await page.waitForTimeout(10_500);
    const again = page.getByRole('button', { name: translate(language, 'link.check_again'), exact: true });
    if (await again.isVisible()) await again.click();
    const isSaid = await worse.waitFor({ timeout: 20_000 }).then(
      () => true,
      () => false,
    );
    if (isSaid) break;
  }
  await worse.waitFor();
  await dial('DELETE', null);
}

async function readNotices({ page, url, language, camera }: NoticeWalk): Promise<void> {
  await page.goto(url);
  const bell = page.getByRole('link', { name: translate(language, 'notice.bell', { count: 3 }) });
  await bell.waitFor();
  await camera.take('notice-bell', page);
  await expectAccessible(page);
  await bell.click();
  await page.getByText(translate(language, 'notice.link_frozen_about')).waitFor();
  await page.getByText(translate(language, 'notice.unread'), { exact: true }).first().waitFor();
  await camera.take('notice-list', page);
  await expectAccessible(page);
  await page.getByRole('link', { name: translate(language, 'notice.bell_none'), exact: true }).waitFor();
}

async function turnOff({ page, language, camera, authenticator }: NoticeWalk): Promise<void> {
  await page.getByLabel(translate(language, 'notice.settings_security'), { exact: true }).click();
  await page.getByText(translate(language, 'notice.settings_off_note')).waitFor();
  await camera.take('notice-turn-off', page);
  await expectAccessible(page);
  await page.getByLabel(translate(language, 'account.code')).fill(await authenticator.freshCode());
  await page.getByRole('button', { name: translate(language, 'account.code_confirm') }).click();
  await page.getByText(translate(language, 'notice.notices_changed_about')).waitFor();
  const off = page.getByRole('switch', { name: translate(language, 'notice.settings_security') });
  expect(await off.isChecked()).toBe(false);
  await camera.take('notice-settings', page);
}

function subjectsFor(email: string): readonly string[] {
  return mails.filter(({ to }) => to === email).map(({ subject: said }) => said);
}

function subject(language: 'en' | 'es', code: string): string {
  return `Mandato: ${noticeText(language, { code, details: {}, zone: 'UTC' })?.title ?? ''}`;
}

async function dial(method: 'POST' | 'DELETE', rule: object | null): Promise<void> {
  const answer = await fetch(`${stage.lonjaUrl}/sandbox/faults`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(rule === null ? {} : { body: JSON.stringify(rule) }),
  });
  expect(answer.status).toBe(200);
}
