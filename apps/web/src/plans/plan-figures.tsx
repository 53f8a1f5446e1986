// The figures of a plan: next buy, spent, bought, average price, and what is left of its limit.
import { formatAmountText, formatQuantityText } from '@mandato/messages/format';
import { formatMoneyTrimmed, parseMoney } from '@mandato/primitives/money';
import type { PlanView } from '@mandato/server/api-contract/plan-contract';
import { formatPrice } from '../words/price.ts';
import { useWords } from '../words/words.tsx';
import { averagePrice } from './average-price.ts';
import { nextSlotSentence } from './next-slot-sentence.ts';

export function PlanFigures({ plan }: { plan: PlanView }) {
  const words = useWords();
  const { text, locale } = words;
  const average = averagePrice(plan);
  const left = budgetLeft(plan);
  return (
    <>
      {plan.pausedBecause === null ? (
        <p className="font-semibold text-lg">{nextSlotSentence(words, plan)}</p>
      ) : null}
      <dl className="mt-4 grid gap-x-6 gap-y-4 sm:grid-cols-3">
        <Figure
          term={text('plan.spent')}
          value={formatAmountText(locale, plan.spent, plan.quote)}
          note={text('common.buys', { count: plan.ordersDone })}
        />
        <Figure term={text('plan.bought')} value={formatAmountText(locale, plan.bought, plan.base)} />
        <Figure
          term={text('plan.average_price')}
          value={
            average === null
              ? text('common.none')
              : `${formatPrice(locale, average)} ${plan.quote.toUpperCase()}`
          }
        />
      </dl>
      {left === null ? null : (
        <p className="mt-4 text-soft">
          {text('plan.budget_left', {
            amount: formatQuantityText(locale, left, plan.quote),
            quote: plan.quote.toUpperCase(),
          })}
        </p>
      )}
    </>
  );
}

function Figure({ term, value, note }: { term: string; value: string; note?: string }) {
  return (
    <div>
      <dt className="text-soft text-sm">{term}</dt>
      <dd className="font-semibold text-lg tabular-nums">{value}</dd>
      {note === undefined ? null : <dd className="text-soft text-sm">{note}</dd>}
    </div>
  );
}

/** Plain decimal text; null where there is no limit. */
function budgetLeft({ budget, spent }: PlanView): string | null {
  if (budget === null) return null;
  const limit = parseMoney(budget);
  const paid = parseMoney(spent);
  return limit.ok && paid.ok ? formatMoneyTrimmed(limit.value - paid.value) : null;
}
