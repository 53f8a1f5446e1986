// Limits while a person changes them: texts as typed, and what is asked for.
import type { LimitsView } from '@mandato/server/api-contract/safety-contract';

export interface LimitDraft {
  readonly books: string;
  readonly perOrder: Readonly<Record<string, string>>;
  readonly perDay: Readonly<Record<string, string>>;
  readonly ordersPerMinute: string;
  /** Per cent. */
  readonly priceBand: string;
}

/** Empty texts stand for no limit. */
export function draftOf(limits: LimitsView, assets: readonly string[]): LimitDraft {
  const texts = (of: Readonly<Record<string, string>> | null) =>
    Object.fromEntries(assets.map((asset) => [asset, of === null ? '' : (of[asset] ?? '0')]));
  return {
    books: (limits.books ?? []).join(', '),
    perOrder: texts(limits.perOrder),
    perDay: texts(limits.perDay),
    ordersPerMinute: limits.ordersPerMinute === null ? '' : String(limits.ordersPerMinute),
    priceBand: limits.priceBandBps === null ? '' : String(limits.priceBandBps / 100),
  };
}

const amountGrammar = /^(0|[1-9][0-9]{0,14})(\.[0-9]{1,8})?$/;
const bookGrammar = /^[a-z0-9]{1,20}_[a-z0-9]{1,20}$/;

/** What the draft asks for, beside what it does not show; null when a text cannot be read. */
export function limitsOfDraft(draft: LimitDraft, inForce: LimitsView): LimitsView | null {
  const books = draft.books
    .toLowerCase()
    .split(',')
    .map((book) => book.trim())
    .filter((book) => book !== '');
  const perOrder = amountsOf(draft.perOrder, inForce.perOrder);
  const perDay = amountsOf(draft.perDay, inForce.perDay);
  const orders = draft.ordersPerMinute.trim();
  const band = draft.priceBand.trim();
  const isReadable =
    books.every((book) => bookGrammar.test(book)) &&
    perOrder !== undefined &&
    perDay !== undefined &&
    /^([0-9]{1,5})?$/.test(orders) &&
    /^([0-9]{1,3}(\.[0-9]{1,2})?)?$/.test(band);
  if (!isReadable) return null;
  return {
    books: books.length === 0 ? null : books,
    sides: inForce.sides,
    perOrder,
    perDay,
    ordersPerMinute: orders === '' ? null : Number(orders),
    priceBandBps: band === '' ? null : Math.round(Number(band) * 100),
  };
}

type Amounts = Readonly<Record<string, string>>;

/** An empty field among amounts takes the limit of every currency away, as there is none for one alone. */
function amountsOf(texts: Amounts, inForce: Amounts | null): Record<string, string> | null | undefined {
  const entries = Object.entries(texts).map(([asset, text]) => [asset, text.trim()] as const);
  if (entries.every(([, text]) => text === '')) return null;
  if (!entries.every(([, text]) => amountGrammar.test(text))) return undefined;
  return { ...inForce, ...Object.fromEntries(entries) };
}
