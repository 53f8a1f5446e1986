// Where a plan stands, in one word; practice money says so beside it.
import type { PlanView } from '@mandato/server/api-contract/plan-contract';
import { Badge } from '@mandato/ui/badge';
import { useWords } from '../words/words.tsx';

export function PlanBadges({ plan }: { plan: PlanView }) {
  const { text } = useWords();
  return (
    <span className="flex flex-wrap gap-2">
      {plan.exchange === 'practice' ? (
        <Badge tone="accent" icon="flask">
          {text('common.practice_badge')}
        </Badge>
      ) : null}
      <StateBadge plan={plan} />
    </span>
  );
}

function StateBadge({ plan }: { plan: PlanView }) {
  const { text } = useWords();
  const label = text(`plan.state_${plan.state}`);
  if (plan.state === 'stopped') return <Badge icon="stop">{label}</Badge>;
  if (plan.state === 'paused') {
    return (
      <Badge tone="warning" icon="pause">
        {label}
      </Badge>
    );
  }
  return (
    <Badge
      tone={plan.pausedBecause === null ? 'success' : 'warning'}
      icon={plan.pausedBecause === null ? 'play' : 'warning'}
    >
      {label}
    </Badge>
  );
}
