// Stops buying at once after one question, or lets it go on with a code; the same for a plan, a person and everybody.
import type { MessageKey } from '@mandato/messages/catalogue';
import type { StopScope } from '@mandato/server/api-contract/safety-contract';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Dialog } from '@mandato/ui/dialog';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { StepUpDialog } from '../session/step-up-dialog.tsx';
import { useWords } from '../words/words.tsx';
import { isStartNeeded } from './stop-of.ts';
import { safetyQuery } from './stop-queries.ts';

const wordsOf = {
  all: {
    label: 'safety.stop_all',
    title: 'safety.stop_all_title',
    body: 'safety.stop_all_body',
    scope: 'safety.scope_all',
  },
  account: {
    label: 'safety.stop_account',
    title: 'safety.stop_account_title',
    body: 'safety.stop_account_body',
    scope: 'safety.scope_account',
  },
  plan: {
    label: 'safety.stop_plan',
    title: 'safety.stop_plan_title',
    body: 'safety.stop_plan_body',
    scope: 'safety.scope_plan',
  },
} as const satisfies Record<StopScope['kind'], Record<'label' | 'title' | 'body' | 'scope', MessageKey>>;

export function StopButton({ scope }: { scope: StopScope }) {
  const { text } = useWords();
  const safety = useQuery(safetyQuery());
  const [isAsking, setAsking] = useState(false);
  if (safety.data === undefined) return null;
  if (isStartNeeded(safety.data, scope)) return <StartButton scope={scope} />;
  return (
    <>
      <Button
        variant={scope.kind === 'plan' ? 'quiet' : 'danger'}
        icon="stop"
        onClick={() => setAsking(true)}
      >
        {text(wordsOf[scope.kind].label)}
      </Button>
      {isAsking ? <StopDialog scope={scope} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function StopDialog({ scope, onClose }: { scope: StopScope; onClose: () => void }) {
  const { text, refusal } = useWords();
  const heard = useHeard();
  const words = wordsOf[scope.kind];
  const stop = useMutation(
    queries.safety.stop.mutationOptions({
      onSuccess: async () => {
        onClose();
        await heard('safety.stopped');
      },
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open && !stop.isPending) onClose();
      }}
      title={text(words.title)}
      description={text(words.body)}
      closeLabel={text('common.close')}
      footer={
        <>
          <Button variant="secondary" disabled={stop.isPending} onClick={onClose}>
            {text('common.cancel')}
          </Button>
          <Button variant="danger" icon="stop" busy={stop.isPending} onClick={() => stop.mutate({ scope })}>
            {text(words.label)}
          </Button>
        </>
      }
    >
      {stop.error === null ? null : <Banner tone="danger">{refusal(refusalOf(stop.error))}</Banner>}
    </Dialog>
  );
}

export function StartButton({ scope }: { scope: StopScope }) {
  const { text } = useWords();
  const heard = useHeard();
  const [isAsking, setAsking] = useState(false);
  const start = useMutation(
    queries.safety.start.mutationOptions({
      onSuccess: async () => {
        setAsking(false);
        await heard('safety.started');
      },
    }),
  );
  return (
    <>
      <Button variant="secondary" icon="play" onClick={() => setAsking(true)}>
        {text('safety.start')}
      </Button>
      <StepUpDialog
        isOpen={isAsking}
        isBusy={start.isPending}
        refusal={refusalOf(start.error)}
        facts={[
          { id: 'action', term: text('access.fact_action'), detail: text('safety.action_start') },
          { id: 'scope', term: text('safety.fact_scope'), detail: text(wordsOf[scope.kind].scope) },
        ]}
        onProof={(stepUpCode) => start.mutate({ scope, stepUpCode })}
        onClose={() => {
          setAsking(false);
          start.reset();
        }}
      />
    </>
  );
}

/** Reads again what a switch changes, and says that it was turned. */
function useHeard() {
  const { text } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  return async (key: 'safety.stopped' | 'safety.started') => {
    await Promise.all([
      client.invalidateQueries({ queryKey: queries.safety.key() }),
      client.invalidateQueries({ queryKey: queries.plans.key() }),
      client.invalidateQueries({ queryKey: queries.activity.key() }),
    ]);
    say({ tone: key === 'safety.started' ? 'success' : 'warning', text: text(key) });
  };
}
