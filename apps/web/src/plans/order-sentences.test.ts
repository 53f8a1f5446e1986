import { orderSchema } from '@mandato/server/api-contract/plan-contract';
import { describe, expect, it } from 'vitest';
import { speechIn } from '../words/speech.ts';
import { confirmingSentences, slotSentence, stateSentence } from './order-sentences.ts';

const locales = ['en', 'es'] as const;
const plan = { base: 'btc', quote: 'mxn', zone: 'America/Mexico_City' };
const fill = {
  tradeId: '1',
  price: '1700000',
  quantity: '0.0003',
  notional: '510',
  fee: '0.000001',
  feeAsset: 'btc',
  at: '2026-11-27T15:00:01.000Z',
};

function order(changed: object) {
  return {
    slotKey: '2026-11-27T09:00',
    state: 'done' as const,
    reason: null,
    confirmUntil: null,
    fills: [],
    spent: '0',
    bought: '0',
    ...changed,
  };
}

describe.each(locales)('in %s', (locale) => {
  const words = speechIn(locale);

  it.each(orderSchema.shape.state.options)(
    'stateSentence() never says bought of %s without a trade',
    (state) => {
      const sentence = stateSentence(words, order({ state, spent: '500', bought: '1' }), plan);
      expect(sentence).not.toMatch(/^(Bought|Se compró)/);
      expect(sentence).not.toMatch(/\{\{|undefined/);
    },
  );

  it.each(orderSchema.shape.state.options)('stateSentence() says of %s what its trades bought', (state) => {
    const sentence = stateSentence(
      words,
      order({ state, fills: [fill], spent: '510', bought: '0.000299' }),
      plan,
    );
    expect(sentence).toMatch(/^(Bought|Se compró) 0\.000299 BTC/);
  });
});

it('stateSentence() names the reason, and until when a lost answer is looked into', () => {
  const words = speechIn('en');
  expect(stateSentence(words, order({ state: 'skipped', reason: 'balance_insufficient' }), plan)).toContain(
    'not enough money',
  );
  const confirmUntil = '2026-11-27T15:10:00.000Z';
  expect(stateSentence(words, order({ state: 'being_confirmed', confirmUntil }), plan)).toContain(
    'Nov 27, 2026, 09:10',
  );
});

it.each([
  ['en', 1, 'Looked once since'],
  ['en', 2, 'Looked 2 times since'],
  ['es', 1, 'Se buscó una vez desde'],
  ['es', 2, 'Se buscó 2 veces desde'],
] as const)('confirmingSentences() counts as people do in %s: %i', (locale, looks, beginning) => {
  const [, looked] = confirmingSentences(speechIn(locale), {
    cause: 'connection_broken',
    since: '2026-11-27T15:00:00.000Z',
    looks,
    lastLook: { at: '2026-11-27T15:01:00.000Z', orders: 'absent', trades: 'absent' },
  });
  expect(looked).toMatch(new RegExp(`^${beginning}`));
  expect(looked).not.toMatch(/\{\{|undefined/);
});

it('slotSentence() tells a due moment from one that was asked for', () => {
  expect(slotSentence(speechIn('en'), order({}))).toBe('Due November 27, 2026, 09:00');
  expect(slotSentence(speechIn('es'), order({ slotKey: 'now-abc' }))).toBe('Pedida por ti');
});
