import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessLink, withdrawalProbeAgeMsMax, withEarlierWithdrawalProbe } from './assess-link.ts';
import type { LinkRefusal, Permission, ProbeEvidence, ProbeName } from './key-evidence.ts';

type Answer = ProbeEvidence['answer'];

const answered = (status: number, code: string | null = null): Answer => ({ kind: 'answered', status, code });
const silent: Answer = { kind: 'unanswered', cause: 'timeout' };
const refused = answered(401, '0202');

const good: Readonly<Record<ProbeName, Answer>> = {
  read_balance: answered(200),
  read_account: answered(200),
  read_open_orders: answered(200),
  cancel_unknown_order: answered(400, '0312'),
  place_empty_order: answered(400, '0303'),
  withdraw_nothing: refused,
};
const names: readonly ProbeName[] = [
  'read_balance',
  'read_account',
  'read_open_orders',
  'cancel_unknown_order',
  'place_empty_order',
  'withdraw_nothing',
];

function evidence(change: { readonly [P in ProbeName]?: Answer } = {}): readonly ProbeEvidence[] {
  return names.map((probe) => ({ probe, call: probe, answer: change[probe] ?? good[probe], atMs: 1 }));
}
const everywhere = (answer: Answer) => names.map((probe) => ({ probe, call: probe, answer, atMs: 1 }));
const refusalOf = (change: { readonly [P in ProbeName]?: Answer }) => assessLink(evidence(change)).refusal;
const stateOf = (list: readonly ProbeEvidence[], permission: Permission) =>
  assessLink(list).permissions.find((found) => found.permission === permission)?.state;

const codes = fc.option(
  fc.constantFrom(
    '0101',
    '0201',
    '0202',
    '0206',
    '0207',
    '0209',
    '0213',
    '0215',
    '0216',
    '0301',
    '0303',
    '0312',
    '0326',
    '0330',
    '0701',
    '0801',
    '0901',
    '1000',
    '1004',
    '1101',
    'x',
  ),
);
const answers: fc.Arbitrary<Answer> = fc.oneof(
  fc.constant(silent),
  fc.record({
    kind: fc.constant('answered' as const),
    status: fc.constantFrom(200, 204, 302, 400, 401, 403, 404, 408, 420, 429, 500, 502, 503),
    code: codes,
  }),
);
const bundles = fc
  .tuple(answers, answers, answers, answers, answers, answers)
  .map((list) =>
    names.map(
      (probe, position): ProbeEvidence => ({ probe, call: probe, answer: list[position] ?? silent, atMs: 1 }),
    ),
  );

