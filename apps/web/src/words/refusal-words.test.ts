import { catalogueEn } from '@mandato/messages/catalogue-en';
import { catalogueEs } from '@mandato/messages/catalogue-es';
import { type RefusalCode, refusalStatus } from '@mandato/server/api-contract/refusal';
import { expect, it } from 'vitest';

// The compiler refuses this file when a code of the API has no sentence.
const english: Readonly<Record<RefusalCode, string>> = catalogueEn.error;
const spanish: Readonly<Record<RefusalCode, string>> = catalogueEs.error;

it.each(Object.keys(refusalStatus))('catalogueEn and catalogueEs have a sentence for %s', (code) => {
  expect(Object.keys(english)).toContain(code);
  expect(Object.keys(spanish)).toContain(code);
});
