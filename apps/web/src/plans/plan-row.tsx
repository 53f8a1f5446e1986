// One plan in a list: what it does, where it stands, and when it buys next.
import type { PlanView } from '@mandato/server/api-contract/plan-contract';
import { Icon } from '@mandato/ui/icon';
import { textLinkClass } from '@mandato/ui/text-link';
import { PageLink } from '../shell/page-link.tsx';
import { planPath } from '../shell/paths.ts';
import { useWords } from '../words/words.tsx';
import { nextSlotSentence } from './next-slot-sentence.ts';
import { PlanBadges } from './plan-badge.tsx';
import { planSentence } from './plan-sentence.ts';

export function PlanRow({ plan }: { plan: PlanView }) {
  const words = useWords();
  return (
    <li className="flex flex-col gap-2 py-4 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <PageLink href={planPath(plan.planId)} className={textLinkClass}>
          {planSentence(words.locale, plan)}
        </PageLink>
        <PlanBadges plan={plan} />
      </div>
      <p className="flex items-start gap-2 text-[0.95rem] text-soft">
        <Icon name={plan.nextSlotAt === null ? 'info' : 'calendar'} className="mt-1 size-4" />
        <span>{nextSlotSentence(words, plan)}</span>
      </p>
    </li>
  );
}
