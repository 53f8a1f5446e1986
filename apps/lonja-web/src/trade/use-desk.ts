// The person's own orders and balances, kept fresh, and every new fill said aloud once.
import type { PortalFill, TradingDesk } from '@mandato/lonja/api-contract/trade-contract';
import { useStatus } from '@mandato/ui/status-region';
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { bookCurrencies } from '../market/book-name.ts';
import { useWords, type Words } from '../messages/use-words.ts';
import { amountText } from './amount-text.ts';
import { deskQuery } from './trade-queries.ts';

export interface Desk {
  query: UseQueryResult<TradingDesk, Error>;
  /** Takes over what a call answered; its fills were said with the call itself. */
  take: (desk: TradingDesk) => void;
  /** Asks again at once when one of these orders is ours. */
  noteTrade: (orderIds: readonly string[]) => void;
}

export function useDesk(): Desk {
  const words = useWords();
  const say = useStatus();
  const client = useQueryClient();
  const query = useQuery(deskQuery);
  const seen = useRef<number | null>(null);
  const own = useRef<ReadonlySet<string>>(new Set());
  const desk = query.data;
  useEffect(() => {
    if (desk === undefined) return;
    own.current = new Set(desk.openOrders.map(({ orderId }) => orderId));
    const news = freshFills(desk, seen.current);
    seen.current = newestFill(desk);
    const text = sentenceOf(news, words);
    if (text !== null) say({ tone: 'success', text });
  }, [desk, say, words]);
  const take = useCallback(
    (answer: TradingDesk) => {
      seen.current = newestFill(answer);
      void client.cancelQueries(deskQuery);
      client.setQueryData(deskQuery.queryKey, answer);
    },
    [client],
  );
  const noteTrade = useCallback(
    (orderIds: readonly string[]) => {
      if (orderIds.some((id) => own.current.has(id))) void client.invalidateQueries(deskQuery);
    },
    [client],
  );
  return { query, take, noteTrade };
}

function newestFill({ latestFills }: TradingDesk): number {
  return latestFills[0]?.tradeId ?? 0;
}

function freshFills({ latestFills }: TradingDesk, seen: number | null): readonly PortalFill[] {
  return seen === null ? [] : latestFills.filter(({ tradeId }) => tradeId > seen);
}

function sentenceOf(news: readonly PortalFill[], { text, locale }: Words): string | null {
  const [fill] = news;
  if (fill === undefined) return null;
  if (news.length > 1) return text('fill.many', { count: news.length });
  const { base, quote } = bookCurrencies(fill.book);
  return text(`fill.${fill.side}`, {
    amount: amountText(fill.amount, base, locale),
    base,
    price: amountText(fill.price, '', locale),
    quote,
  });
}
