// The 71 items of the security checklist in short words, as data: what each asks for, and of which product.

/** `app` is Mandato, `portal` is Lonja's account portal and API, `both` are both of them. */
export type Product = 'app' | 'portal' | 'both';

export interface ChecklistItem {
  readonly item: number;
  readonly of: Product;
  readonly asks: string;
}

const sections: readonly (readonly [Product, readonly string[]])[] = [
  [
    'app',
    [
      'A key that may withdraw, transfer or make keys is refused',
      'A refused secret reaches neither disk nor log',
      'A permission that is not known refuses the key',
      'Unknown is never safe; a mere word needs an acknowledgement and shows a badge',
      'Audited again daily and after a refusal; worse freezes the link and tells the person',
      'A key without an address list is warned about, with our own address',
      'A key that ends soon is warned about; an ended one is paused',
      'Secret fields: no autocomplete, body only, no-store, never echoed',
      'Of a key only the last four characters and a fingerprint are shown',
      'The same key twice, or by two people, is refused',
      'Key pairs made in the signer where the exchange takes them',
      'Secrets sealed with their owner, exchange, field and version bound in',
      'The key-encryption key is neither in the database nor in its backups',
      'The signer has no verb that returns a secret',
      'The web process can read neither key file nor signer memory',
      'The signer takes typed intents alone; host, method and path are constants',
      'No path of a withdrawal, transfer or key administration in the signer’s bundle',
      'The signer’s limits are durable and its own, also after kill -9',
      'Notional per order and day, books and price band are enforced in the signer',
      'Loosening a limit needs step-up and a wait; tightening is immediate',
      'Kill switch: nothing but reading and cancelling until unlocked',
      'Certificates verified by the system alone, no redirects, no proxy',
      'Requests go to the hosts of the exchange and nowhere else',
      'Rotation of the key-encryption key rewraps everything',
      'Children start with an empty environment and no core dumps',
      'Node’s permissions in force, proved by a self-test at start-up',
      'Written down, sent, looked up when unknown, and only then sent again',
      'Signed bytes match golden vectors',
    ],
  ],
  [
    'both',
    [
      'Session cookie: __Host-, Secure, HttpOnly, SameSite, Path=/',
      'Session id of 128 bits and more, kept only as a hash',
      'A new session id at sign-in and second factor; the old one is dead',
      'No session token in any answer’s body',
      'Sessions end when idle and when old',
      'A new password or second factor ends all other sessions',
      'Sessions are listed and can be ended',
      'Unsafe calls from our own pages alone, JSON only',
      'Policy against foreign scripts and frames, HSTS, nosniff, no referrer',
      'Every id belongs to its owner',
      'WebSocket handshake checks origin and session',
      'The client’s address comes from the socket, not from a forged header',
      'Argon2id of 19 MiB and two passes; hashed again when the setting rises',
      'Passwords of 15 characters and more, of any kind, against a block list',
      'Guessing slows down by account and address; strangers lock nobody out',
      'The same answer and work for an unknown e-mail',
      'Reset tokens: 32 bytes, hashed, once, 30 minutes, no way around the second factor',
      'New devices and every change of password, factor or key are told',
      'Code secret of 160 bits, encrypted with its owner bound in, shown once',
      'Enrolment is pending until a code is right; needs the password; ends other sessions',
      'One step either side, and only a step later than the last one used',
      'The code of the enrolment does not sign in',
      'Tries are counted over all challenges and factors; a challenge lasts 5 minutes',
      'Server time alone',
      'Ten recovery codes, hashed, each once; a new set ends the old; use is told',
      'Turning two-factor off: password and code, told, and no linking for a day',
      'Passkeys: user verification, exact origin, challenge once and 5 minutes, counters',
    ],
  ],
  [
    'portal',
    [
      'Making and deleting keys needs a fresh code, good for one action once',
      'A key’s secret is shown once, then only its id',
      'A key’s secret is encrypted; a copy of the data holds nothing usable',
      'Key format with a checksum that scanners know',
      'No permission unless asked for; a key’s permissions never grow',
      'Signatures cover every part of the request; no request twice',
      'Permission before validation, and its error is its own; introspection',
      'A deleted key is refused with the next request',
      'Requests limited by key, person and address',
      'Keys end by themselves',
      'A client’s order id is unique',
    ],
  ],
  [
    'app',
    [
      'The trail is append-only and chained; edits, deletions and moves are found',
      'The trail’s head is exported outside the database',
      'The trail says who, what, when, from where, with which factor, and how it ended',
      'The log takes named fields alone; a canary greps for every secret',
      'Errors are general, with an id that is in the log; what fails is refused',
    ],
  ],
];

/** All items, in order. */
export const checklistItems: readonly ChecklistItem[] = sections
  .flatMap(([of, asks]) => asks.map((text) => ({ of, asks: text })))
  .map((item, index) => ({ item: index + 1, ...item }));
