// Lonja's mark: the arches of a market hall, in the product's colour.
import { classNames } from './class-names.ts';
import type { MarkProps } from './mandato-mark.tsx';

export function LonjaMark({ className, isBare = false }: MarkProps) {
  return (
    <span className={classNames('inline-flex items-center gap-2.5', className)}>
      <svg viewBox="0 0 32 32" className="size-8 shrink-0" aria-hidden="true">
        <rect width="32" height="32" rx="9" className="fill-accent" />
        <path
          d="M6.5 12.2h19M7.5 24.5v-6a4.25 4.25 0 0 1 8.5 0v6M16 24.5v-6a4.25 4.25 0 0 1 8.5 0v6"
          className="fill-none stroke-on-accent"
          strokeWidth="2.2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
        <path d="M8 9.2 16 5.6l8 3.6z" className="fill-on-accent" />
      </svg>
      <span className={isBare ? 'sr-only' : 'font-semibold text-lg tracking-tight'}>Lonja</span>
    </span>
  );
}
