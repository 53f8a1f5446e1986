// A choice among a few, on the browser's own select, which every phone and screen reader knows.
import { type ComponentProps, useId } from 'react';
import { classNames } from './class-names.ts';
import { FieldFrame, type FieldWords, fieldAria, fieldBoxClass } from './field-frame.tsx';
import { Icon } from './icon.tsx';

export interface SelectOption {
  value: string;
  label: string;
  disabled?: boolean | undefined;
}

export interface SelectFieldProps extends Omit<ComponentProps<'select'>, 'children'>, FieldWords {
  options: readonly SelectOption[];
}

export function SelectField(props: SelectFieldProps) {
  const { label, hint, error, options, className, id: givenId, ...rest } = props;
  const ownId = useId();
  const id = givenId ?? ownId;
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} className={className}>
      <div className="relative">
        <select
          {...rest}
          {...fieldAria(id, { hint, error })}
          id={id}
          className={classNames(fieldBoxClass, 'appearance-none pr-10')}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" className="pointer-events-none absolute top-3 right-3 text-soft" />
      </div>
    </FieldFrame>
  );
}
