// One thing that is on or off: its name, one line of explanation, and the switch at the end of the row.
import { Switch } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export interface SwitchRowProps {
  label: ReactNode;
  description?: ReactNode | undefined;
  /** Shown under the description, in the colour of warnings. */
  warning?: ReactNode | undefined;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean | undefined;
  className?: string | undefined;
}

export function SwitchRow(props: SwitchRowProps) {
  const { label, description, warning, checked, onCheckedChange, disabled, className } = props;
  const id = useId();
  const hasDescription = description !== undefined || warning !== undefined;
  return (
    <div className={classNames('flex items-start justify-between gap-4 py-3.5', className)}>
      <div className="min-w-0">
        <label htmlFor={id} className="cursor-pointer font-medium">
          {label}
        </label>
        {hasDescription ? (
          <div id={`${id}-description`} className="text-sm">
            {description === undefined ? null : <p className="text-soft">{description}</p>}
            {warning === undefined ? null : <p className="mt-0.5 font-medium text-warning-ink">{warning}</p>}
          </div>
        ) : null}
      </div>
      <Switch.Root
        id={id}
        checked={checked}
        onCheckedChange={onCheckedChange}
        disabled={disabled}
        aria-describedby={hasDescription ? `${id}-description` : undefined}
        className="mt-0.5 inline-flex h-7 w-12 shrink-0 items-center rounded-full border border-edge bg-sunken p-0.5 transition-colors disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Switch.Thumb className="block size-5 rounded-full bg-edge transition-transform data-[state=checked]:translate-x-5 data-[state=checked]:bg-on-accent" />
      </Switch.Root>
    </div>
  );
}
