// The one thing to do next on the way to a first plan; nothing once there is one.
import { buttonClass } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { useQuery } from '@tanstack/react-query';
import { planListQuery } from '../plans/plan-queries.ts';
import { queries } from '../session/api.ts';
import { useSignedIn } from '../session/signed-in.ts';
import { PageLink } from '../shell/page-link.tsx';
import { paths } from '../shell/paths.ts';
import { useWords } from '../words/words.tsx';
import { type Step, stepAfter } from './step-after.ts';

export function NextStep() {
  const { text } = useWords();
  const { hasSecondFactor } = useSignedIn();
  const links = useQuery(queries.links.list.queryOptions());
  const plans = useQuery(planListQuery());
  if (links.data === undefined || plans.data === undefined) return null;
  const step = stepAfter({ hasSecondFactor, links: links.data.length, plans: plans.data.length });
  if (step === null) return null;
  const { path, body, label } = steps[step];
  return (
    <Card title={text('home.next_step')}>
      <p className="mb-4 max-w-2xl text-soft">{text(body)}</p>
      <PageLink href={path} className={buttonClass()}>
        {text(label)}
      </PageLink>
    </Card>
  );
}

const steps = {
  second_factor: {
    path: paths.profile,
    body: 'account.second_factor_needed_to_link',
    label: 'account.second_factor_turn_on',
  },
  link: { path: paths.newLink, body: 'link.intro', label: 'link.link_new' },
  plan: { path: paths.newPlan, body: 'plan.intro', label: 'link.linked_next' },
} as const satisfies Record<Step, object>;
