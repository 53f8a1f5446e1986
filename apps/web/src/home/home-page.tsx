// The first page after logging in: the assurance, the next step, balances, plans, and what happened lately.
import { Card } from '@mandato/ui/card';
import { EmptyState } from '@mandato/ui/empty-state';
import { Icon } from '@mandato/ui/icon';
import { PageHeader } from '@mandato/ui/page-header';
import { textLinkClass } from '@mandato/ui/text-link';
import { useQuery } from '@tanstack/react-query';
import { hasOrderUnderWay, recentActivityQuery } from '../activity/activity-queries.ts';
import { ActivityRow } from '../activity/activity-row.tsx';
import { planListQuery, refetchAfterMs } from '../plans/plan-queries.ts';
import { PlanRow } from '../plans/plan-row.tsx';
import { queries } from '../session/api.ts';
import { useSignedIn } from '../session/signed-in.ts';
import { PageLink } from '../shell/page-link.tsx';
import { paths } from '../shell/paths.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/words.tsx';
import { BalancesCard } from './balances-card.tsx';
import { NextStep } from './next-step.tsx';
import { TroubledLinks } from './troubled-links.tsx';

export function HomePage() {
  const { text } = useWords();
  const { name } = useSignedIn();
  const links = useQuery(queries.links.list.queryOptions());
  usePageTitle(text('common.home'));
  return (
    <>
      <PageHeader title={text('account.welcome', { name })} />
      <Assurance hasLink={(links.data?.length ?? 0) > 0} />
      <TroubledLinks />
      <div className="flex flex-col gap-6">
        <NextStep />
        <Waiting query={links}>
          {(found) => (
            <>
              {found.map((link) => (
                <BalancesCard key={link.linkId} link={link} />
              ))}
            </>
          )}
        </Waiting>
        <PlansCard />
        <ActivityCard />
      </div>
    </>
  );
}

/** What is promised, with the way to what shows it. */
function Assurance({ hasLink }: { hasLink: boolean }) {
  const { text } = useWords();
  return (
    <p className="mb-6 flex items-start gap-3 rounded-xl bg-accent-soft px-4 py-3 text-accent-ink">
      <Icon name="shield-check" className="mt-0.5" />
      <span>
        {text('home.assurance')}{' '}
        <PageLink
          href={hasLink ? paths.exchanges : paths.security}
          className={`${textLinkClass} whitespace-nowrap`}
        >
          {text('home.evidence')}
        </PageLink>
      </span>
    </p>
  );
}

function PlansCard() {
  const { text } = useWords();
  const recent = useQuery(recentActivityQuery());
  const plans = useQuery({
    ...planListQuery(),
    refetchInterval: refetchAfterMs(hasOrderUnderWay(recent.data ?? [])),
  });
  return (
    <Card
      title={text('plan.title')}
      actions={
        <PageLink href={paths.plans} className={textLinkClass}>
          {text('home.all_plans')}
        </PageLink>
      }
    >
      <Waiting query={plans}>
        {(found) => {
          const going = found.filter(({ state }) => state !== 'stopped');
          if (going.length === 0) return <EmptyState icon="calendar" title={text('plan.empty')} />;
          return (
            <ul className="divide-y divide-line">
              {going.map((plan) => (
                <PlanRow key={plan.planId} plan={plan} />
              ))}
            </ul>
          );
        }}
      </Waiting>
    </Card>
  );
}

function ActivityCard() {
  const { text } = useWords();
  const recent = useQuery(recentActivityQuery());
  return (
    <Card
      title={text('activity.title')}
      actions={
        <PageLink href={paths.activity} className={textLinkClass}>
          {text('home.all_activity')}
        </PageLink>
      }
    >
      <Waiting query={recent}>
        {(rows) => (
          <ul className="divide-y divide-line">
            {rows.map((row) => (
              <ActivityRow key={row.activityId} activity={row} />
            ))}
          </ul>
        )}
      </Waiting>
    </Card>
  );
}
