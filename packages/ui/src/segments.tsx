// One choice among a few short ones, side by side: radio buttons in the shape of one bar.
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export interface Segment<Value extends string> {
  value: Value;
  label: ReactNode;
  /** The look while it is chosen; the accent's without one. */
  chosenClassName?: string | undefined;
}

export interface SegmentsProps<Value extends string> {
  legend: string;
  segments: readonly Segment<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
  size?: 'medium' | 'small' | undefined;
  className?: string | undefined;
}

export function Segments<Value extends string>(props: SegmentsProps<Value>) {
  const { legend, segments, value, onValueChange, size = 'medium', className } = props;
  const name = useId();
  return (
    <fieldset className={classNames('min-w-0', className)}>
      <legend className="sr-only">{legend}</legend>
      <div className="flex min-w-0 rounded-lg bg-sunken p-0.5">
        {segments.map((segment) => (
          <label
            key={segment.value}
            className={classNames(
              'flex flex-1 items-center justify-center whitespace-nowrap rounded-md font-medium text-sm transition-colors',
              'has-focus-visible:outline-3 has-focus-visible:outline-accent-ink has-focus-visible:outline-offset-2',
              size === 'small' ? 'min-h-8 px-2' : 'min-h-10 px-2.5',
              segment.value === value
                ? (segment.chosenClassName ?? 'bg-surface text-accent-ink shadow-card')
                : 'text-soft hover:text-accent-ink',
            )}
          >
            <input
              type="radio"
              name={name}
              value={segment.value}
              checked={segment.value === value}
              onChange={() => onValueChange(segment.value)}
              className="sr-only"
            />
            {segment.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
