import { planContractOfTexts } from '@mandato/messages/plan-contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lookAtForm } from './look-at-form.ts';
import { formOfDraft, newDraft } from './plan-draft.ts';

const nowMs = Date.parse('2026-03-01T12:00:00Z');
const draft = {
  ...newDraft({ linkId: 'l1', zone: 'America/Mexico_City' }),
  book: 'btc_mxn',
  notional: '500',
};

it('lookAtForm() lets pass only what can be shown as a contract', () => {
  const texts = fc.oneof(fc.string(), fc.constantFrom('500', '0.5', '-1', '1e309', '1.000,50', '0', ' 7 '));
  const days = fc.oneof(fc.string(), fc.constantFrom('2026-03-01', '2027-12-31', ''));
  const times = fc.oneof(fc.string(), fc.constantFrom('09:00', '23:59', ''));
  fc.assert(
    fc.property(fc.record({ notional: texts, budget: texts, startsOn: days, time: times }), (typed) => {
      const form = formOfDraft({ ...draft, ...typed }, nowMs);
      const contract = planContractOfTexts('en', { ...form, base: 'btc', quote: 'mxn' });
      expect(lookAtForm(form) !== null || contract !== null).toBe(true);
    }),
  );
});

it.each([
  [{ notional: '1.000,50' }, 'notional_malformed', 'notional'],
  [{ notional: '1e309' }, 'notional_malformed', 'notional'],
  [{ notional: '-1' }, 'notional_not_positive', 'notional'],
  [{ notional: '0' }, 'notional_not_positive', 'notional'],
  [{ notional: '0.123456789' }, 'notional_too_precise', 'notional'],
  [{ budget: 'much' }, 'budget_malformed', 'budget'],
  [{ time: '' }, 'schedule_malformed', 'time'],
  [{ startsOn: '' }, 'start_malformed', 'startsOn'],
  [{ book: '' }, 'book_unknown', 'book'],
])('lookAtForm() answers for %j as the server would', (changed, code, field) => {
  expect(lookAtForm(formOfDraft({ ...draft, ...changed }, nowMs))).toEqual({ code, details: { field } });
});

it('lookAtForm() finds nothing wrong with a plan', () => {
  expect(lookAtForm(formOfDraft(draft, nowMs))).toBeNull();
});
