// Items of the checklist that something else settles: how, and why. A test that passes counts for more than "not applicable".

export interface Exemption {
  readonly item: number;
  /** Of which product alone; of each that the item asks when left out. */
  readonly of?: 'app' | 'portal';
  /** `superseded`: Bitso's own behaviour holds instead; `not_applicable`: it needs what is not there. */
  readonly state: 'superseded' | 'not_applicable';
  readonly reason: string;
}

export const exemptions: readonly Exemption[] = [
  {
    item: 6,
    state: 'not_applicable',
    reason: 'Bitso tells nobody whether a key has an address list; the guide says where to set one',
  },
  {
    item: 11,
    state: 'not_applicable',
    reason: 'Bitso signs with a shared secret that it makes itself; there is no key pair to offer',
  },
  {
    item: 35,
    of: 'portal',
    state: 'not_applicable',
    reason:
      'the practice portal lists no sessions; they last half an hour without use and twelve hours at most',
  },
  {
    item: 39,
    state: 'not_applicable',
    reason: 'Mandato has no WebSocket; Lonja’s tells public market data and knows no session',
  },
  {
    item: 45,
    of: 'portal',
    state: 'not_applicable',
    reason: 'the practice portal resets no passwords: whoever forgot theirs opens another account',
  },
  {
    item: 46,
    of: 'portal',
    state: 'not_applicable',
    reason: 'the practice portal sends nothing to anybody',
  },
  {
    item: 53,
    of: 'portal',
    state: 'not_applicable',
    reason: 'the practice portal has no recovery codes',
  },
  {
    item: 54,
    of: 'portal',
    state: 'not_applicable',
    reason: 'two-factor authentication cannot be turned off or replaced at the practice portal',
  },
  {
    item: 55,
    of: 'portal',
    state: 'not_applicable',
    reason: 'the practice portal has no passkeys',
  },
  {
    item: 59,
    state: 'superseded',
    reason: 'keys have Bitso’s format: ten characters and 32 hexadecimal digits',
  },
  {
    item: 61,
    state: 'superseded',
    reason:
      'Bitso signs nonce, method, target and body; a nonce that only rises takes the place of the time window',
  },
  {
    item: 62,
    state: 'superseded',
    reason: 'Bitso answers 0202 before it looks at the body, and has no introspection of keys',
  },
  {
    item: 64,
    state: 'superseded',
    reason: 'Bitso answers 420 or 429 by person and address and locks out for a minute',
  },
  { item: 65, state: 'superseded', reason: 'keys of Bitso do not end by themselves' },
  {
    item: 66,
    state: 'superseded',
    reason: 'Bitso keeps origin_id unique among active orders and refuses a second one',
  },
];
