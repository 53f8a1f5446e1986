// The English step-by-step guides for making a key at each exchange, with the names that are on its buttons.

export const guideEn = {
  bitso_1_title: 'Open your profile',
  bitso_1_body:
    'Log in at bitso.com in a browser and reach the home page. At the top right, open the user icon with your name and choose Profile.',
  bitso_2_title: 'Turn on two‑factor authentication',
  bitso_2_body:
    'In Security > Account security, turn on the 2FA token with an authenticator app, which shows a new code every 30 seconds. Skip this step if you have it already: no key can be made without it.',
  bitso_3_title: 'Start a new key',
  bitso_3_body:
    'Choose API in the menu on the left and click Add new API key. Read and accept the security information, then click Continue.',
  bitso_4_title: 'Name it and enable three permissions',
  bitso_4_body:
    'Give the key a name, for example Mandato. If the address of this installation is shown below, restrict the key to it. Enable ONLY Place orders, View balances and View account information. Leave Make withdrawals and Perform security actions off. At the bottom, click Add new API key and enter the code of your app.',
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
  practice_2_title: 'Turn on two‑factor authentication',
  practice_2_body:
    'Click Turn on two-factor, scan the QR code with an authenticator app, which shows a new code every 30 seconds, and enter the code. Skip this step if you have it already: no key can be made without it.',
  practice_3_title: 'Start a new key',
  practice_3_body:
    'Choose API in the menu on the left and click Add new API key. Read and accept the security information, then click Continue.',
  practice_4_title: 'Name it and enable three permissions',
  practice_4_body:
    'Give the key a name. You can restrict it to the address shown below. Enable ONLY Place orders, View balances and View account information. At the bottom, click Add new API key and enter the code of your app.',
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
  kraken_1_title: 'Open the settings',
  kraken_1_body:
    'Log in at kraken.com in a browser. At the top right, open the account menu with the icon of a person and choose Settings.',
  kraken_2_title: 'Turn on two‑factor authentication',
  kraken_2_body:
    'In the security settings, turn on two-factor authentication with an authenticator app, which shows a new code every 30 seconds. Skip this step if you have it already.',
  kraken_3_title: 'Start a new key',
  kraken_3_body: 'Open the tab API and click Create API key. Give the key a name, for example Mandato.',
  kraken_4_title: 'Choose five permissions',
  kraken_4_body:
    'Under Funds permissions choose ONLY Query. Under Orders and trades choose all four. Leave everything else off, above all Withdraw, Earn and the two about withdrawal addresses.',
  kraken_5_title: 'Restrict the key to one address',
  kraken_5_body:
    'In the same form, turn on the restriction to IP addresses and enter the address of this installation. You can also set a day on which the key ends by itself; it then has to be replaced before that day.',
  kraken_6_title: 'Generate the key and copy it',
  kraken_6_body:
    'Click Generate key and copy the API key and the private key. The private key is shown once and never again. If you lose it, delete the key and make a new one.',
  kraken_note:
    'Button names are as Kraken’s own help pages give them. Kraken lists a key’s permissions itself, so they will be read, not tried out. One thing it cannot rule out: with Query, Kraken also lets a key move money to your own futures wallet there.',
  binance_1_title: 'Open API Management',
  binance_1_body:
    'Log in at binance.com in a browser. At the top right, open the profile icon and choose API Management.',
  binance_2_title: 'Turn on two‑factor authentication',
  binance_2_body:
    'In the security settings, turn on an authenticator app, which shows a new code every 30 seconds. Skip this step if you have it already: no key can be made without it.',
  binance_3_title: 'Start a new key',
  binance_3_body:
    'Click Create API, choose System generated and give the key a label, for example Mandato. Self-generated is for people who bring a key pair of their own.',
  binance_4_title: 'Confirm it and copy the key',
  binance_4_body:
    'Enter the codes that Binance asks for. Then copy the API key and the secret key. The secret key is shown once and never again. If you lose it, delete the key and make a new one.',
  binance_5_title: 'Restrict the key to one address',
  binance_5_body:
    'Click Edit restrictions and choose Restrict access to trusted IPs only. Enter the address of this installation. A key without such a list can lose the right to trade after a time.',
  binance_6_title: 'Leave two permissions on',
  binance_6_body:
    'Tick ONLY Enable Reading and Enable Spot & Margin Trading. Leave everything else off, above all Enable Withdrawals and everything with Transfer in its name. Click Save.',
  binance_note:
    'Button names are as Binance’s own pages give them. Binance lists a key’s permissions itself, so they will be read, not tried out. One thing it cannot rule out: in accounts of VIP level 4 and above, a key that may trade can make another key for margin trading.',
} as const;
