// A sheet of paper on the page: one subject, with an optional title, actions and footer.
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export interface CardProps {
  title?: ReactNode | undefined;
  description?: ReactNode | undefined;
  /** At the end of the title's line. */
  actions?: ReactNode | undefined;
  footer?: ReactNode | undefined;
  headingLevel?: 2 | 3 | undefined;
  /** One of several alike: an article, since landmarks must differ by name. */
  isItem?: boolean | undefined;
  className?: string | undefined;
  children?: ReactNode | undefined;
}

export function Card(props: CardProps) {
  const {
    title,
    description,
    actions,
    footer,
    headingLevel = 2,
    isItem = false,
    className,
    children,
  } = props;
  const id = useId();
  const Heading = headingLevel === 2 ? 'h2' : 'h3';
  const Sheet = isItem ? 'article' : 'section';
  const hasHead = title !== undefined || actions !== undefined;
  return (
    <Sheet
      aria-labelledby={title === undefined ? undefined : id}
      className={classNames(
        'min-w-0 rounded-2xl border border-line bg-surface p-4 shadow-card sm:p-6',
        className,
      )}
    >
      {hasHead ? (
        <div className="mb-4 flex flex-wrap items-start justify-between gap-x-4 gap-y-3 last:mb-0">
          <div className="min-w-0">
            {title === undefined ? null : (
              <Heading id={id} className="font-semibold text-lg">
                {title}
              </Heading>
            )}
            {description === undefined ? null : <p className="mt-0.5 text-soft text-sm">{description}</p>}
          </div>
          {actions === undefined ? null : <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
      ) : null}
      {children}
      {footer === undefined ? null : <div className="mt-5 border-line border-t pt-4">{footer}</div>}
    </Sheet>
  );
}
