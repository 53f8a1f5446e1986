// The fields of a plan, each with its own hint and, where the server found it wrong, its own sentence.
import { assetName, formatQuantityText } from '@mandato/messages/format';
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { Card } from '@mandato/ui/card';
import { RadioCards } from '@mandato/ui/radio-cards';
import { SelectField } from '@mandato/ui/select-field';
import { TextField } from '@mandato/ui/text-field';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { queries } from '../session/api.ts';
import { type Refusal, refusalOf } from '../session/refusal.ts';
import { formatPrice } from '../words/price.ts';
import { useWords } from '../words/words.tsx';
import { fieldOfRefusal, type PlanDraft, type PlanField } from './plan-draft.ts';
import type { BookView } from './plan-queries.ts';
import { ScheduleFields } from './schedule-fields.tsx';

export interface PlanFieldsProps {
  draft: PlanDraft;
  links: readonly LinkView[];
  books: UseQueryResult<BookView[], Error>;
  refusal: Refusal | null;
  onChange: (changed: Partial<PlanDraft>) => void;
}

/** The sentence to show at a field, if the refusal is about it. */
export type ErrorAt = (field: PlanField) => string | undefined;

export function PlanFields({ draft, links, books, refusal, onChange }: PlanFieldsProps) {
  const words = useWords();
  const { text } = words;
  const errorAt: ErrorAt = (field) =>
    refusal !== null && fieldOfRefusal(refusal) === field ? words.refusal(refusal) : undefined;
  const book = books.data?.find((one) => one.book === draft.book) ?? null;
  return (
    <Card>
      <div className="flex flex-col gap-5">
        <SelectField
          label={text('plan.link')}
          name="link"
          value={draft.linkId}
          options={links.map(({ linkId, name, exchange }) => ({
            value: linkId,
            label: linkLabel(name, text(`link.exchange_${exchange}`)),
          }))}
          onChange={(event) => onChange({ linkId: event.currentTarget.value })}
          error={errorAt('link')}
        />
        <BookField draft={draft} books={books} book={book} errorAt={errorAt} onChange={onChange} />
        <AmountField draft={draft} book={book} errorAt={errorAt} onChange={onChange} />
        <ScheduleFields draft={draft} errorAt={errorAt} onChange={onChange} />
        <TextField
          label={`${text('plan.budget')} (${text('common.optional')})`}
          hint={text('plan.budget_hint')}
          name="budget"
          inputMode="decimal"
          autoComplete="off"
          maxLength={64}
          suffix={book?.quote.toUpperCase()}
          value={draft.budget}
          onChange={(event) => onChange({ budget: event.currentTarget.value })}
          error={errorAt('budget')}
        />
        <RadioCards
          legend={text('plan.missed_slots')}
          columns={1}
          value={draft.missedSlots}
          onValueChange={(value) => onChange({ missedSlots: value === 'skip' ? 'skip' : 'buy_once' })}
          cards={[
            { value: 'buy_once', title: text('plan.missed_buy_once') },
            { value: 'skip', title: text('plan.missed_skip') },
          ]}
        />
      </div>
    </Card>
  );
}

function linkLabel(name: string, exchange: string): string {
  return name === exchange ? name : `${name} · ${exchange}`;
}

interface BookFieldProps extends Pick<PlanFieldsProps, 'draft' | 'books' | 'onChange'> {
  book: BookView | null;
  errorAt: ErrorAt;
}

function BookField({ draft, books, book, errorAt, onChange }: BookFieldProps) {
  const { text, locale, refusal } = useWords();
  const unread = refusal(refusalOf(books.error));
  return (
    <SelectField
      label={text('plan.book')}
      name="book"
      value={draft.book}
      disabled={books.data === undefined}
      hint={
        book === null || book.last === null
          ? undefined
          : text('plan.book_hint', { price: formatPrice(locale, book.last), quote: book.quote.toUpperCase() })
      }
      options={
        books.data?.map((one) => ({
          value: one.book,
          label: `${assetName(one.base)} (${one.base.toUpperCase()}/${one.quote.toUpperCase()})`,
        })) ?? [{ value: '', label: text(books.isPending ? 'common.loading' : 'common.unknown') }]
      }
      onChange={(event) => onChange({ book: event.currentTarget.value })}
      error={errorAt('book') ?? unread}
    />
  );
}

interface AmountFieldProps extends Pick<PlanFieldsProps, 'draft' | 'onChange'> {
  book: BookView | null;
  errorAt: ErrorAt;
}

function AmountField({ draft, book, errorAt, onChange }: AmountFieldProps) {
  const { text, locale } = useWords();
  const balances = useQuery(queries.links.balances.queryOptions({ input: { linkId: draft.linkId } }));
  const available = balances.data?.find(({ asset }) => asset === book?.quote)?.available;
  const shown = (amount: string) => formatQuantityText(locale, amount, book?.quote ?? '');
  const quote = book?.quote.toUpperCase() ?? '';
  return (
    <TextField
      label={text('plan.notional')}
      name="notional"
      inputMode="decimal"
      autoComplete="off"
      maxLength={64}
      suffix={quote === '' ? undefined : quote}
      value={draft.notional}
      onChange={(event) => onChange({ notional: event.currentTarget.value })}
      hint={
        book === null
          ? undefined
          : [
              text('plan.notional_hint', {
                minimum: shown(book.notionalMin),
                maximum: shown(book.notionalMax),
                quote,
              }),
              ...(available === undefined
                ? []
                : [text('plan.available_hint', { available: shown(available), quote })]),
            ].join(' ')
      }
      error={errorAt('notional')}
    />
  );
}