describe('assessLink()', () => {
  it('items 1, 4: assessLink() is PROBED only with a withdrawal refused by 401 0202 and all three permissions shown', () => {
    fc.assert(
      fc.property(bundles, (list) => {
        const { verdict, refusal, permissions } = assessLink(list);
        expect(refusal === null).toBe(verdict === 'PROBED');
        expect(permissions.map(({ permission }) => permission)).toEqual([
          'view_account_information',
          'view_balances',
          'place_orders',
          'make_withdrawals',
          'perform_security_actions',
        ]);
        if (verdict !== 'PROBED') return;
        expect(list.find(({ probe }) => probe === 'withdraw_nothing')?.answer).toEqual(refused);
        expect(permissions.map(({ state }) => state)).toEqual([
          'granted',
          'granted',
          'granted',
          'absent',
          'unknown',
        ]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('items 1, 3: assessLink() refuses whatever the withdrawal probe answers but 401 0202', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const isExcluded = answer.kind === 'answered' && answer.status === 401 && answer.code === '0202';
        expect(refusalOf({ withdraw_nothing: answer }) === null).toBe(isExcluded);
      }),
    );
  });

  it('assessLink() shows each permission with the probe that told', () => {
    const { verdict, permissions } = assessLink(evidence());
    expect(verdict).toBe('PROBED');
    expect(permissions.map(({ shownBy }) => shownBy?.probe ?? null)).toEqual([
      'read_account',
      'read_balance',
      'cancel_unknown_order',
      'withdraw_nothing',
      null,
    ]);
  });

  it.each<[Answer, LinkRefusal]>([
    [silent, 'exchange_unreachable'],
    [answered(502), 'exchange_unreachable'],
    [answered(420, '0801'), 'exchange_unreachable'],
    [answered(400, '1000'), 'exchange_unreachable'],
    [answered(401, '0201'), 'key_unknown_or_revoked'],
    [answered(401, '0215'), 'signature_wrong'],
    [answered(400, '0326'), 'key_inactive'],
    [answered(401, '0213'), 'address_not_allowed'],
    [answered(401, '0206'), 'nonce_refused'],
    [answered(401, '0207'), 'nonce_refused'],
    [answered(401, '0216'), 'account_restricted'],
    [answered(400, '0705'), 'account_restricted'],
    [answered(401, '0209'), 'withdrawal_not_excluded'],
    [answered(400, '0303'), 'withdrawal_allowed'],
    [answered(200), 'withdrawal_allowed'],
    [refused, 'place_orders_missing'],
  ])('assessLink() of %j to every probe is %s', (answer, refusal) => {
    expect(assessLink(everywhere(answer)).refusal).toBe(refusal);
  });

  it.each<[Answer, LinkRefusal]>([
    [silent, 'withdrawal_not_excluded'],
    [answered(500), 'withdrawal_not_excluded'],
    [answered(403), 'withdrawal_not_excluded'],
    [answered(404), 'withdrawal_not_excluded'],
    [answered(400, '1004'), 'withdrawal_not_excluded'],
    [answered(400, '0202'), 'withdrawal_not_excluded'],
    [answered(401), 'withdrawal_not_excluded'],
    [answered(400), 'withdrawal_allowed'],
    [answered(400, '0330'), 'withdrawal_allowed'],
    [answered(400, '0707'), 'withdrawal_allowed'],
    [answered(200), 'withdrawal_allowed'],
    [answered(401, '0207'), 'nonce_refused'],
  ])('assessLink() of %j to the withdrawal alone is %s', (answer, refusal) => {
    expect(refusalOf({ withdraw_nothing: answer })).toBe(refusal);
  });

  it.each<[{ readonly [P in ProbeName]?: Answer }, LinkRefusal]>([
    [
      { cancel_unknown_order: refused, place_empty_order: refused, read_open_orders: refused },
      'place_orders_missing',
    ],
    [{ cancel_unknown_order: refused }, 'place_orders_missing'],
    [{ read_open_orders: refused }, 'place_orders_missing'],
    [{ read_balance: refused }, 'view_balances_missing'],
    [{ read_account: refused }, 'view_account_missing'],
    [{ read_account: refused, read_balance: refused }, 'view_balances_missing'],
    [{ read_account: silent }, 'exchange_unreachable'],
    [{ cancel_unknown_order: silent, place_empty_order: silent }, 'exchange_unreachable'],
  ])('assessLink() of %j beside good answers is %s', (change, refusal) => {
    expect(refusalOf(change)).toBe(refusal);
    expect(assessLink(evidence(change)).verdict).toBe('INSUFFICIENT');
  });

  it('assessLink() tells the first refusal in order of precedence', () => {
    const order: readonly (readonly [LinkRefusal, { readonly [P in ProbeName]?: Answer }])[] = [
      ['key_unknown_or_revoked', { read_balance: answered(401, '0201') }],
      ['signature_wrong', { read_account: answered(401, '0215') }],
      ['key_inactive', { read_open_orders: answered(400, '0326') }],
      ['address_not_allowed', { cancel_unknown_order: answered(401, '0213') }],
      ['nonce_refused', { place_empty_order: answered(401, '0207') }],
      ['withdrawal_allowed', { withdraw_nothing: answered(400, '0303') }],
    ];
    fc.assert(
      fc.property(fc.subarray([...order], { minLength: 1 }), (applied) => {
        expect(refusalOf(Object.assign({}, ...applied.map(([, change]) => change)))).toBe(applied[0]?.[0]);
      }),
    );
  });

  it('assessLink() counts the less favourable of two answers', () => {
    const twice = (probe: ProbeName, first: Answer, second: Answer) => [
      ...evidence({ [probe]: first }),
      { probe, call: probe, answer: second, atMs: 2 },
    ];
    expect(stateOf(twice('withdraw_nothing', refused, answered(400, '0303')), 'make_withdrawals')).toBe(
      'granted',
    );
    expect(stateOf(twice('read_balance', answered(200), refused), 'view_balances')).toBe('absent');
    expect(assessLink([]).refusal).toBe('exchange_unreachable');
  });
});

it('withEarlierWithdrawalProbe() completes a re-audit, and never replaces a fresh answer', () => {
  const daily = evidence().filter(({ probe }) => probe !== 'withdraw_nothing');
  expect(assessLink(daily).refusal).toBe('withdrawal_not_excluded');
  expect(assessLink(withEarlierWithdrawalProbe(daily, evidence(), 2)).verdict).toBe('PROBED');
  const worse = evidence({ withdraw_nothing: answered(400, '0303') });
  expect(assessLink(withEarlierWithdrawalProbe(worse, evidence(), 2)).verdict).toBe('UNSAFE');
  for (const busy of [silent, answered(503), answered(420, '0801')]) {
    const kept = withEarlierWithdrawalProbe(evidence({ withdraw_nothing: busy }), evidence(), 2);
    expect(assessLink(kept).verdict).toBe('PROBED');
  }
  // What was shown too long ago shows nothing any more.
  const tooOld = withEarlierWithdrawalProbe(daily, evidence(), 1 + withdrawalProbeAgeMsMax);
  expect(assessLink(tooOld).refusal).toBe('withdrawal_not_excluded');
});
