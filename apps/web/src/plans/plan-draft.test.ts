import { planContract } from '@mandato/server/api-contract/plan-contract';
import { expect, it } from 'vitest';
import { fieldOfRefusal, firstBook, formOfDraft, newDraft } from './plan-draft.ts';
import { proofRefusals } from './proof-refusals.ts';

const draft = newDraft({ linkId: 'l1', zone: 'America/Mexico_City' });
const nowMs = Date.parse('2026-03-01T03:00:00Z');

it('formOfDraft() starts today by the clock of the plan, unless a date is named', () => {
  expect(formOfDraft(draft, nowMs).startsOn).toBe('2026-02-28');
  expect(formOfDraft({ ...draft, zone: 'UTC' }, nowMs).startsOn).toBe('2026-03-01');
  expect(formOfDraft({ ...draft, startsOn: '2026-05-01' }, nowMs).startsOn).toBe('2026-05-01');
});

it.each([
  ['daily', { kind: 'daily' }],
  ['weekly', { kind: 'weekly', weekday: 5 }],
  ['monthly', { kind: 'monthly', day: 31 }],
] as const)('formOfDraft() sends only what a %s plan has', (frequency, schedule) => {
  expect(formOfDraft({ ...draft, frequency, monthDay: 31 }, nowMs).schedule).toEqual(schedule);
});

it('formOfDraft() sends no limit for an empty one, and amounts without the spaces around them', () => {
  expect(formOfDraft({ ...draft, budget: '  ', notional: ' 500 ' }, nowMs)).toMatchObject({
    budget: null,
    notional: '500',
  });
});

it('firstBook() is bitcoin for pesos where it is offered', () => {
  expect(firstBook([{ book: 'eth_mxn' }, { book: 'btc_mxn' }])).toBe('btc_mxn');
  expect(firstBook([{ book: 'eth_mxn' }])).toBe('eth_mxn');
  expect(firstBook([])).toBe('');
});

it('fieldOfRefusal() puts what the server named there, and everything else at a field or above the form', () => {
  expect(fieldOfRefusal({ code: 'schedule_malformed', details: { field: 'schedule' } })).toBe('schedule');
  expect(fieldOfRefusal({ code: 'notional_malformed', details: { field: 'nonsense' } })).toBe('notional');
  const aboutForm = Object.keys(planContract.create['~orpc'].errorMap).filter(
    (code) => fieldOfRefusal({ code, details: {} }) === 'form',
  );
  expect(aboutForm.filter((code) => !proofRefusals.has(code))).toEqual([
    'session_expired',
    'request_reused',
    'exchange_unreachable',
    'signer_unavailable',
  ]);
});
