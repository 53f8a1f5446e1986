// Reads an exchange's answer field by field and remembers the first that is not as documented.

import { err, ok, type Result } from '@mandato/primitives/result';

/** The part of an answer that is missing or not of the documented type. */
export interface ListingFault {
  readonly field: string;
}

/** The fields of an answer, read one by one; the first that is not as documented is the fault. */
export class ListingFields {
  readonly #fields: ReadonlyMap<string, unknown>;
  #fault: ListingFault | null = null;

  constructor(answer: unknown, name: string) {
    const isObject = typeof answer === 'object' && answer !== null && !Array.isArray(answer);
    this.#fields = new Map(isObject ? Object.entries(answer) : []);
    if (!isObject) this.#fault = { field: name };
  }

  /** The names that the answer has. */
  names(): readonly string[] {
    return [...this.#fields.keys()];
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  get(name: string): unknown {
    return this.#fields.get(name);
  }

  flag(name: string): boolean {
    const value = this.#fields.get(name);
    if (typeof value === 'boolean') return value;
    this.spoil(name);
    return false;
  }

  /** A list of texts, none of them empty. */
  texts(name: string): readonly string[] {
    const value = this.#fields.get(name);
    if (Array.isArray(value) && value.every(isName)) return value;
    this.spoil(name);
    return [];
  }

  /** A whole number that is not negative, as digits or as a number. */
  whole(name: string): number {
    const value = this.#fields.get(name);
    const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
    this.spoil(name);
    return 0;
  }

  spoil(field: string): void {
    this.#fault ??= { field };
  }

  /** What was made of the fields, unless one of them was not as documented. */
  done<T>(value: T): Result<T, ListingFault> {
    return this.#fault === null ? ok(value) : err(this.#fault);
  }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
