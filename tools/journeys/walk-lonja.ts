// Steps 1 to 5 of the journey as a person clicks them at Lonja's portal, in either language.

import type { Page } from 'playwright-core';
import { en } from '../../apps/lonja-web/src/messages/en.ts';
import { es } from '../../apps/lonja-web/src/messages/es.ts';
import { Authenticator } from '../rehearsal/authenticator.ts';
import type { Camera } from './camera.ts';

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export interface LonjaWalk {
  readonly page: Page;
  readonly url: string;
  readonly language: 'en' | 'es';
  readonly person: Person;
  readonly camera: Camera;
}

/** What the person copies from the page that shows it once. */
export interface CopiedKey {
  readonly key: string;
  readonly secret: string;
}

export type LonjaPermission =
  | 'place_orders'
  | 'view_balances'
  | 'view_account_information'
  | 'make_withdrawals'
  | 'perform_security_actions';

/** The words of the portal in the walk's language. */
export function wordsOf({ language }: LonjaWalk): (key: keyof typeof en) => string {
  const catalogue = language === 'es' ? es : en;
  return (key) => catalogue[key];
}

/** Signs up and reaches the home page with its practice money. */
export async function signUpAtLonja(walk: LonjaWalk): Promise<void> {
  const { page, person, camera } = walk;
  const words = wordsOf(walk);
  await page.goto(`${walk.url}/signup`);
  await page.getByLabel(words('signUp.name')).fill(person.name);
  await page.getByLabel(words('signUp.email')).fill(person.email);
  await page.getByLabel(words('signUp.password'), { exact: true }).fill(person.password);
  await camera.take('lonja-sign-up', page);
  await page.getByRole('button', { name: words('signUp.submit') }).click();
  await page.getByRole('heading', { name: words('home.balances'), exact: true }).waitFor();
  await page.getByText('100,000').first().waitFor();
  await camera.take('lonja-home', page);
}

/** User icon with the name at the top right, Profile, then the authenticator app. */
export async function turnOnTwoFactor(walk: LonjaWalk): Promise<Authenticator> {
  const { page, person, camera } = walk;
  const words = wordsOf(walk);
  await page.getByRole('button', { name: person.name }).click();
  await page.getByRole('menuitem', { name: words('menu.profile') }).click();
  await page.getByLabel(words('twoFactor.password')).fill(person.password);
  await page.getByRole('button', { name: words('twoFactor.begin') }).click();
  await page.getByRole('img', { name: words('twoFactor.qrLabel') }).waitFor();
  await camera.take('lonja-two-factor', page);
  const authenticator = new Authenticator(
    await page.getByRole('status', { name: words('twoFactor.manualKey') }).innerText(),
  );
  await page.getByLabel(words('code.label')).fill(await authenticator.freshCode());
  await page.getByRole('button', { name: words('twoFactor.confirm') }).click();
  await page.getByText(words('twoFactor.onText')).waitFor();
  return authenticator;
}

/** API in the left menu, the security information, the form with five switches, the code; key and secret, once. */
export async function makeKey(
  walk: LonjaWalk,
  authenticator: Authenticator,
  permissions: readonly LonjaPermission[],
): Promise<CopiedKey> {
  const { page, camera } = walk;
  const words = wordsOf(walk);
  await page
    .getByRole('navigation', { name: words('app.navigation') })
    .getByRole('link', { name: 'API' })
    .click();
  await page
    .getByRole('link', { name: words('keys.add') })
    .or(page.getByRole('button', { name: words('keys.add') }))
    .first()
    .click();
  await page.getByLabel(words('newKey.accept')).check();
  await camera.take('lonja-security-information', page);
  await page.getByRole('button', { name: words('newKey.continue') }).click();
  await page.getByLabel(words('newKey.name')).fill('Mandato');
  const switches = page.getByRole('switch');
  for (let index = 0; index < (await switches.count()); index += 1) {
    if (await switches.nth(index).isChecked())
      throw new Error('a permission switch was on before anybody touched it');
  }
  for (const permission of permissions) {
    await page.getByRole('switch', { name: words(`permission.${permission}`), exact: true }).click();
  }
  await camera.take('lonja-new-key', page);
  await page.getByRole('button', { name: words('newKey.submit') }).click();
  await page
    .getByRole('dialog')
    .getByLabel(words('code.label'))
    .fill(await authenticator.freshCode());
  await page
    .getByRole('dialog')
    .getByRole('button', { name: words('code.confirm') })
    .click();
  const key = await page.getByRole('status', { name: words('newKey.key') }).innerText();
  const secret = await page.getByRole('status', { name: words('newKey.secret') }).innerText();
  await camera.take('lonja-key-created', page);
  await page.getByLabel(words('newKey.saved')).check();
  await page
    .getByRole('button', { name: words('newKey.backToList') })
    .or(page.getByRole('link', { name: words('newKey.backToList') }))
    .first()
    .click();
  await page.getByText(key).first().waitFor();
  await camera.take('lonja-keys', page);
  return { key: key.trim(), secret: secret.trim() };
}
