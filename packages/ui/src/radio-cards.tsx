// One choice among a few, each a card with a title and a line of explanation.
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export interface RadioCard {
  value: string;
  title: ReactNode;
  description?: ReactNode | undefined;
  /** A mark or drawing before the words. */
  mark?: ReactNode | undefined;
  disabled?: boolean | undefined;
}

export interface RadioCardsProps {
  legend: ReactNode;
  isLegendHidden?: boolean | undefined;
  cards: readonly RadioCard[];
  value: string | null;
  onValueChange: (value: string) => void;
  /** Columns from 640 px up. */
  columns?: 1 | 2 | 3 | undefined;
}

export function RadioCards(props: RadioCardsProps) {
  const { legend, isLegendHidden = false, cards, value, onValueChange, columns = 2 } = props;
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className={isLegendHidden ? 'sr-only' : 'mb-2 font-medium text-[0.95rem]'}>{legend}</legend>
      <div className={classNames('grid gap-3', columnClass[columns])}>
        {cards.map((card) => (
          <label
            key={card.value}
            className="flex items-start gap-3 rounded-xl border border-edge bg-surface p-4 transition-colors hover:border-accent-ink has-checked:border-accent has-focus-visible:outline-3 has-focus-visible:outline-accent-ink has-focus-visible:outline-offset-2 has-checked:bg-accent-soft has-disabled:cursor-not-allowed has-disabled:opacity-60"
          >
            <input
              type="radio"
              name={name}
              value={card.value}
              checked={card.value === value}
              disabled={card.disabled}
              onChange={() => onValueChange(card.value)}
              className="mt-1 size-4.5 shrink-0 accent-(--accent) outline-none"
            />
            {card.mark === undefined ? null : <span className="shrink-0">{card.mark}</span>}
            <span className="min-w-0">
              <span className="block font-semibold">{card.title}</span>
              {card.description === undefined ? null : (
                <span className="block text-sm text-soft">{card.description}</span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const columnClass = { 1: '', 2: 'sm:grid-cols-2', 3: 'sm:grid-cols-3' } as const;
