// The parts that our drawings of an exchange's pages are made of: a window, blank lines, and the ring around what to press.
import { classNames } from '@mandato/ui/class-names';
import type { ReactNode } from 'react';

export interface ScreenProps {
  /** What the drawing shows, for who cannot see it. */
  alt: string;
  /** Where in the exchange's pages this is: `kraken.com`. */
  place: string;
  children: ReactNode;
}

/** A browser window. Where to look, never a copy of how the page looks. */
export function Screen({ alt, place, children }: ScreenProps) {
  return (
    <div
      role="img"
      aria-label={alt}
      translate="no"
      className="select-none overflow-hidden rounded-xl border border-line bg-surface text-[0.8125rem] text-ink leading-5 shadow-card"
    >
      <div className="flex items-center gap-3 border-line border-b bg-sunken px-3 py-2">
        <span className="flex gap-1.5">
          {[0, 1, 2].map((dot) => (
            <span key={dot} className="size-2 rounded-full bg-line" />
          ))}
        </span>
        <span className="min-w-0 flex-1 truncate rounded-full border border-line bg-surface px-3 text-soft text-xs leading-5">
          {place}
        </span>
      </div>
      <div className="@container p-3 sm:p-4">{children}</div>
    </div>
  );
}

/** Words of the page that do not matter here. */
export function Blank({ className }: { className: string }) {
  return <span className={classNames('block h-2 rounded-full bg-line', className)} />;
}

/** A ring around what to press or fill, with a pointer on it. */
export function Marked({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <span
      className={classNames(
        'relative block rounded-lg outline-2 outline-accent outline-dashed outline-offset-3',
        className,
      )}
    >
      {children}
      <Pointer />
    </span>
  );
}

function Pointer() {
  return (
    <svg viewBox="0 0 20 20" className="absolute -right-3.5 -bottom-4 size-5" aria-hidden="true">
      <path
        d="M4 2.5v13l3.4-3.2 2.3 5.2 2.5-1.1-2.3-5.1h4.8z"
        className="fill-accent-ink stroke-surface"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** The look of a page's main button. */
export function PageButton({ children }: { children: ReactNode }) {
  return (
    <span className="block rounded-lg bg-accent px-3 py-1.5 text-center font-semibold text-on-accent">
      {children}
    </span>
  );
}

/** A filled-in field with its label. */
export function PageField({ label, children }: { label: string; children: ReactNode }) {
  return (
    <span className="block">
      <span className="mb-1 block text-soft text-xs">{label}</span>
      <span className="flex min-h-9 items-center justify-between gap-2 break-all rounded-lg border border-edge bg-surface px-2.5 py-1.5">
        {children}
      </span>
    </span>
  );
}

/** A switch as it should be left. */
export function PageSwitch({ isOn }: { isOn: boolean }) {
  return (
    <span
      className={classNames(
        'flex h-5 w-9 shrink-0 items-center rounded-full border p-0.5',
        isOn ? 'justify-end border-accent bg-accent' : 'border-edge bg-sunken',
      )}
    >
      <span className={classNames('size-3.5 rounded-full', isOn ? 'bg-on-accent' : 'bg-edge')} />
    </span>
  );
}
