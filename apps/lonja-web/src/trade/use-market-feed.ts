// The live market of a book for as long as the page shows it.
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { askPortal } from '../session/ask-portal.ts';
import { MarketFeed, type MarketView } from './market-feed.ts';

export function useMarketFeed(book: string): MarketView {
  const feed = useMemo(
    () => new MarketFeed(book, { url: streamUrl(), askSnapshot: () => askPortal('bookSnapshot', { book }) }),
    [book],
  );
  useEffect(() => feed.start(), [feed]);
  return useSyncExternalStore(feed.subscribe, feed.current);
}

// The exchange's own stream is on the port of these pages.
function streamUrl(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/`;
}
