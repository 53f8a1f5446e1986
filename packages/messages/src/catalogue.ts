// What a catalogue of messages must contain: the keys and parameters of the English one, checked by the compiler.

import type { catalogueEn } from './catalogue-en.ts';

/** The languages that people can choose. */
export type Locale = 'en' | 'es';

type English = typeof catalogueEn;

/** The parts of the catalogue: `account`, `link`, `plan` and so on. */
export type Area = keyof English;

/** A translation of one area: every key of the English one, and Spanish's own `_many` beside a plural. */
export type Translated<EnglishArea> = { readonly [K in keyof EnglishArea]: string } & {
  readonly [K in `${string}_many`]?: string;
};

/** A whole catalogue in some language. */
export type Catalogue = { readonly [A in Area]: Translated<English[A]> };

type Singular<K> = K extends `${infer Base}_one` ? Base : K extends `${string}_other` ? never : K;

type KeyOf<A extends Area> = Extract<Singular<keyof English[A]>, string>;

/** Every key that can be asked for, as `area.key`; plurals without their ending. */
export type MessageKey = { [A in Area]: `${A}.${KeyOf<A>}` }[Area];

type EnglishText<K extends MessageKey> = K extends `${infer A}.${infer Key}`
  ? A extends Area
    ? Key extends keyof English[A]
      ? English[A][Key]
      : `${Key}_other` extends keyof English[A]
        ? English[A][`${Key}_other`]
        : never
    : never
  : never;

type NamesIn<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** The names that a message's text has places for. */
export type ParameterName<K extends MessageKey> = NamesIn<EnglishText<K>>;

/** The values for those places; `count` is a number and chooses the plural. */
export type Parameters<K extends MessageKey> = {
  readonly [Name in ParameterName<K>]: Name extends 'count' ? number : string | number;
};
