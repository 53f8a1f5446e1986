// What can be said in a language: typed messages, and sentences for codes.
import type { Locale, MessageKey, ParameterName, Parameters } from '@mandato/messages/catalogue';
import { errorSentence, reasonSentence, translate } from '@mandato/messages/translate';
import type { Refusal } from '../session/refusal.ts';

export interface Speech {
  readonly locale: Locale;
  /** One message; its parameters are required exactly when its text has places for them. */
  text<K extends MessageKey>(
    key: K,
    ...parameters: [ParameterName<K>] extends [never] ? [] : [Parameters<K>]
  ): string;
  /** The sentence for a refusal; nothing for none. */
  refusal(refusal: Refusal | null): string | undefined;
  /** The sentence for the reason of an order or a pause. */
  reason(code: string): string;
}

export function speechIn(locale: Locale): Speech {
  return {
    locale,
    text: (key, ...parameters) => translate(locale, key, ...parameters),
    refusal: (refusal) =>
      refusal === null ? undefined : errorSentence(locale, refusal.code, refusal.details),
    reason: (code) => reasonSentence(locale, code) ?? errorSentence(locale, code),
  };
}
