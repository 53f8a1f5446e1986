// The first page after logging in: what the account holds and is worth, live prices, recent trades.
import type { PortalHome } from '@mandato/lonja/api-contract/portal-contract';
import { Amount, formatDecimal } from '@mandato/ui/amount';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { PageHeader } from '@mandato/ui/page-header';
import { useStatus } from '@mandato/ui/status-region';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useWords } from '../messages/use-words.ts';
import { askPortal } from '../session/ask-portal.ts';
import { usePortalCall } from '../session/use-portal-call.ts';
import { useSignedIn } from '../session/use-session.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { BalancesCard } from './balances-card.tsx';
import { PricesCard } from './prices-card.tsx';
import { TradesCard } from './trades-card.tsx';

export function HomePage() {
  const { text } = useWords();
  const { name } = useSignedIn();
  const home = useQuery(homeQuery);
  usePageTitle(text('menu.home'));
  return (
    <>
      <PageHeader title={text('home.title', { name })} />
      <Waiting query={home}>
        {(answer) => (
          <div className="grid gap-6">
            <WorthCard home={answer} />
            <BalancesCard balances={answer.balances} dials={answer.balanceDials} />
            <PricesCard books={answer.books} />
            <TradesCard trades={answer.recentTrades} dials={answer.tradeDials} />
          </div>
        )}
      </Waiting>
    </>
  );
}

function WorthCard({ home }: { home: PortalHome }) {
  const { text, refusal, locale } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const topUp = usePortalCall('topUp', (answer) => {
    client.setQueryData(homeQuery.queryKey, answer);
    say({ tone: 'success', text: text('home.toppedUp') });
  });
  const amount = formatDecimal({ value: home.topUpAmountMxn, locale, fractionDigitsMax: 2 });
  return (
    <Card>
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-5">
        <div>
          <h2 className="text-soft">{text('home.worth')}</h2>
          <p className="mt-1 font-semibold text-3xl sm:text-4xl">
            <Amount
              value={home.worthMxn}
              currency="MXN"
              locale={locale}
              fractionDigitsMin={2}
              fractionDigitsMax={2}
            />
          </p>
          <p className="mt-1 text-sm text-soft">{text('home.worthHint')}</p>
          {isBent(home) ? <p className="mt-1 text-sm text-warning-ink">{text('dials.worth')}</p> : null}
        </div>
        <div className="flex flex-col gap-2 sm:items-end">
          <Button
            icon="plus"
            busy={topUp.isBusy}
            disabled={home.topUpsLeftToday === 0}
            onClick={() => topUp.send({})}
          >
            {text('home.topUp', { amount })}
          </Button>
          <span className="text-sm text-soft">
            {text('home.topUpsLeft', { count: home.topUpsLeftToday })}
          </span>
        </div>
      </div>
      {topUp.refusal === null ? null : (
        <Banner tone="danger" className="mt-4">
          {refusal(topUp.refusal)}
        </Banner>
      )}
    </Card>
  );
}

function isBent({ balanceDials, books }: PortalHome): boolean {
  return balanceDials.length > 0 || books.some(({ dials }) => dials.length > 0);
}

const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: () => askPortal('home', {}),
  refetchInterval: 15_000,
});
