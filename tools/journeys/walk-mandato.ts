// Steps 6 and 7 of the journey as a person clicks them at Mandato, in either language.

import type { Page } from 'playwright-core';
import { translate } from '../../packages/messages/src/translate.ts';
import { Authenticator } from '../rehearsal/authenticator.ts';
import type { Camera } from './camera.ts';
import type { CopiedKey, Person } from './walk-lonja.ts';

export interface MandatoWalk {
  readonly page: Page;
  readonly url: string;
  readonly language: 'en' | 'es';
  readonly person: Person;
  readonly camera: Camera;
}

/** Signs up and turns two-factor authentication on in the profile. */
export async function signUpAtMandato(walk: MandatoWalk): Promise<Authenticator> {
  const { page, person, camera, language } = walk;
  await page.goto(`${walk.url}/sign-up`);
  await page.getByLabel(translate(language, 'account.name'), { exact: true }).fill(person.name);
  await page.getByLabel(translate(language, 'account.email')).fill(person.email);
  await page.getByLabel(translate(language, 'account.password'), { exact: true }).fill(person.password);
  await camera.take('mandato-sign-up', page);
  await page.getByRole('button', { name: translate(language, 'account.sign_up'), exact: true }).click();
  await page.getByRole('button', { name: person.name }).waitFor();
  await camera.take('mandato-home-new', page);
  await page.getByRole('button', { name: person.name }).click();
  await page.getByRole('menuitem', { name: translate(language, 'common.profile') }).click();
  await page.getByLabel(translate(language, 'account.password'), { exact: true }).fill(person.password);
  await page.getByRole('button', { name: translate(language, 'account.second_factor_turn_on') }).click();
  const manualKey = page.getByRole('status', { name: translate(language, 'account.second_factor_manual') });
  const authenticator = new Authenticator(await manualKey.innerText());
  await camera.take('mandato-two-factor', page);
  await enterCode(walk, await authenticator.freshCode());
  await page.getByText(translate(language, 'access.recovery_shown_once')).waitFor();
  await camera.take('mandato-recovery-codes', page);
  await page.getByRole('button', { name: translate(language, 'access.recovery_saved') }).click();
  await page.getByText(translate(language, 'account.second_factor_done')).first().waitFor();
  return authenticator;
}

/** Profile > Exchanges > Link new exchange, with the practice exchange chosen, its guide read, and the form open. */
export async function openLinkForm({ page, url, language, camera }: MandatoWalk): Promise<void> {
  await page.goto(`${url}/profile/exchanges`);
  await page
    .getByRole('link', { name: translate(language, 'link.link_new') })
    .first()
    .click();
  await page.getByLabel(translate(language, 'link.exchange_practice')).check();
  await camera.take('mandato-choose-exchange', page);
  await page.getByRole('button', { name: translate(language, 'common.continue') }).click();
  await page.getByRole('heading', { name: translate(language, 'guide.practice_1_title') }).waitFor();
  await camera.take('mandato-guide', page);
  await page
    .getByRole('button', { name: translate(language, 'link.have_key') })
    .first()
    .click();
  await camera.take('mandato-enter-key', page);
}

/** Confirms in the dialog that names what is permitted, with a code of the authenticator. */
export async function confirmLink(walk: MandatoWalk, authenticator: Authenticator): Promise<void> {
  const { page, language, camera } = walk;
  await page.getByRole('dialog').getByText(translate(language, 'access.action_link')).waitFor();
  await camera.take('mandato-confirm-link', page);
  await enterCode(walk, await authenticator.freshCode());
}

/** Pastes key and secret and presses the button; what comes of it is for the caller to look for. */
export async function enterKey({ page, language }: MandatoWalk, { key, secret }: CopiedKey): Promise<void> {
  await page.getByLabel(translate(language, 'link.key'), { exact: true }).fill(key);
  await page.getByLabel(translate(language, 'link.secret'), { exact: true }).fill(secret);
  await page.getByLabel(translate(language, 'link.attest')).check();
  await page.getByRole('button', { name: translate(language, 'link.submit') }).click();
}

/** The result page: linked, with the evidence for each permission. */
export async function seeLinked({ page, language, camera }: MandatoWalk): Promise<void> {
  // The audit starts two processes, and under a passphrase stretches it once more.
  await page.getByText(translate(language, 'link.linked')).first().waitFor({ timeout: 60_000 });
  await page.getByText(translate(language, 'permission.probe_withdraw_nothing')).waitFor();
  await camera.take('mandato-linked', page);
}

/** Permits the plan that was just agreed to, with a code of the authenticator. */
export async function confirmPlan(walk: MandatoWalk, authenticator: Authenticator): Promise<void> {
  const { page, language, camera } = walk;
  await page.getByRole('dialog').getByText(translate(language, 'safety.action_start_plan')).waitFor();
  await camera.take('mandato-confirm-plan', page);
  await enterCode(walk, await authenticator.freshCode());
}

/** Writes a weekly plan of `notional` pesos of bitcoin, reads its text, agrees and presses the button. */
export async function writePlan(
  { page, url, language, camera }: MandatoWalk,
  notional: string,
): Promise<void> {
  await page.goto(`${url}/plans/new`);
  await page.getByLabel(translate(language, 'plan.book'), { exact: true }).selectOption('btc_mxn');
  await page.getByLabel(translate(language, 'plan.notional'), { exact: true }).fill(notional);
  await page.getByLabel(translate(language, 'plan.contract_agree')).check();
  await camera.take('mandato-new-plan', page);
  await page.getByRole('button', { name: translate(language, 'plan.create') }).click();
}

/** Presses "Buy now", confirms, and waits until the order's trades are known and shown. */
export async function buyNow({ page, language, camera }: MandatoWalk): Promise<void> {
  const runNow = translate(language, 'plan.run_now');
  await page.getByRole('button', { name: runNow, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: runNow, exact: true }).click();
  await page.getByText(translate(language, 'order.state_done')).first().waitFor({ timeout: 45_000 });
  await camera.take('mandato-plan', page);
}

/** Types a code and confirms it. */
export async function enterCode({ page, language }: MandatoWalk, code: string): Promise<void> {
  await page.getByLabel(translate(language, 'account.code')).fill(code);
  await page.getByRole('button', { name: translate(language, 'account.code_confirm') }).click();
}
