// One part of the trading screen: a quiet frame with a small heading, tighter than a card.
import { classNames } from '@mandato/ui/class-names';
import { type ReactNode, useId } from 'react';

export interface PanelProps {
  title: ReactNode;
  /** At the end of the heading's line. */
  actions?: ReactNode | undefined;
  className?: string | undefined;
  bodyClassName?: string | undefined;
  children: ReactNode;
}

export function Panel({ title, actions, className, bodyClassName, children }: PanelProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={classNames(
        'flex min-h-0 min-w-0 flex-col overflow-hidden rounded-xl border border-line bg-surface shadow-card',
        className,
      )}
    >
      <div className="flex min-h-11 shrink-0 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-line border-b px-3 py-1">
        <h2 id={id} className="font-semibold text-sm">
          {title}
        </h2>
        {actions}
      </div>
      <div className={classNames('min-h-0 flex-1', bodyClassName)}>{children}</div>
    </section>
  );
}
