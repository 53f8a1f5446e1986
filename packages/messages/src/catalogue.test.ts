import { describe, expect, it } from 'vitest';
import { catalogueEn } from './catalogue-en.ts';
import { catalogueEs } from './catalogue-es.ts';
import { placesIn } from './translate.ts';

type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

function flat(catalogue: Texts): Map<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([area, texts]) =>
      Object.entries(texts).map(([key, text]) => [`${area}.${key}`, text] as const),
    ),
  );
}

const english = flat(catalogueEn);
const spanish = flat(catalogueEs);
const everything = [...english, ...spanish];

describe('catalogue', () => {
  it('catalogueEs has every key of catalogueEn and beyond them only the plural form that Spanish adds', () => {
    expect([...english.keys()].filter((key) => !spanish.has(key))).toEqual([]);
    const added = [...spanish.keys()].filter((key) => !english.has(key));
    const plurals = [...english.keys()].filter(
      (key) => english.has(key.replace(/_one$/, '_other')) && key.endsWith('_one'),
    );
    expect(added.sort()).toEqual(plurals.map((key) => key.replace(/_one$/, '_many')).sort());
  });

  it('catalogueEs has the same places in every text as catalogueEn', () => {
    for (const [key, text] of english) {
      expect({ key, places: [...placesIn(spanish.get(key) ?? '')].sort() }).toEqual({
        key,
        places: [...placesIn(text)].sort(),
      });
    }
  });

  it('catalogueEn and catalogueEs leave nothing empty, and translate what is not a name', () => {
    const same = new Set([
      'common.product',
      'common.language_en',
      'common.language_es',
      'common.no',
      'common.total',
      'common.exchanges',
      'link.exchange_bitso',
      'link.title',
      'link.step_choose',
      'access.fact_exchange',
    ]);
    for (const [key, text] of everything)
      expect({ key, isEmpty: text.trim() === '' }).toEqual({ key, isEmpty: false });
    const untranslated = [...english]
      .filter(([key, text]) => spanish.get(key) === text && !same.has(key))
      .map(([key]) => key);
    expect(untranslated.filter((key) => !/^[a-z]+\.(exchange|status)_/.test(key))).toEqual([]);
  });

  it('catalogueEn and catalogueEs never say "bot", promise a profit, or address a person formally', () => {
    for (const [key, text] of everything) {
      expect({
        key,
        text: /(?<!\p{L})bots?(?!\p{L})|guarantee|garantiza|\busted\b|\bsu (?:cuenta|clave|dinero)\b|risk-free|sin riesgo/iu.exec(
          text,
        )?.[0],
      }).toEqual({ key, text: undefined });
    }
  });
});
