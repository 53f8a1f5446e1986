// The English of notices: what happened, what it means for the money, and what to do.

export const noticeEn = {
  title: 'Notices',
  intro: 'What you should know without asking for it.',
  empty: 'Nothing to tell you yet.',
  older: 'Show older',
  unread: 'New',
  bell_none: 'Notices',
  bell_one: 'Notices: {{count}} new',
  bell_other: 'Notices: {{count}} new',
  from: 'From the address {{address}}.',
  to_profile: 'See your account',
  to_limits: 'See the limits',
  settings_title: 'What is also sent to you',
  settings_intro: 'Notices are always kept here. These are also sent to {{email}}.',
  settings_none:
    'This installation sends nothing out, so notices are only here. Whoever runs it can change that with --notice-webhook.',
  settings_security: 'Account and keys',
  settings_security_about: 'New browsers, passwords, two-factor, passkeys, keys added or replaced.',
  settings_exchange: 'State of a link',
  settings_exchange_about: 'A key that got worse, was frozen, or ends soon.',
  settings_plan: 'Plans and orders',
  settings_plan_about: 'An order that needs you, a late order, a budget that is used up.',
  settings_off_note:
    'You will still find these notices here, and that you turned them off is sent to you once.',
  settings_off_action: 'Send fewer notices: {{groups}}',
  settings_saved: 'Saved.',
  signed_in_new_device: 'Your account was opened in a new browser',
  signed_in_new_device_about:
    'Nothing was bought and no key was changed by this. If it was not you, stop buying, change your password and end that session.',
  password_changed: 'Your password was changed',
  password_changed_about:
    'All other sessions were ended; plans go on as they were. If it was not you, have whoever runs this installation make a link to set a new one.',
  password_reset: 'Your password was set anew',
  password_reset_about:
    'It was done with a link made on the machine that runs Mandato. Plans go on as they were. If you did not ask for it, speak with whoever runs this installation.',
  second_factor_turned_on: 'Two-factor authentication is on',
  second_factor_turned_on_about:
    'From now on, logging in and changing keys needs a code as well. Keep your recovery codes somewhere safe.',
  second_factor_turned_off: 'Two-factor authentication was turned off',
  second_factor_turned_off_about:
    'Plans go on, and nothing can be linked for 24 hours. If it was not you, change your password now and turn it on again.',
  recovery_codes_made: 'New recovery codes were made',
  recovery_codes_made_about:
    'The old ones stopped working. Your money is not touched by this. If it was not you, change your password and make codes again.',
  recovery_code_used: 'A recovery code was used',
  recovery_code_used_about:
    'It took the place of a code of your app, once. If it was not you, change your password and make new recovery codes.',
  passkey_added: 'A passkey was added',
  passkey_added_about:
    'Whoever holds that device can log in with it. If it was not you, remove it in your profile and change your password.',
  passkey_removed: 'A passkey was removed',
  passkey_removed_about:
    'It opens your account no longer. Plans go on. If it was not you, change your password.',
  passkey_suspect: 'A passkey was blocked',
  passkey_suspect_about:
    'Its count of uses ran backwards, as that of a copy does, so it was not let in. Remove it and add a new one.',
  data_exported: 'Your data was downloaded',
  data_exported_about:
    'The file has your plans, orders and account, and no key or password. If it was not you, change your password.',
  trail_exported: 'Your audit trail was downloaded',
  trail_exported_about:
    'The file lists what was done in your account, and has no key or password. If it was not you, change your password.',
  link_created: 'An exchange was linked',
  link_created_about:
    'Its key was shown not to be able to withdraw. Nothing is bought until a plan is started. If it was not you, remove the link and delete the key at the exchange.',
  link_key_replaced: 'The key of a link was replaced',
  link_key_replaced_about:
    'Its plans go on with the new key. Delete the old one at the exchange. If it was not you, remove the link and delete both keys there.',
  link_removed: 'A link was removed',
  link_removed_about:
    'The signer has forgotten its key and its plans have ended. Your money and coins are where they were, at the exchange. Delete the key there too.',
  limits_loosening_asked: 'Looser limits of a key were asked for',
  limits_loosening_asked_about:
    'They do not hold yet: the signer waits first. If it was not you, withdraw them before then and change your password.',
  notices_changed: 'What is sent to you was changed',
  notices_changed_about:
    'Notices are kept here whatever is sent. If it was not you, turn them on again and change your password.',
  link_frozen: 'A link was frozen',
  link_frozen_about:
    'No order is placed through it and its plans wait. Your money is at the exchange, where it was.',
  link_worsened: 'A frozen link got worse',
  link_worsened_about: 'No order is placed through it. Your money is at the exchange, where it was.',
  link_recovered: 'A frozen key is fine again',
  link_recovered_about:
    'The link stays frozen and nothing is bought until you end the freeze. If you do not know why it happened, replace the key instead.',
  link_expires_soon: 'A key ends soon',
  link_expires_soon_about:
    'Until then its plans go on; after that they wait. Make a new key at the exchange and replace this one before then.',
  link_expired: 'A key has ended',
  link_expired_about:
    'No order is placed through this link and its plans wait. Your money is at the exchange, where it was. Make a new key there and replace this one.',
  order_held: 'An order needs you',
  order_held_about:
    'It could not be found out whether it was carried out. Its amount stays set aside, and it is not sent again. Look at the order, and decide there.',
  order_late: 'A late order turned up',
  order_late_about:
    'It was thought not to exist, so you may have spent more than you expected. It is booked in full and its plan waits. Look at it before you let the plan go on.',
  plan_stopped: 'A plan has used up its budget',
  plan_stopped_about:
    'It has ended and buys nothing more. What it bought is at the exchange. If you want to go on, write a new plan.',
} as const;
