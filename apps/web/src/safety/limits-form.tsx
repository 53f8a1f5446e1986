// Changes the limits of a key: asked without a proof first, and with one when the server says that they are looser.
import type { LimitsView, LinkLimitsView } from '@mandato/server/api-contract/safety-contract';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { useStatus } from '@mandato/ui/status-region';
import { TextField } from '@mandato/ui/text-field';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ChangeEvent, type FormEvent, useState } from 'react';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { StepUpDialog } from '../session/step-up-dialog.tsx';
import { formatMoment } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';
import { draftOf, type LimitDraft, limitsOfDraft } from './limit-draft.ts';
import { limitLines, waitWords } from './limit-words.ts';

interface LimitsFormProps {
  found: LinkLimitsView;
  /** The currencies whose amounts are shown. */
  assets: readonly string[];
}

export function LimitsForm({ found, assets }: LimitsFormProps) {
  const words = useWords();
  const { text, refusal } = words;
  const [draft, setDraft] = useState<LimitDraft>(() => draftOf(found.limits, assets));
  const [isWrong, setWrong] = useState(false);
  const [asked, setAsked] = useState<LimitsView | null>(null);
  const change = useChange(() => setAsked(null));
  const refused = refusalOf(change.error);
  const isLooser =
    asked !== null && (refused?.code === 'step_up_needed' || change.variables?.stepUpCode !== null);
  function submit(event: FormEvent) {
    event.preventDefault();
    const limits = limitsOfDraft(draft, found.limits);
    setWrong(limits === null);
    if (limits === null || change.isPending) return;
    setAsked(limits);
    change.mutate({ linkId: found.linkId, limits, stepUpCode: null });
  }
  return (
    <Card title={text('safety.limits_save')}>
      <form noValidate onSubmit={submit} className="flex flex-col gap-5">
        <LimitFields draft={draft} assets={assets} onChange={setDraft} />
        {isWrong ? <Banner tone="danger">{text('safety.limits_malformed_field')}</Banner> : null}
        {refused === null || isLooser ? null : <Banner tone="danger">{refusal(refused)}</Banner>}
        <div>
          <Button type="submit" busy={change.isPending && !isLooser}>
            {text('safety.limits_save')}
          </Button>
        </div>
      </form>
      <StepUpDialog
        isOpen={isLooser}
        isBusy={change.isPending}
        refusal={refused?.code === 'step_up_needed' ? null : refused}
        facts={[
          { id: 'action', term: text('access.fact_action'), detail: text('safety.action_loosen') },
          ...changedLines(words, { asked, found, assets }),
          {
            id: 'wait',
            term: text('safety.fact_waits'),
            detail: text('safety.after_code', { wait: waitWords(words, found.waitMs) }),
          },
        ]}
        onProof={(stepUpCode) => {
          if (asked !== null) change.mutate({ linkId: found.linkId, limits: asked, stepUpCode });
        }}
        onClose={() => {
          setAsked(null);
          change.reset();
        }}
      />
    </Card>
  );
}

interface LimitFieldsProps {
  draft: LimitDraft;
  assets: readonly string[];
  onChange: (draft: LimitDraft) => void;
}

function LimitFields({ draft, assets, onChange }: LimitFieldsProps) {
  const { text } = useWords();
  const read = (event: ChangeEvent<HTMLInputElement>) => event.currentTarget.value;
  return (
    <>
      {assets.map((asset) => (
        <div key={asset} className="grid gap-5 sm:grid-cols-2">
          <TextField
            label={text('safety.limits_per_order_in', { asset: asset.toUpperCase() })}
            name={`per-order-${asset}`}
            inputMode="decimal"
            autoComplete="off"
            suffix={asset.toUpperCase()}
            value={draft.perOrder[asset] ?? ''}
            onChange={(event) =>
              onChange({ ...draft, perOrder: { ...draft.perOrder, [asset]: read(event) } })
            }
          />
          <TextField
            label={text('safety.limits_per_day_in', { asset: asset.toUpperCase() })}
            hint={text('safety.limits_day_hint')}
            name={`per-day-${asset}`}
            inputMode="decimal"
            autoComplete="off"
            suffix={asset.toUpperCase()}
            value={draft.perDay[asset] ?? ''}
            onChange={(event) => onChange({ ...draft, perDay: { ...draft.perDay, [asset]: read(event) } })}
          />
        </div>
      ))}
      <TextField
        label={text('safety.limits_books')}
        hint={text('safety.limits_books_hint')}
        name="books"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={draft.books}
        onChange={(event) => onChange({ ...draft, books: read(event) })}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          label={text('safety.limits_orders')}
          name="orders-per-minute"
          inputMode="numeric"
          autoComplete="off"
          value={draft.ordersPerMinute}
          onChange={(event) => onChange({ ...draft, ordersPerMinute: read(event) })}
        />
        <TextField
          label={text('safety.limits_band')}
          hint={text('safety.limits_band_hint')}
          name="price-band"
          inputMode="decimal"
          autoComplete="off"
          suffix="%"
          value={draft.priceBand}
          onChange={(event) => onChange({ ...draft, priceBand: read(event) })}
        />
      </div>
    </>
  );
}

/** The lines in which what is asked for differs from what holds. */
function changedLines(
  words: ReturnType<typeof useWords>,
  of: LimitsFormProps & { readonly asked: LimitsView | null },
) {
  if (of.asked === null) return [];
  const inForce = limitLines(words, of.found.limits, of.assets);
  return limitLines(words, of.asked, of.assets).filter(
    (line) => inForce.find(({ id }) => id === line.id)?.detail !== line.detail,
  );
}

function useChange(onDone: () => void) {
  const { text, locale } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  return useMutation(
    queries.safety.setLimits.mutationOptions({
      onSuccess: async ({ pending }) => {
        onDone();
        await client.invalidateQueries({ queryKey: queries.safety.key() });
        const sentence =
          pending === null
            ? text('safety.limits_saved')
            : text('safety.limits_asked', { from: formatMoment(locale, pending.at) });
        say({ tone: 'success', text: sentence });
      },
    }),
  );
}
