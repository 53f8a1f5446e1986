// One line of text, with label, hint, error, and words before or after what is typed.
import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import { FieldFrame, type FieldWords, fieldAria, fieldBoxClass } from './field-frame.tsx';

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'prefix'>, FieldWords {
  /** Shown inside the box, before and after the text: a currency, a unit, a button. */
  prefix?: ReactNode | undefined;
  suffix?: ReactNode | undefined;
  inputClassName?: string | undefined;
}

export function TextField(props: TextFieldProps) {
  const {
    label,
    hint,
    error,
    prefix,
    suffix,
    className,
    inputClassName,
    id: givenId,
    type = 'text',
    ...rest
  } = props;
  const ownId = useId();
  const id = givenId ?? ownId;
  const input = (box: string) => (
    <input
      {...rest}
      {...fieldAria(id, { hint, error })}
      id={id}
      type={type}
      className={classNames(box, inputClassName)}
    />
  );
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} className={className}>
      {prefix === undefined && suffix === undefined ? (
        input(fieldBoxClass)
      ) : (
        <div className={classNames(fieldBoxClass, groupClass)}>
          {prefix === undefined ? null : <span className="shrink-0 pl-3 text-soft">{prefix}</span>}
          {input(
            'min-h-10.5 w-full min-w-0 bg-transparent px-3 py-2 text-base outline-none placeholder:text-soft',
          )}
          {suffix === undefined ? null : <span className="shrink-0 pr-3 text-soft">{suffix}</span>}
        </div>
      )}
    </FieldFrame>
  );
}

const groupClass =
  'flex items-center p-0 focus-within:outline-3 focus-within:outline-accent-ink focus-within:outline-offset-2 has-[[aria-invalid]]:border-danger';
