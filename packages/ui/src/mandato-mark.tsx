// Mandato's mark: a key whose bow is a shield, in the product's colour.
import { classNames } from './class-names.ts';

export interface MarkProps {
  className?: string | undefined;
  /** Only the drawing, without the name beside it. */
  isBare?: boolean | undefined;
}

export function MandatoMark({ className, isBare = false }: MarkProps) {
  return (
    <span className={classNames('inline-flex items-center gap-2.5', className)}>
      <svg viewBox="0 0 32 32" className="size-8 shrink-0" aria-hidden="true">
        <rect width="32" height="32" rx="9" className="fill-accent" />
        <path
          d="M16 5.5 23 8v5.2c0 3.9-2.8 6.8-7 8.3-4.2-1.5-7-4.4-7-8.3V8z"
          className="fill-none stroke-on-accent"
          strokeWidth="2.2"
          strokeLinejoin="round"
        />
        <path
          d="M16 12.5V27M16 23h3.6M16 26.6h2.4"
          className="fill-none stroke-on-accent"
          strokeWidth="2.2"
          strokeLinecap="round"
        />
        <circle cx="16" cy="12" r="2.1" className="fill-on-accent" />
      </svg>
      <span className={isBare ? 'sr-only' : 'font-semibold text-lg tracking-tight'}>Mandato</span>
    </span>
  );
}
