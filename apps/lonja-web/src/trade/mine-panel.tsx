// The person's side of the market: open orders, orders that ended, fills and balances, in tabs.
import type { PortalBook, TradingDesk } from '@mandato/lonja/api-contract/trade-contract';
import { CheckboxRow } from '@mandato/ui/checkbox-row';
import { TabList, TabPanel } from '@mandato/ui/tab-list';
import { useState } from 'react';
import { BalancesTable } from '../market/balances-table.tsx';
import { bookName } from '../market/book-name.ts';
import { useWords } from '../messages/use-words.ts';
import { FillsTable, HistoryTable } from './history-tables.tsx';
import { OpenOrders } from './open-orders.tsx';
import { worthInPesos } from './worth-in-pesos.ts';

export interface MinePanelProps {
  book: PortalBook;
  books: readonly PortalBook[];
  desk: TradingDesk | undefined;
  onDesk: (desk: TradingDesk) => void;
  className?: string | undefined;
}

type MineTab = 'open' | 'history' | 'fills' | 'balances';

export function MinePanel({ book, books, desk, onDesk, className }: MinePanelProps) {
  const { text } = useWords();
  const [tab, setTab] = useState<MineTab>('open');
  const [isOnlyThis, setOnlyThis] = useState(false);
  const only = isOnlyThis ? book.book : null;
  const shown = (desk?.openOrders ?? []).filter((order) => only === null || order.book === only);
  // Turned dials show other rows.
  const dials = desk?.tradeDials.join() ?? '';
  const valued = (desk?.balances ?? []).map((row) => ({ ...row, worthMxn: worthInPesos(row, books) }));
  const tabs = (['open', 'history', 'fills', 'balances'] as const).map((id) => ({
    id,
    label:
      id === 'open' && shown.length > 0
        ? `${text('mine.tab.open')} (${shown.length})`
        : text(`mine.tab.${id}`),
  }));
  return (
    <section
      aria-label={text('mine.title')}
      className={`flex min-h-0 min-w-0 flex-col overflow-hidden rounded-xl border border-line bg-surface shadow-card ${className ?? ''}`}
    >
      <div className="flex shrink-0 flex-wrap items-center justify-between gap-x-3 border-line border-b px-1">
        <TabList
          name="mine"
          label={text('mine.title')}
          className="border-b-0 max-sm:gap-0 max-sm:[&>button]:px-2"
          tabs={tabs}
          value={tab}
          onValueChange={setTab}
        />
        {tab === 'balances' ? null : (
          <CheckboxRow
            className="px-2 text-sm"
            label={text('mine.onlyThisBook', { book: bookName(book.book) })}
            checked={isOnlyThis}
            onCheckedChange={setOnlyThis}
          />
        )}
      </div>
      <TabPanel name="mine" id={tab} className="min-h-0 flex-1 overflow-auto px-3 py-2">
        {tab === 'open' ? <OpenOrders orders={shown} only={only} books={books} onDesk={onDesk} /> : null}
        {tab === 'history' ? (
          <HistoryTable key={only} book={only} endedOrders={desk?.endedOrders ?? 0} dials={dials} />
        ) : null}
        {tab === 'fills' ? (
          <FillsTable key={only} book={only} newest={desk?.latestFills[0]?.tradeId ?? 0} dials={dials} />
        ) : null}
        {tab === 'balances' ? (
          <div className="[&_table]:text-[0.8125rem]">
            <BalancesTable balances={valued} />
          </div>
        ) : null}
      </TabPanel>
    </section>
  );
}
