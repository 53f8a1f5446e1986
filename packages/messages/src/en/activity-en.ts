// The English of the activity list: one sentence for each thing that happened.

export const activityEn = {
  title: 'Activity',
  intro: 'What was done, and what was not done and why.',
  empty: 'Nothing has happened yet.',
  older: 'Show older',
  to_plan: 'See the plan',
  account_created: 'Account created.',
  signed_in: 'You logged in.',
  signed_in_new_device:
    'You logged in from a browser that was not seen before. If that was not you, change your password and end that session.',
  password_changed: 'Password changed. All other sessions were ended.',
  password_reset:
    'Your password was set anew with a link made on the machine that runs Mandato. All sessions were ended.',
  sessions_ended: 'Sessions were ended.',
  second_factor_turned_on: 'Two-factor authentication was turned on.',
  second_factor_turned_off:
    'Two-factor authentication was turned off. No exchange can be linked for 24 hours.',
  recovery_codes_made: 'New recovery codes were made; the old ones stopped working.',
  recovery_code_used: 'A recovery code was used.',
  trail_exported: 'The audit trail was downloaded.',
  passkey_added: 'A passkey was added.',
  passkey_removed: 'A passkey was removed.',
  passkey_suspect:
    'A passkey was blocked: its count of uses ran backwards, as that of a copy does. Remove it and add a new one.',
  data_exported: 'Everything that Mandato holds about you was downloaded.',
  link_created: 'Exchange linked. The key was shown not to be able to withdraw.',
  link_refused: 'A key was refused; its secret was not saved.',
  link_removed: 'Link removed; the key is forgotten.',
  link_worsened: 'A check of a key turned out worse than before. It is not used until a check is fine again.',
  link_recovered: 'A key works again.',
  plan_created: 'Plan started.',
  plan_paused: 'Plan paused.',
  plan_resumed: 'Plan resumed.',
  plan_stopped: 'Plan stopped.',
  order_recorded: 'Order written down, before anything was sent.',
  order_done: 'Order carried out.',
  order_skipped: 'Nothing was bought.',
  order_being_confirmed:
    'The exchange’s answer did not arrive. We are finding out whether the order was placed, and place no other meanwhile.',
  order_held: 'An order needs you to look at it.',
  order_late: 'An order turned up after it was thought not to exist. It is booked, and its plan is paused.',
  slot_missed: 'A buy was missed.',
  detail_bought: 'Bought {{bought}} {{base}} for {{spent}} {{quote}}.',
  detail_order: '{{amount}} of {{base}}.',
  detail_link: '{{name}}, key ending in {{hint}}.',
  detail_until: 'We look until {{until}}.',
} as const;
