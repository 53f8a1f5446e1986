// Facts as pairs of a term and its detail; beside each other where there is room.
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface Definition {
  id: string;
  term: ReactNode;
  detail: ReactNode;
}

export interface DefinitionListProps {
  items: readonly Definition[];
  className?: string | undefined;
}

export function DefinitionList({ items, className }: DefinitionListProps) {
  return (
    <dl className={classNames('divide-y divide-line', className)}>
      {items.map((item) => (
        <div
          key={item.id}
          className="grid gap-x-6 gap-y-0.5 py-3 first:pt-0 last:pb-0 sm:grid-cols-[minmax(9rem,1fr)_2fr]"
        >
          <dt className="text-soft text-sm sm:pt-px">{item.term}</dt>
          <dd className="min-w-0 break-words">{item.detail}</dd>
        </div>
      ))}
    </dl>
  );
}
