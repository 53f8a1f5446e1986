// The English step-by-step guides for making a key at each exchange, with the names that are on its buttons.

export const guideEn = {
  bitso_1_title: 'Open your profile',
  bitso_1_body:
    'Log in at bitso.com in a browser and reach the home page. At the top right, open the user icon with your name and choose Profile.',
  bitso_2_title: 'Turn on two-factor authentication',
  bitso_2_body:
    'In Security > Account security, turn on the 2FA token with an authenticator app, which shows a new code every 30 seconds. Skip this step if you have it already: no key can be made without it.',
  bitso_3_title: 'Start a new key',
  bitso_3_body:
    'Choose API in the menu on the left and click Add new API key. Read and accept the security information, then click Continue.',
  bitso_4_title: 'Name it and enable three permissions',
  bitso_4_body:
    'Give the key a name, for example Mandato. Enable ONLY Place orders, View balances and View account information. Leave Make withdrawals and Perform security actions off. At the bottom, click Add new API key and enter the code of your app.',
  bitso_5_title: 'Copy key and secret',
  bitso_5_body:
    'The secret is shown once and never again. If you lose it, delete the key and make a new one. Leave the page open until the link works.',
  bitso_6_title: 'Link it in Mandato',
  bitso_6_body: 'In Profile > Exchanges > Link new exchange choose Bitso, and paste key and secret.',
  bitso_7_title: 'Write a plan',
  bitso_7_body:
    'Say how much, of what, how often and within which limits. Mandato places its orders from then on.',
  add_key_button: 'Add new API key',
  bitso_note:
    'Button names are as Bitso’s own guide gives them. A key can also be limited to up to five IP addresses.',
  practice_1_title: 'Open your profile',
  practice_1_body:
    'Open Lonja, sign up or log in, and reach the home page. At the top right, open the user icon with your name and choose Profile.',
  practice_2_title: 'Turn on two-factor authentication',
  practice_2_body:
    'Click Turn on two-factor, scan the QR code with an authenticator app, which shows a new code every 30 seconds, and enter the code. Skip this step if you have it already: no key can be made without it.',
  practice_3_title: 'Start a new key',
  practice_3_body:
    'Choose API in the menu on the left and click Add new API key. Read and accept the security information, then click Continue.',
  practice_4_title: 'Name it and enable three permissions',
  practice_4_body:
    'Give the key a name. Enable ONLY Place orders, View balances and View account information. At the bottom, click Add new API key and enter the code of your app.',
  practice_5_title: 'Copy key and secret',
  practice_5_body:
    'The secret is shown once and never again. If you lose it, delete the key and make a new one.',
  practice_6_title: 'Link it in Mandato',
  practice_6_body:
    'In Profile > Exchanges > Link new exchange choose Lonja (practice), and paste key and secret.',
  practice_7_title: 'Write a plan',
  practice_7_body:
    'Say how much, of what, how often and within which limits. Mandato places its orders with practice money.',
  practice_note:
    'Lonja works as Bitso does, with practice money. What you learn here is what you will do there.',
} as const;
