// What can be done with a plan; each is asked about once more, and a buy now carries one id however often it is sent.
import { formatQuantityText } from '@mandato/messages/format';
import type { PlanView } from '@mandato/server/api-contract/plan-contract';
import { Banner } from '@mandato/ui/banner';
import { Button, type ButtonVariant } from '@mandato/ui/button';
import { Dialog } from '@mandato/ui/dialog';
import type { IconName } from '@mandato/ui/icon';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { StopButton } from '../safety/stop-button.tsx';
import { api, queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { formatMoment } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';
import { ChangeAmount } from './change-amount.tsx';
import { newRequestId } from './request-id.ts';

type Deed =
  | { readonly kind: 'run_now'; readonly requestId: string }
  | { readonly kind: 'pause' | 'resume' | 'stop' };

export interface PlanActionsProps {
  plan: PlanView;
  /** An order of the plan is under way: no other can be asked for. */
  isBusy: boolean;
}

export function PlanActions({ plan, isBusy }: PlanActionsProps) {
  const { text } = useWords();
  const [asked, setAsked] = useState<Deed | null>(null);
  if (plan.state === 'stopped') return null;
  return (
    <div className="mt-6 flex flex-wrap gap-2 border-line border-t pt-4">
      {plan.state === 'active' ? (
        <>
          <Button
            icon="play"
            disabled={isBusy}
            onClick={() => setAsked({ kind: 'run_now', requestId: newRequestId() })}
          >
            {text('plan.run_now')}
          </Button>
          <Button variant="secondary" icon="pause" onClick={() => setAsked({ kind: 'pause' })}>
            {text('plan.pause')}
          </Button>
        </>
      ) : (
        <ResumeButton plan={plan} />
      )}
      <Button variant="quiet" icon="stop" onClick={() => setAsked({ kind: 'stop' })}>
        {text('plan.stop')}
      </Button>
      {plan.state === 'active' ? <StopButton scope={{ kind: 'plan', planId: plan.planId }} /> : null}
      <ChangeAmount plan={plan} />
      {asked === null ? null : <DeedDialog plan={plan} deed={asked} onClose={() => setAsked(null)} />}
    </div>
  );
}

/** Resuming places no order by itself, so it is not asked about again. */
function ResumeButton({ plan }: { plan: PlanView }) {
  const { text, refusal } = useWords();
  const resume = useDeed({ plan, onDone: () => undefined });
  return (
    <>
      <Button icon="play" busy={resume.isPending} onClick={() => resume.mutate({ kind: 'resume' })}>
        {text('plan.resume')}
      </Button>
      {resume.error === null ? null : (
        <Banner tone="danger" className="order-last w-full">
          {refusal(refusalOf(resume.error))}
        </Banner>
      )}
    </>
  );
}

interface DeedDialogProps {
  plan: PlanView;
  deed: Deed;
  onClose: () => void;
}

function DeedDialog({ plan, deed, onClose }: DeedDialogProps) {
  const { text, refusal } = useWords();
  const act = useDeed({ plan, onDone: onClose });
  const { title, body, label, variant, icon } = useDialogWords(plan, deed);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open && !act.isPending) onClose();
      }}
      title={title}
      description={body}
      closeLabel={text('common.close')}
      footer={
        <>
          <Button variant="secondary" disabled={act.isPending} onClick={onClose}>
            {text('common.cancel')}
          </Button>
          <Button variant={variant} icon={icon} busy={act.isPending} onClick={() => act.mutate(deed)}>
            {label}
          </Button>
        </>
      }
    >
      {act.error === null ? null : <Banner tone="danger">{refusal(refusalOf(act.error))}</Banner>}
    </Dialog>
  );
}

interface DialogWords {
  title: string;
  body: string;
  label: string;
  variant: ButtonVariant;
  icon: IconName;
}

function useDialogWords(plan: PlanView, { kind }: Deed): DialogWords {
  const { text, locale } = useWords();
  switch (kind) {
    case 'run_now': {
      const amount = formatQuantityText(locale, plan.notional, plan.quote);
      return {
        title: text('plan.run_now_title'),
        body: text('plan.run_now_body', { amount, quote: plan.quote.toUpperCase() }),
        label: text('plan.run_now'),
        variant: 'primary',
        icon: 'play',
      };
    }
    case 'resume':
    case 'pause':
      return {
        title: text('plan.pause_title'),
        body: text('plan.pause_body'),
        label: text('plan.pause'),
        variant: 'primary',
        icon: 'pause',
      };
    case 'stop':
      return {
        title: text('plan.stop_title'),
        body: text('plan.stop_body'),
        label: text('plan.stop'),
        variant: 'danger',
        icon: 'stop',
      };
  }
}

/** Does it, reads the plan again whatever came of it, and says what happened. */
function useDeed({ plan, onDone }: { plan: PlanView; onDone: () => void }) {
  const { text, locale } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  return useMutation({
    mutationFn: async (deed: Deed): Promise<string> => {
      switch (deed.kind) {
        case 'run_now':
          await api.plans.runNow({ planId: plan.planId, requestId: deed.requestId });
          return text('plan.run_now_done');
        case 'pause':
          await api.plans.pause({ planId: plan.planId });
          return text('plan.paused');
        case 'resume': {
          const { nextSlotAt, zone } = await api.plans.resume({ planId: plan.planId });
          if (nextSlotAt === null) return text('activity.plan_resumed');
          return text('plan.resumed', { date: formatMoment(locale, nextSlotAt, zone) });
        }
        case 'stop':
          await api.plans.stop({ planId: plan.planId });
          return text('plan.stopped');
      }
    },
    onSuccess: (sentence) => {
      onDone();
      say({ tone: 'success', text: sentence });
    },
    onSettled: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: queries.plans.key() }),
        client.invalidateQueries({ queryKey: queries.activity.key() }),
      ]);
    },
  });
}
