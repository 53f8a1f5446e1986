// The English of what Mandato can never do, how that is kept, and what the risk is.

export const securityEn = {
  title: 'What Mandato can never do',
  never_withdraw: 'It cannot withdraw. Keys that can are refused, and the signer knows no such request.',
  never_transfer: 'It cannot move money to another account.',
  never_change_account: 'It cannot change your account, your password or your keys at the exchange.',
  never_show_secret: 'It cannot show your secret again, to you or to anybody.',
  can_title: 'What it can do',
  can_trade: 'It can place and cancel orders within your plans’ limits.',
  can_read: 'It can read your balances and the state of its orders.',
  how_title: 'How that is kept',
  how_seal: 'Your browser seals key and secret for the signer. The server passes on what it cannot read.',
  how_signer:
    'The signer is a separate process that makes no network calls. It signs a short list of requests and never gives a secret back.',
  how_limits:
    'It refuses amounts, daily totals, kinds of orders and prices outside the limits of each key. Looser limits hold only after a waiting time.',
  how_record: 'Every order is written down before it is sent, so that none is placed twice and none is lost.',
  how_proof: 'Each permission is shown with the call that proved it, the answer and the time.',
  honest_title: 'What this does not protect against',
  honest_server:
    'Sealing protects against leaking logs, proxies and databases. It does not protect against a server that delivers altered code.',
  honest_key: 'Somebody who had your key could trade with it, badly, but could not withdraw.',
  honest_unknown:
    'Bitso does not let a key be asked whether it may change the account. Look at it in the exchange’s list.',
  leak_title: 'If you think your key has leaked',
  leak_body: 'Delete it at the exchange: it stops working at once. Then make a new one and link it.',
  risk_title: 'Risk',
  risk_body:
    'Prices of cryptocurrencies rise and fall a lot, and you can lose everything you put in. Buying regularly does not change that. Mandato carries out what you wrote; it gives no advice and promises no result.',
} as const;
