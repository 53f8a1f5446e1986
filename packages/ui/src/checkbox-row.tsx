// A statement to tick, with its box before it.
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

export interface CheckboxRowProps {
  label: ReactNode;
  description?: ReactNode | undefined;
  error?: ReactNode | undefined;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean | undefined;
  name?: string | undefined;
  className?: string | undefined;
}

export function CheckboxRow(props: CheckboxRowProps) {
  const { label, description, error, checked, onCheckedChange, disabled, name, className } = props;
  const id = useId();
  const details = description !== undefined || error !== undefined;
  return (
    <div className={classNames('flex items-start gap-3 py-1', className)}>
      {/* As high as a line, whatever the size of its letters: the box stands in its middle. */}
      <span className="inline-flex h-lh shrink-0 items-center">
        <span className="relative inline-flex">
          <input
            id={id}
            type="checkbox"
            name={name}
            checked={checked}
            disabled={disabled}
            onChange={(event) => onCheckedChange(event.currentTarget.checked)}
            aria-describedby={details ? `${id}-details` : undefined}
            aria-invalid={error === undefined ? undefined : true}
            className="peer size-5.5 appearance-none rounded-md border border-edge bg-surface checked:border-accent checked:bg-accent disabled:opacity-55 aria-invalid:border-danger"
          />
          <Icon
            name="check"
            className="pointer-events-none absolute inset-0 m-auto size-4 text-on-accent opacity-0 peer-checked:opacity-100"
          />
        </span>
      </span>
      <div className="min-w-0">
        <label htmlFor={id} className="cursor-pointer">
          {label}
        </label>
        {details ? (
          <div id={`${id}-details`} className="text-sm">
            {description === undefined ? null : <p className="text-soft">{description}</p>}
            {error === undefined ? null : <p className="font-medium text-danger-ink">{error}</p>}
          </div>
        ) : null}
      </div>
    </div>
  );
}
