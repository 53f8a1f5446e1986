import type { PlanView } from '@mandato/server/api-contract/plan-contract';
import { expect, it } from 'vitest';
import { speechIn } from '../words/speech.ts';
import { nextSlotSentence } from './next-slot-sentence.ts';

const plan: PlanView = {
  planId: 'p1',
  linkId: 'l1',
  exchange: 'practice',
  book: 'btc_mxn',
  base: 'btc',
  quote: 'mxn',
  notional: '500',
  schedule: { kind: 'weekly', weekday: 5 },
  time: '09:00',
  zone: 'America/Mexico_City',
  startsOn: '2026-11-01',
  budget: null,
  missedSlots: 'skip',
  state: 'active',
  pausedBecause: null,
  nextSlotAt: '2026-11-27T15:00:00.000Z',
  spent: '0',
  bought: '0',
  ordersDone: 0,
  createdAt: '2026-11-01T00:00:00.000Z',
};

it.each([
  [{}, 'Next buy: Nov 27, 2026, 09:00'],
  [{ pausedBecause: 'link_not_usable' }, 'The link'],
  [{ state: 'paused', nextSlotAt: null }, 'You paused it.'],
  [{ state: 'paused', nextSlotAt: null, pausedBecause: 'late_order_found' }, 'It pauses itself'],
  [{ state: 'stopped', nextSlotAt: null }, 'You stopped it.'],
  [{ state: 'stopped', nextSlotAt: null, pausedBecause: 'budget_used_up' }, 'limit'],
  [{ nextSlotAt: null }, 'No further buy.'],
] as const)('nextSlotSentence() of a plan with %j says "%s"', (changed, sentence) => {
  expect(nextSlotSentence(speechIn('en'), { ...plan, ...changed })).toContain(sentence);
});
