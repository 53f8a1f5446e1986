// The trading screen of one book: everything at once where there is room, one part at a time where there is not.
import type { PortalBook } from '@mandato/lonja/api-contract/trade-contract';
import { Banner } from '@mandato/ui/banner';
import { TabList, TabPanel } from '@mandato/ui/tab-list';
import { useQuery } from '@tanstack/react-query';
import { useRouter, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { bookName } from '../market/book-name.ts';
import { DialNotes } from '../market/dial-notes.tsx';
import { useWords } from '../messages/use-words.ts';
import { paths } from '../shell/paths.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { BookPanel } from './book-panel.tsx';
import { ChartPanel } from './chart-panel.tsx';
import { unitsOf } from './live-book.ts';
import { MarketStrip } from './market-strip.tsx';
import { MinePanel } from './mine-panel.tsx';
import { emptyDraft, hasPrice, type OrderDraft } from './order-draft.ts';
import { fieldIds } from './order-fields.tsx';
import { OrderPanel } from './order-panel.tsx';
import { TapePanel } from './tape-panel.tsx';
import { marketQuery } from './trade-queries.ts';
import { writeTypedDecimal } from './typed-decimal.ts';
import { useDesk } from './use-desk.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import { type Layout, useLayout } from './use-layout.ts';
import { useMarketFeed } from './use-market-feed.ts';

export function TradePage() {
  const { text } = useWords();
  const market = useQuery(marketQuery);
  const search = useRouterState({ select: ({ location }) => location.searchStr });
  const { history } = useRouter();
  const wanted = new URLSearchParams(search).get('book') ?? 'btc_mxn';
  usePageTitle(text('trade.title', { book: bookName(wanted) }));
  return (
    <Waiting query={market}>
      {({ books }) => {
        const book = books.find((each) => each.book === wanted) ?? books[0];
        if (book === undefined) return <Banner tone="warning">{text('trade.unknownBook')}</Banner>;
        return (
          <>
            {book.book === wanted ? null : (
              <Banner tone="warning" className="mb-3">
                {text('trade.unknownBook')}
              </Banner>
            )}
            <TradeRoom
              key={book.book}
              book={book}
              books={books}
              onBook={(next) => history.push(`${paths.trade}?book=${encodeURIComponent(next)}`)}
            />
          </>
        );
      }}
    </Waiting>
  );
}

interface TradeRoomProps {
  book: PortalBook;
  books: readonly PortalBook[];
  onBook: (book: string) => void;
}

type Part = 'order' | 'book' | 'chart' | 'tape' | 'mine';

function TradeRoom({ book, books, onBook }: TradeRoomProps) {
  const { locale } = useWords();
  const layout = useLayout();
  const [part, setPart] = useState<Part>('order');
  const [draft, setDraft] = useState<OrderDraft>(emptyDraft);
  const { query, take } = useDesk();
  const view = useMarketFeed(book.book);
  const desk = query.data;
  const ownPrices = useMemo(() => ownPricesOf(desk?.openOrders ?? [], book.book), [desk, book.book]);
  function takePrice(price: bigint) {
    const kind = hasPrice(draft.kind) ? draft.kind : 'limit';
    setDraft({ ...draft, kind, price: writeTypedDecimal(price, locale) });
    setPart('order');
    // The field may only now be drawn.
    requestAnimationFrame(() => document.getElementById(fieldIds.amount)?.focus());
  }
  // A tablet that is turned draws every part anew.
  const keptFocus = useKeptFocus(layout, ({ id }) => (id === '' ? null : document.getElementById(id)));
  const levelsMax = layout === 'tabs' ? 10 : 9;
  const parts: Readonly<Record<Part, ReactNode>> = {
    order: (
      <OrderPanel
        {...{ book, view, desk, draft }}
        onDraft={setDraft}
        onPlaced={(placed) => take(placed.desk)}
        isCompact={layout !== 'tabs'}
        className="[grid-area:order]"
      />
    ),
    book: (
      <BookPanel {...{ book, view, levelsMax, ownPrices }} onPrice={takePrice} className="[grid-area:book]" />
    ),
    chart: <ChartPanel book={book} tape={view.tape} className="[grid-area:chart]" />,
    tape: <TapePanel book={book} tape={view.tape} className="[grid-area:tape]" />,
    mine: <MinePanel {...{ book, books, desk }} onDesk={take} className="[grid-area:mine]" />,
  };
  return (
    <div className="flex flex-col gap-3" {...keptFocus}>
      <MarketStrip {...{ books, book, view, onBook }} />
      <DialNotes dials={[...book.dials, ...(desk?.balanceDials ?? []), ...(desk?.tradeDials ?? [])]} />
      <Arranged {...{ layout, parts, part }} onPart={setPart} />
    </div>
  );
}

interface ArrangedProps {
  layout: Layout;
  parts: Readonly<Record<Part, ReactNode>>;
  part: Part;
  onPart: (part: Part) => void;
}

function Arranged({ layout, parts, part, onPart }: ArrangedProps) {
  const { text } = useWords();
  if (layout !== 'tabs') {
    return (
      <div className={`grid gap-3 ${gridClass[layout]}`}>
        {parts.chart}
        {parts.book}
        {parts.order}
        {parts.tape}
        {parts.mine}
      </div>
    );
  }
  const tabs = (['order', 'book', 'chart', 'tape', 'mine'] as const).map((id) => ({
    id,
    label: text(`trade.tab.${id}`),
  }));
  return (
    <>
      <TabList
        name="trade"
        label={text('trade.tabs')}
        className="[&>button]:flex-1"
        tabs={tabs}
        value={part}
        onValueChange={onPart}
      />
      <TabPanel name="trade" id={part} className="grid min-h-96 [&>section]:[grid-area:auto]">
        {parts[part]}
      </TabPanel>
    </>
  );
}

const gridClass = {
  three:
    'grid-cols-[minmax(0,1fr)_18rem_20rem] grid-rows-[32.5rem_22rem] [grid-template-areas:"chart_book_order""mine_tape_order"]',
  two: 'grid-cols-[minmax(0,1fr)_minmax(0,1fr)_20rem] grid-rows-[24rem_32.5rem_22rem] [grid-template-areas:"chart_chart_order""book_tape_order""mine_mine_mine"]',
} as const;

function ownPricesOf(
  orders: readonly { readonly book: string; readonly price: string | null }[],
  book: string,
): ReadonlySet<bigint> {
  const own = orders.filter((order) => order.book === book && order.price !== null);
  return new Set(own.map(({ price }) => unitsOf(price ?? '0')));
}
