// A held order: the evidence as it is kept, and the two things that a person can decide.
import type { OrderView } from '@mandato/server/api-contract/plan-contract';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { StepUpDialog } from '../session/step-up-dialog.tsx';
import { formatMoment } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';
import { contradictionSentence, lookSentence } from './order-sentences.ts';

interface HeldOrderProps {
  order: OrderView;
  held: NonNullable<OrderView['held']>;
}

export function HeldOrder({ order, held }: HeldOrderProps) {
  const words = useWords();
  const { text, locale, refusal } = words;
  const [isClosing, setClosing] = useState(false);
  const { again, close } = useDecisions(() => setClosing(false));
  return (
    <div className="mt-1 flex flex-col gap-3 rounded-xl border border-line p-4">
      <h4 className="font-semibold">{text('order.held_title')}</h4>
      <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
        <li>{text('order.held_since', { since: formatMoment(locale, held.since) })}</li>
        <li>
          {held.sentAt === null
            ? text('order.held_never_sent')
            : text('order.held_sent', { at: formatMoment(locale, held.sentAt) })}
        </li>
        {held.contradiction === null ? null : <li>{contradictionSentence(words, held.contradiction)}</li>}
        {held.looks.slice(-3).map((look) => (
          <li key={look.at}>{lookSentence(words, look)}</li>
        ))}
      </ul>
      <p>{text('order.held_choice')}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <div className="flex flex-col items-start gap-2">
          <Button
            icon="search"
            busy={again.isPending}
            onClick={() => again.mutate({ orderId: order.orderId })}
          >
            {text('order.held_again')}
          </Button>
          <p className="text-soft text-sm">{text('order.held_again_about')}</p>
        </div>
        <div className="flex flex-col items-start gap-2">
          <Button variant="secondary" onClick={() => setClosing(true)}>
            {text('order.held_close')}
          </Button>
          <p className="text-soft text-sm">{text('order.held_close_about')}</p>
        </div>
      </div>
      {again.error === null ? null : <Banner tone="danger">{refusal(refusalOf(again.error))}</Banner>}
      <StepUpDialog
        isOpen={isClosing}
        isBusy={close.isPending}
        refusal={refusalOf(close.error)}
        facts={[
          { id: 'action', term: text('access.fact_action'), detail: text('safety.action_close_held') },
          { id: 'order', term: text('order.our_id'), detail: order.orderId },
        ]}
        onProof={(stepUpCode) => close.mutate({ orderId: order.orderId, stepUpCode })}
        onClose={() => {
          setClosing(false);
          close.reset();
        }}
      />
    </div>
  );
}

function useDecisions(onClosed: () => void) {
  const { text } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const reread = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: queries.plans.key() }),
      client.invalidateQueries({ queryKey: queries.activity.key() }),
    ]);
  const again = useMutation(
    queries.plans.lookAgain.mutationOptions({
      onSuccess: () => say({ tone: 'success', text: text('order.held_looking') }),
      onSettled: reread,
    }),
  );
  const close = useMutation(
    queries.plans.closeHeld.mutationOptions({
      onSuccess: async () => {
        onClosed();
        await reread();
        say({ tone: 'success', text: text('order.held_closed') });
      },
    }),
  );
  return { again, close };
}
