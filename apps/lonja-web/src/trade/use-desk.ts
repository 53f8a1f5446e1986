// The person's own orders and balances, kept fresh, and every new fill said aloud once.
import type { PortalFill, TradingDesk } from '@mandato/lonja/api-contract/trade-contract';
import { useStatus } from '@mandato/ui/status-region';
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { bookCurrencies } from '../market/book-name.ts';
import { useWords, type Words } from '../messages/use-words.ts';
import { amountText } from './amount-text.ts';
import { listenToDesk } from './desk-feed.ts';
import { deskQuery } from './trade-queries.ts';

/** Without the stream the page asks; with it, only whether the session is still there. */
const askEveryMs = 2_000;
const checkEveryMs = 30_000;

export interface Desk {
  query: UseQueryResult<TradingDesk, Error>;
  /** Takes over what a call answered; its fills were said with the call itself. */
  take: (desk: TradingDesk) => void;
}

export function useDesk(): Desk {
  const words = useWords();
  const say = useStatus();
  const client = useQueryClient();
  const [isLive, setLive] = useState(false);
  const query = useQuery({ ...deskQuery, refetchInterval: isLive ? checkEveryMs : askEveryMs });
  const seen = useRef<number | null>(null);
  const desk = query.data;
  useEffect(() => {
    if (desk === undefined) return;
    const news = freshFills(desk, seen.current);
    // A dial may take fills back and give them again.
    seen.current = Math.max(seen.current ?? 0, newestFill(desk));
    const text = sentenceOf(news, words);
    if (text !== null) say({ tone: 'success', text });
  }, [desk, say, words]);
  const take = useCallback(
    (answer: TradingDesk) => {
      seen.current = Math.max(seen.current ?? 0, newestFill(answer));
      void client.cancelQueries(deskQuery);
      client.setQueryData(deskQuery.queryKey, answer);
    },
    [client],
  );
  useEffect(() => {
    const onDesk = (answer: TradingDesk) => client.setQueryData(deskQuery.queryKey, answer);
    return listenToDesk({ onDesk, onLive: setLive });
  }, [client]);
  return { query, take };
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
