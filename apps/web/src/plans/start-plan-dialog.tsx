// The last question before a plan goes live: what is permitted, what it raises at the signer, and the code for it.
import { planContractOfTexts } from '@mandato/messages/plan-contract';
import type { PlanForm } from '@mandato/server/api-contract/plan-contract';
import { Banner } from '@mandato/ui/banner';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { raiseLines } from '../safety/limit-words.ts';
import { queries } from '../session/api.ts';
import type { Refusal } from '../session/refusal.ts';
import { StepUpDialog } from '../session/step-up-dialog.tsx';
import { formatMoment } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';
import type { BookView } from './plan-queries.ts';

/** A plan as it was agreed to, with the id of that press: sent again, it starts no second one. */
export interface AskedPlan {
  readonly form: PlanForm;
  readonly requestId: string;
}

export interface StartPlanDialogProps {
  asked: AskedPlan;
  book: BookView;
  isBusy: boolean;
  refusal: Refusal | null;
  /** Something about the plan itself was refused: the form shows it. */
  isRefusedOtherwise: boolean;
  onProof: (stepUpCode: string) => void;
  onClose: () => void;
}

export function StartPlanDialog(props: StartPlanDialogProps) {
  const { asked, book, isBusy, refusal, isRefusedOtherwise, onProof, onClose } = props;
  const words = useWords();
  const { text, locale } = words;
  const { linkId, notional } = asked.form;
  const raise = useQuery(
    queries.safety.limitsForPlan.queryOptions({
      input: { linkId, book: book.book, notional, planId: null },
    }),
  );
  useEffect(() => {
    if (isRefusedOtherwise) onClose();
  }, [isRefusedOtherwise, onClose]);
  const [sentence] = planContractOfTexts(locale, { ...asked.form, ...book, notional }) ?? [];
  const raised = raise.data === undefined ? [] : raiseLines(words, raise.data.raises);
  return (
    <StepUpDialog
      isOpen
      isBusy={isBusy}
      refusal={refusal}
      facts={[
        { id: 'action', term: text('access.fact_action'), detail: text('safety.action_start_plan') },
        { id: 'plan', term: text('safety.fact_plan'), detail: sentence ?? book.book },
        ...raised.map((line, at) => ({ id: `raise-${at}`, term: text('safety.fact_limits'), detail: line })),
      ]}
      note={
        raise.data === undefined || raised.length === 0 ? null : (
          <Banner tone="warning" isStatic>
            {text('safety.raise_notice', { from: formatMoment(locale, raise.data.holdsFrom) })}
          </Banner>
        )
      }
      onProof={onProof}
      onClose={onClose}
    />
  );
}
