// A choice among a few, on the browser's own select, which every phone and screen reader knows.
import { type ComponentProps, useId } from 'react';
import { classNames } from './class-names.ts';
import { compactBoxClass, FieldFrame, type FieldWords, fieldAria, fieldBoxClass } from './field-frame.tsx';
import { Icon } from './icon.tsx';

export interface SelectOption {
  value: string;
  label: string;
  disabled?: boolean | undefined;
}

export interface SelectFieldProps extends Omit<ComponentProps<'select'>, 'children'>, FieldWords {
  options: readonly SelectOption[];
  isCompact?: boolean | undefined;
}

export function SelectField(props: SelectFieldProps) {
  const { label, hint, error, options, className, id: givenId, isCompact = false, ...rest } = props;
  const ownId = useId();
  const id = givenId ?? ownId;
  return (
    <FieldFrame {...{ id, label, hint, error, className, isCompact }}>
      <div className="relative">
        <select
          {...rest}
          {...fieldAria(id, { hint, error })}
          id={id}
          className={classNames(
            fieldBoxClass,
            isCompact ? compactBoxClass : undefined,
            'appearance-none pr-10',
          )}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon
          name="chevron-down"
          className={classNames(
            'pointer-events-none absolute right-3 text-soft',
            isCompact ? 'top-2' : 'top-3',
          )}
        />
      </div>
    </FieldFrame>
  );
}
