// The plan as it will run, in plain words, and the tick without which it does not start.
import { planContractOfTexts } from '@mandato/messages/plan-contract';
import type { PlanForm } from '@mandato/server/api-contract/plan-contract';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { CheckboxRow } from '@mandato/ui/checkbox-row';
import type { Refusal } from '../session/refusal.ts';
import { useWords } from '../words/words.tsx';
import { ContractText } from './contract-text.tsx';
import type { BookView } from './plan-queries.ts';

export interface AgreementProps {
  form: PlanForm;
  /** Null while the books are being read. */
  book: BookView | null;
  isAgreed: boolean;
  /** The person tried to start without the tick. */
  isMissing: boolean;
  isBusy: boolean;
  /** A refusal that belongs to no field. */
  refusal: Refusal | null;
  onAgreed: (isAgreed: boolean) => void;
}

export function Agreement(props: AgreementProps) {
  const { form, book, isAgreed, isMissing, isBusy, refusal, onAgreed } = props;
  const words = useWords();
  const { text, locale } = words;
  const sentences =
    book === null ? null : planContractOfTexts(locale, { ...form, ...book, notional: form.notional });
  return (
    <Card title={text('plan.contract')} className="lg:sticky lg:top-24">
      {sentences === null ? (
        <p className="text-soft">{text('plan.contract_waiting')}</p>
      ) : (
        <ContractText sentences={sentences} />
      )}
      <p className="mt-4 rounded-xl bg-warning-soft px-4 py-3 text-[0.95rem] text-warning-ink">
        {text('plan.no_profit')}
      </p>
      <CheckboxRow
        className="mt-4"
        label={text('plan.contract_agree')}
        name="agreed"
        checked={isAgreed}
        onCheckedChange={onAgreed}
        error={isMissing ? text('plan.contract_agree_needed') : undefined}
      />
      {refusal === null ? null : (
        <Banner tone="danger" className="mt-4">
          {words.refusal(refusal)}
        </Banner>
      )}
      <Button type="submit" icon="play" busy={isBusy} className="mt-4">
        {text('plan.create')}
      </Button>
    </Card>
  );
}
