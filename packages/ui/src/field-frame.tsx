// The frame of every form field: label above, hint and error below, tied together for screen readers.
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

export interface FieldWords {
  label: ReactNode;
  hint?: ReactNode | undefined;
  /** What is wrong and what to do; shown and announced when present. */
  error?: ReactNode | undefined;
}

export interface FieldFrameProps extends FieldWords {
  id: string;
  className?: string | undefined;
  isCompact?: boolean | undefined;
  children: ReactNode;
}

export function FieldFrame(props: FieldFrameProps) {
  const { id, label, hint, error, className, isCompact = false, children } = props;
  return (
    <div className={classNames('flex min-w-0 flex-col', className)}>
      <label
        htmlFor={id}
        className={isCompact ? 'mb-1 font-medium text-[0.8125rem]' : 'mb-1.5 font-medium text-[0.95rem]'}
      >
        {label}
      </label>
      {children}
      {isPresent(hint) ? (
        <p id={`${id}-hint`} className="mt-1.5 text-sm text-soft">
          {hint}
        </p>
      ) : null}
      <div id={`${id}-error`} aria-live="polite">
        {isPresent(error) ? (
          <p className="mt-1.5 flex items-start gap-1.5 font-medium text-danger-ink text-sm">
            <Icon name="alert" className="mt-0.5 size-4" />
            <span>{error}</span>
          </p>
        ) : null}
      </div>
    </div>
  );
}

/** The `aria-describedby` and `aria-invalid` that go with the frame. */
export function fieldAria(id: string, words: Pick<FieldWords, 'hint' | 'error'>) {
  const described = [
    isPresent(words.hint) ? `${id}-hint` : undefined,
    isPresent(words.error) ? `${id}-error` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
  return {
    'aria-describedby': described === '' ? undefined : described,
    'aria-invalid': isPresent(words.error) ? true : undefined,
  };
}

export const fieldBoxClass =
  'min-h-11 w-full min-w-0 rounded-lg border border-edge bg-surface px-3 py-2 text-base text-ink placeholder:text-soft aria-invalid:border-danger disabled:bg-sunken disabled:text-soft [&:is(input,textarea)]:read-only:bg-sunken';

/** Beside `fieldBoxClass` for compact fields. */
export const compactBoxClass = 'min-h-9 py-1 text-[0.9375rem]';

function isPresent(node: ReactNode): boolean {
  return node !== undefined && node !== null && node !== false && node !== '';
}
