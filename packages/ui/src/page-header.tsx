// The head of a page: its one first-level heading, a sentence, and what can be done here.
import type { ReactNode } from 'react';

export interface PageHeaderProps {
  title: ReactNode;
  description?: ReactNode | undefined;
  /** A link back, above the title. */
  back?: ReactNode | undefined;
  actions?: ReactNode | undefined;
}

export function PageHeader({ title, description, back, actions }: PageHeaderProps) {
  return (
    <header className="mb-6">
      {back === undefined ? null : <div className="mb-2 text-sm">{back}</div>}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 max-w-2xl sm:grow sm:basis-96">
          <h1 className="font-semibold text-2xl sm:text-[1.75rem]">{title}</h1>
          {description === undefined ? null : <p className="mt-1.5 text-soft">{description}</p>}
        </div>
        {actions === undefined ? null : <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  );
}
