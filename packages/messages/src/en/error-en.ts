// The English of every refusal: what happened, what it means for the money, and what to do.

import type { CredentialShapeCode } from '@mandato/invest-core/link/credential-shape';
import type { LinkRefusal } from '@mandato/invest-core/link/key-evidence';
import type { PlanFormCode } from '@mandato/invest-core/plan/parse-plan-form';

export const errorEn = {
  title: 'This did not work',
  // Account
  email_malformed: 'This is not an e-mail address. Write it like name@example.com.',
  password_too_short: 'The password is too short. A sentence that only you know works well.',
  password_too_common: 'This password is on the lists that attackers try first. Choose another.',
  email_taken: 'There is an account with this e-mail already. Log in instead.',
  credentials_wrong: 'E-mail or password is wrong. Check both and try again.',
  session_expired:
    'You were logged out because the page was open too long. Nothing was changed. Log in and do it again.',
  second_factor_needed:
    'This needs a code of your authenticator app. Nothing was changed. Log in with a code first.',
  second_factor_missing:
    'Two-factor authentication is off. Nothing was changed. Turn it on in your profile first.',
  second_factor_on: 'Two-factor authentication is on already. Nothing needs to be done.',
  password_wrong: 'The password is wrong. Nothing was changed. Try again.',
  enrolment_not_started: 'This set-up was not started or is too old. Nothing was changed. Start it again.',
  code_malformed: 'A code is six digits. Enter the one that your app shows now.',
  code_wrong:
    'The code is wrong. Check that the clock of your phone is set automatically, and enter the code shown now.',
  code_used: 'This code was used already. Wait for the next one, at most 30 seconds.',
  too_many_tries: 'Too many tries. Nothing was changed. Wait a few minutes and try again.',
  step_up_needed:
    'This needs a fresh confirmation, and the one given has expired. Nothing was changed. Do it again with a new code.',
  second_factor_off: 'Two-factor authentication is off already. Nothing needs to be done.',
  linking_held:
    'Two-factor authentication was turned off within the last 24 hours, so nothing is linked yet. Nothing was saved. Try again tomorrow.',
  session_unknown: 'This session has ended already. Nothing needs to be done.',
  reset_link_ended:
    'This link was used already or is older than 30 minutes. Nothing was changed. Ask whoever runs Mandato for a new one.',
  passkeys_unavailable:
    'Passkeys do not work at this address. Open Mandato at http://localhost or at its HTTPS address and try again.',
  passkeys_too_many: 'You have 20 passkeys, which is the most. Remove one first.',
  passkey_unknown: 'There is no such passkey any more. Nothing needs to be done.',
  passkey_too_late: 'The question to your passkey was too old. Nothing was changed. Try again.',
  passkey_not_used:
    'Your device gave no passkey. Nothing was changed. Try again, or use your password and a code.',
  passkey_refused:
    'This passkey was not accepted. Nothing was changed. Try again, or log in with your password and a code.',
  // The pasted key
  key_empty: 'The key is missing. Paste it here.',
  secret_empty:
    'The secret is missing. Paste it here; if you no longer have it, delete the key and make a new one.',
  same_text_twice: 'Key and secret are the same text. Copy each from its own field at the exchange.',
  inner_spaces: 'There is a space inside. Copy the text again, whole and without line breaks.',
  characters_altered: 'This has characters that no key has. Turn off page translation and copy it again.',
  key_and_secret_swapped:
    'Key and secret are swapped. Put the shorter text into Key and the longer one into Secret.',
  characters_unexpected:
    'This has characters that no key has. Copy it again with the exchange’s copy button.',
  text_too_long: 'This is too long for a key. Copy only the key or the secret.',
  shape_unexpected:
    'This is not how the exchange writes it: something is missing or too much. Copy it again, whole.',
  // Links
  exchange_not_offered: 'This exchange is not offered here. Choose one from the list.',
  exchange_coming:
    'Mandato does not trade at this exchange yet, so no key of it is taken. Nothing was opened and nothing was saved.',
  link_name_malformed: 'This name cannot be used. Use up to 60 letters and digits.',
  credential_malformed:
    'Key or secret does not look as the exchange makes them. Nothing was saved. Copy both again, without spaces.',
  credential_swapped: 'Key and secret are swapped. Nothing was saved. Put each into its own field.',
  sealed_for_another_key:
    'The page was open too long and sealed your key for an earlier signer. Nothing was saved. Reload the page and enter it again.',
  sealed_unreadable: 'The sealed key arrived damaged. Nothing was saved. Reload the page and enter it again.',
  credential_already_stored:
    'This key is linked already. Nothing was saved a second time. Make another key, or remove the other link first.',
  attestation_missing: 'The check of the key did not finish. Nothing was saved. Try again.',
  storage_failed:
    'The key could not be stored, so it was not linked. Try again; if it happens again, check the disk of the machine that runs Mandato.',
  signer_unavailable:
    'The signer is not running at the moment, or its keys are still locked. Nothing was sent and your money is untouched. Try again in a minute.',
  exchange_unreachable:
    'The exchange does not answer, or not completely. Nothing was saved and your money is untouched. Try again in a few minutes.',
  key_unknown_or_revoked:
    'The exchange does not know this key: it was mistyped or deleted there. Nothing was saved. Copy it again, or make a new one.',
  signature_wrong:
    'The secret does not belong to this key. Nothing was saved. Copy both again; if you no longer have the secret, make a new key.',
  key_inactive:
    'The key is not active at the exchange yet. Nothing was saved. Activate it there and try again.',
  key_expired: 'The exchange has ended this key because of its age. Nothing was saved. Make a new one.',
  address_not_allowed:
    'The key allows only other IP addresses. Nothing was saved. Make a key without this limit, or with the address of this installation.',
  nonce_refused:
    'The exchange refused the order of our calls. This happens when another program uses the same key. Nothing was saved. Make a key only for Mandato.',
  account_restricted:
    'The exchange has restricted your account. Nothing was saved and nothing was ordered. Ask the exchange what is missing.',
  permission_unknown:
    'The key has a permission that we do not know, so we count it as unsafe. Its secret was not saved. Make a key with only the permissions of the guide.',
  withdrawal_allowed:
    'This key can withdraw money. We do not want it: its secret was not saved. Delete it at the exchange and make one without Make withdrawals.',
  transfer_allowed:
    'This key can move money to another account. We do not want it: its secret was not saved. Delete it at the exchange and make one without transfers.',
  key_admin_allowed:
    'This key can make or change keys. We do not want it: its secret was not saved. Delete it at the exchange and make one without that.',
  withdrawal_not_excluded:
    'We could not prove that this key cannot withdraw, so its secret was not saved. Check that Make withdrawals is off and try again, or make a new key.',
  place_orders_missing:
    'The key may not place orders. Nothing was saved. Make a new key with Place orders enabled.',
  view_balances_missing:
    'The key may not view balances. Nothing was saved. Make a new key with View balances enabled.',
  view_account_missing:
    'The key may not view account information. Nothing was saved. Make a new key with View account information enabled.',
  key_list_not_confirmed:
    'You have not confirmed what the exchange’s list shows of this key. Nothing was saved. Look at it there, then tick the box.',
  account_differs:
    'We could not see that this key belongs to the same account at the exchange. Nothing was changed. Make the new key in that account, or link it as a new exchange.',
  link_unknown: 'This link does not exist any more. Reload the page.',
  link_orders_open:
    'An order is still being looked up at the exchange, which needs the key. Its plans have ended and nothing new is bought. Remove the link again in a few minutes.',
  link_still_unfit:
    'The check is still not fine, so the freeze stays. Nothing was ordered. Look at what it says, or replace the key.',
  expiry_malformed:
    'A key can only end later than today, and within ten years. Nothing was changed. Check the date.',
  expiry_reported:
    'The exchange itself reports when this key ends, so no other date is taken. Nothing was changed.',
  link_not_active:
    'This link does not work at the moment, so nothing is bought through it. Look at Exchanges.',
  // Plans
  plan_zone_unknown:
    'This installation does not know the time zone of this plan, so it cannot say when it is due. Nothing is bought. Ask whoever runs it to update Node.js.',
  book_unknown: 'The exchange does not offer this. Nothing was started. Choose one from the list.',
  notional_malformed: 'This is not an amount. Use digits and at most one point: 1000.50, not 1.000,50.',
  notional_not_positive: 'The amount must be more than zero.',
  notional_too_precise: 'The amount has too many decimals. Use at most two, as in 500.50.',
  notional_below_minimum: 'The amount is below the least that the exchange takes.',
  notional_above_maximum: 'The amount is above the most that the exchange takes.',
  notional_above_balance:
    'The amount is more than you have available at the exchange. Nothing was started. Add money there or choose a smaller amount.',
  budget_malformed: 'The total limit is not an amount. Use digits and at most one point, or leave it empty.',
  budget_below_spent:
    'The total limit is below what the plan has spent already, or set aside. Nothing was changed. Choose a larger one.',
  budget_below_notional: 'The total limit is below the amount of one buy. Nothing would ever be bought.',
  schedule_malformed: 'The day or time is not valid. Write the time like 09:00.',
  zone_unknown: 'This time zone is not known. Choose one from the list, for example America/Mexico_City.',
  start_malformed: 'The starting date is not valid. Choose a date within the next ten years.',
  start_in_past: 'The starting date has passed. Choose today or later.',
  plan_unknown: 'This plan does not exist. Reload the page.',
  plan_stopped: 'This plan was stopped for good. Nothing was ordered. Write a new one.',
  plan_not_active: 'This plan is paused. Nothing was ordered. Resume it first.',
  order_in_progress:
    'An order of this plan is on its way already. No second one was placed. Wait until it has ended.',
  request_reused:
    'This was sent twice with different contents. The plan that was started first runs; nothing else was started. Reload the page.',
  order_unknown: 'This order does not exist. Reload the page.',
  order_not_held: 'This order does not need you any more. Nothing was changed. Reload the page to see it.',
  // Limits and stops
  limits_malformed: 'These limits cannot be read. Nothing was changed. Use digits and at most one point.',
  signer_clock_differs:
    'The signer’s clock and Mandato’s differ too much, so it took your code for a stale one and loosened nothing. What it stopped stays stopped, and your money is untouched. Set the clock of the machine that runs Mandato, then try again with a new code.',
  signer_write_failed:
    'The signer could not write this down, so nothing changed in it: its limits and stops are as before, and your money is untouched. Check the disk of the machine that runs Mandato, then try again.',
  passphrase_too_short: 'The passphrase is too short: it needs at least 12 characters. Nothing was set.',
  passphrase_wrong:
    'This is not the passphrase of the stored keys. They stay locked and nothing is bought. Check the keyboard’s language and capital letters, and try again.',
  operator_only:
    'Only the person who runs this installation can stop buying for everybody. Nothing was changed. You can stop your own.',
  // Everything
  input_malformed:
    'Something in the request was not as expected. Nothing was changed. Reload the page and try again.',
  request_cross_site:
    'This request came from another website and was refused. Nothing was changed. Open Mandato itself and do it there.',
  procedure_unknown: 'This page is older than the server. Nothing was changed. Reload the page.',
  internal_error:
    'Something went wrong on our side. Anything already written down is kept. Try again in a minute.',
  server_unreachable:
    'Mandato does not answer. Your money is at the exchange and is not affected. Check your network and try again in a minute.',
} as const satisfies Record<LinkRefusal | PlanFormCode | CredentialShapeCode, string> &
  Record<string, string>;
