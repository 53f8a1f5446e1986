// Changes how much a plan buys for; less holds at once, more is asked for with a code.

import { formatAmountText } from '@mandato/messages/format';
import type { PlanView } from '@mandato/server/api-contract/plan-contract';
import { Button } from '@mandato/ui/button';
import { useStatus } from '@mandato/ui/status-region';
import { TextField } from '@mandato/ui/text-field';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../session/api.ts';
import { FormDialog } from '../session/form-dialog.tsx';
import { refusalOf } from '../session/refusal.ts';
import { StepUpDialog } from '../session/step-up-dialog.tsx';
import { useWords } from '../words/words.tsx';

export function ChangeAmount({ plan }: { plan: PlanView }) {
  const { text } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="quiet" onClick={() => setOpen(true)}>
        {text('plan.amount_change')}
      </Button>
      {isOpen ? <AmountDialog plan={plan} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function AmountDialog({ plan, onClose }: { plan: PlanView; onClose: () => void }) {
  const { text, locale } = useWords();
  const [notional, setNotional] = useState(plan.notional);
  const [budget, setBudget] = useState(plan.budget ?? '');
  const change = useChangeAmount(onClose);
  const refused = refusalOf(change.error);
  const wanted = {
    planId: plan.planId,
    notional: notional.trim(),
    budget: budget.trim() === '' ? null : budget.trim(),
  };
  const isRaised = refused?.code === 'step_up_needed' || (change.variables?.stepUpCode ?? null) !== null;
  if (isRaised) {
    return (
      <StepUpDialog
        isOpen
        isBusy={change.isPending}
        refusal={refused?.code === 'step_up_needed' ? null : refused}
        facts={[
          { id: 'action', term: text('access.fact_action'), detail: text('safety.action_raise_plan') },
          {
            id: 'notional',
            term: text('plan.notional'),
            detail: formatAmountText(locale, wanted.notional, plan.quote),
          },
          {
            id: 'budget',
            term: text('plan.budget'),
            detail:
              wanted.budget === null
                ? text('safety.limits_none')
                : formatAmountText(locale, wanted.budget, plan.quote),
          },
        ]}
        onProof={(stepUpCode) => change.mutate({ ...wanted, stepUpCode })}
        onClose={onClose}
      />
    );
  }
  return (
    <FormDialog
      title={text('plan.amount_change')}
      description={text('plan.amount_about')}
      submitLabel={text('plan.amount_change')}
      isBusy={change.isPending}
      refusal={refused}
      onSubmit={() => change.mutate({ ...wanted, stepUpCode: null })}
      onClose={onClose}
    >
      <TextField
        label={text('plan.notional')}
        name="notional"
        inputMode="decimal"
        autoComplete="off"
        suffix={plan.quote.toUpperCase()}
        value={notional}
        onChange={(event) => setNotional(event.currentTarget.value)}
      />
      <TextField
        label={text('plan.budget')}
        hint={text('plan.budget_hint')}
        name="budget"
        inputMode="decimal"
        autoComplete="off"
        suffix={plan.quote.toUpperCase()}
        value={budget}
        onChange={(event) => setBudget(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

function useChangeAmount(onDone: () => void) {
  const { text } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  return useMutation(
    queries.plans.changeAmount.mutationOptions({
      onSuccess: async () => {
        onDone();
        await client.invalidateQueries({ queryKey: queries.plans.key() });
        say({ tone: 'success', text: text('plan.amount_changed') });
      },
    }),
  );
}
