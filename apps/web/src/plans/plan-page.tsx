// One plan: where it stands, what it has bought, what can be done with it, its text, and its orders.
import type { OrderView, PlanView } from '@mandato/server/api-contract/plan-contract';
import { Banner } from '@mandato/ui/banner';
import { buttonClass } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { PageHeader } from '@mandato/ui/page-header';
import { textLinkClass } from '@mandato/ui/text-link';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { stopOf } from '../safety/stop-of.ts';
import { safetyQuery } from '../safety/stop-queries.ts';
import { PageLink } from '../shell/page-link.tsx';
import { linkPath, paths } from '../shell/paths.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { formatMoment } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';
import { ContractText } from './contract-text.tsx';
import { OrderList } from './order-list.tsx';
import { PlanActions } from './plan-actions.tsx';
import { PlanBadges } from './plan-badge.tsx';
import { PlanFigures } from './plan-figures.tsx';
import { isUnderWay, planQuery } from './plan-queries.ts';
import { contractOf, planSentence } from './plan-sentence.ts';

export function PlanPage() {
  const { text } = useWords();
  const { planId = '' }: { planId?: string } = useParams({ strict: false });
  const plan = useQuery(planQuery(planId));
  usePageTitle(text('plan.title'));
  return (
    <>
      {plan.data === undefined ? <PageHeader title={text('plan.title')} back={<BackToPlans />} /> : null}
      <Waiting query={plan}>{(found) => <PlanDetails {...found} />}</Waiting>
    </>
  );
}

function BackToPlans() {
  const { text } = useWords();
  return (
    <PageLink href={paths.plans} className={textLinkClass}>
      {text('plan.title')}
    </PageLink>
  );
}

function PlanDetails({ plan, orders }: { plan: PlanView; orders: readonly OrderView[] }) {
  const { text, locale } = useWords();
  return (
    <>
      <PageHeader
        back={<BackToPlans />}
        title={planSentence(locale, plan)}
        actions={<PlanBadges plan={plan} />}
      />
      <WhyNotRunning plan={plan} />
      <StoppedPlan plan={plan} />
      <div className="flex flex-col gap-6">
        <Card>
          <PlanFigures plan={plan} />
          <PlanActions plan={plan} isBusy={orders.some(isUnderWay)} />
        </Card>
        <OrderList plan={plan} orders={orders} />
        <Card title={text('plan.contract')}>
          <ContractText sentences={contractOf(locale, plan)} />
        </Card>
      </div>
    </>
  );
}

/** This very plan was stopped at once. */
function StoppedPlan({ plan }: { plan: PlanView }) {
  const { text, locale } = useWords();
  const safety = useQuery(safetyQuery());
  const stop = stopOf(safety.data, { kind: 'plan', planId: plan.planId });
  if (stop === null) return null;
  return (
    <Banner tone="danger" isStatic className="mb-6">
      {text('safety.on_plan', { since: formatMoment(locale, stop.since) })}
    </Banner>
  );
}

function WhyNotRunning({ plan }: { plan: PlanView }) {
  const { text, reason } = useWords();
  if (plan.pausedBecause === null) return null;
  return (
    <Banner
      tone={plan.state === 'stopped' ? 'info' : 'warning'}
      isStatic
      className="mb-6"
      action={
        plan.pausedBecause === 'link_not_usable' || plan.pausedBecause === 'link_paused' ? (
          <PageLink
            href={linkPath(plan.linkId)}
            className={buttonClass({ variant: 'secondary', size: 'small' })}
          >
            {text('common.exchanges')}
          </PageLink>
        ) : undefined
      }
    >
      {reason(plan.pausedBecause)}
    </Banner>
  );
}
