import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogueEn } from './catalogue-en.ts';
import { errorSentence, localeOf, reasonSentence, translate } from './translate.ts';

describe('translate()', () => {
  it('translate() fills places in both languages', () => {
    expect(translate('en', 'account.welcome', { name: 'Ana' })).toBe('Hello, Ana');
    expect(translate('es', 'common.step_of', { step: 2, steps: 4 })).toBe('Paso 2 de 4');
  });

  it('translate() never fills a place twice: a name that looks like a place stays as it is', () => {
    expect(translate('en', 'account.welcome', { name: '{{name}} $& {{email}}' })).toBe(
      'Hello, {{name}} $& {{email}}',
    );
  });

  it('translate() chooses the plural by the count, including the millions of Spanish', () => {
    const said = (count: number) => [
      translate('en', 'common.buys', { count }),
      translate('es', 'common.buys', { count }),
    ];
    expect(said(1)).toEqual(['1 buy', '1 compra']);
    expect(said(52)).toEqual(['52 buys', '52 compras']);
    expect(said(1_000_000)[1]).toBe('1000000 de compras');
  });

  it('translate() is checked by the compiler for keys and parameters', () => {
    // @ts-expect-error a key that does not exist
    expect(translate('en', 'common.nonsense')).toBe('common.nonsense');
    // @ts-expect-error a parameter that is missing
    expect(translate('en', 'account.welcome')).toBe('Hello, {{name}}');
    // @ts-expect-error a parameter that the text has no place for
    expect(translate('en', 'common.home', { name: 'x' })).toBe('Home');
  });
});

describe('errorSentence()', () => {
  it('errorSentence() has a sentence without open places for every code, in both languages', () => {
    for (const code of Object.keys(catalogueEn.error)) {
      for (const locale of ['en', 'es'] as const) {
        expect(errorSentence(locale, code)).not.toMatch(/\{\{/);
        expect(errorSentence(locale, code).length).toBeGreaterThan(10);
      }
    }
  });

  it('errorSentence() adds a bound when the details name it', () => {
    expect(errorSentence('en', 'notional_below_minimum', { minimum: '1000', quote: 'mxn' })).toBe(
      'The amount is below the least that the exchange takes. The least is 1,000.00 MXN.',
    );
    expect(errorSentence('en', 'notional_below_minimum', { quote: 'MXN' })).toBe(
      'The amount is below the least that the exchange takes.',
    );
  });

  it('errorSentence() writes dates in words and leaves counts as they are', () => {
    expect(errorSentence('es', 'start_in_past', { today: '2026-11-27' })).toContain(
      'Allá hoy es 27 de noviembre de 2026.',
    );
    expect(errorSentence('en', 'password_too_short', { minimum: '10' })).toContain('at least 10 characters');
  });

  it('reasonSentence() also knows why a plan waits or ended', () => {
    for (const code of [
      'paused_by_person',
      'late_order_found',
      'stopped_by_person',
      'link_removed',
      'budget_used_up',
      'link_not_usable',
    ]) {
      expect(reasonSentence('en', code)).toMatch(/\.$/);
    }
    expect(reasonSentence('en', 'title')).toBeNull();
  });

  it('errorSentence() and reasonSentence() answer any text without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString')), (code) => {
        fc.pre(!Object.hasOwn(catalogueEn.error, code) && !Object.hasOwn(catalogueEn.reason, code));
        expect(errorSentence('es', code)).toBe(errorSentence('es', 'internal_error'));
        expect(reasonSentence('es', code)).toBeNull();
      }),
    );
  });
});

describe('localeOf()', () => {
  it.each([
    [null, 'en'],
    ['', 'en'],
    ['es-MX,es;q=0.9,en;q=0.8', 'es'],
    ['en-US,en;q=0.9,es;q=0.8', 'en'],
    ['fr-FR, es;q=0.5, en;q=0.4', 'es'],
    ['en;q=0.1, es;q=0.2', 'es'],
    ['es;q=0', 'en'],
    ['de', 'en'],
    ['ES', 'es'],
  ])('localeOf() of %j is %s', (header, locale) => {
    expect(localeOf(header)).toBe(locale);
  });

  it('localeOf() answers any header', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3_000 }), (header) => {
        expect(['en', 'es']).toContain(localeOf(header));
      }),
    );
  });
});
