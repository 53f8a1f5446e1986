// All plans of the person, running ones first.
import type { PlanView } from '@mandato/server/api-contract/plan-contract';
import { buttonClass } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { EmptyState } from '@mandato/ui/empty-state';
import { PageHeader } from '@mandato/ui/page-header';
import { useQuery } from '@tanstack/react-query';
import { PageLink } from '../shell/page-link.tsx';
import { paths } from '../shell/paths.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/words.tsx';
import { planListQuery } from './plan-queries.ts';
import { PlanRow } from './plan-row.tsx';

export function PlansPage() {
  const { text } = useWords();
  const plans = useQuery(planListQuery());
  usePageTitle(text('plan.title'));
  return (
    <>
      <PageHeader
        title={text('plan.title')}
        description={text('plan.intro')}
        actions={
          <PageLink href={paths.newPlan} className={buttonClass()}>
            {text('plan.new')}
          </PageLink>
        }
      />
      <Waiting query={plans}>
        {(found) => (
          <Card>
            {found.length === 0 ? (
              <EmptyState icon="calendar" title={text('plan.empty')}>
                {text('plan.no_profit')}
              </EmptyState>
            ) : (
              <ul className="divide-y divide-line">
                {byState(found).map((plan) => (
                  <PlanRow key={plan.planId} plan={plan} />
                ))}
              </ul>
            )}
          </Card>
        )}
      </Waiting>
    </>
  );
}

const rank: Record<PlanView['state'], number> = { active: 0, paused: 1, stopped: 2 };

/** Running, waiting, ended; the newest first within each. */
export function byState(plans: readonly PlanView[]): readonly PlanView[] {
  return [...plans].sort((one, other) => rank[one.state] - rank[other.state]);
}
