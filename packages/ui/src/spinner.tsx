// A turning ring for work under way, with its words for screen readers.
import { classNames } from './class-names.ts';

export interface SpinnerProps {
  /** Read aloud, and shown when `isLabelVisible`. Leave out where words stand beside the spinner already. */
  label?: string | undefined;
  isLabelVisible?: boolean | undefined;
  className?: string | undefined;
}

export function Spinner({ label, isLabelVisible = false, className }: SpinnerProps) {
  const ring = (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      className={classNames('size-5 shrink-0 animate-spin', className)}
    >
      <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" strokeOpacity="0.25" strokeWidth="3" />
      <path
        d="M21 12a9 9 0 0 0-9-9"
        fill="none"
        stroke="currentColor"
        strokeLinecap="round"
        strokeWidth="3"
      />
    </svg>
  );
  if (label === undefined) return ring;
  return (
    <span role="status" className="inline-flex items-center gap-3 text-soft">
      {ring}
      <span className={isLabelVisible ? undefined : 'sr-only'}>{label}</span>
    </span>
  );
}
