// One line of text, with label, hint, error, and words before or after what is typed.
import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import { compactBoxClass, FieldFrame, type FieldWords, fieldAria, fieldBoxClass } from './field-frame.tsx';

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'prefix'>, FieldWords {
  /** Shown inside the box, before and after the text: a currency, a unit, a button. */
  prefix?: ReactNode | undefined;
  suffix?: ReactNode | undefined;
  inputClassName?: string | undefined;
  /** Lower and with a smaller label, for dense pages under a mouse. */
  isCompact?: boolean | undefined;
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
    isCompact = false,
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
    <FieldFrame {...{ id, label, hint, error, className, isCompact }}>
      {prefix === undefined && suffix === undefined ? (
        input(classNames(fieldBoxClass, isCompact ? compactBoxClass : undefined))
      ) : (
        <div className={classNames(fieldBoxClass, groupClass, isCompact ? 'min-h-9' : undefined)}>
          {prefix === undefined ? null : <span className="shrink-0 pl-3 text-soft">{prefix}</span>}
          {input(
            classNames(
              'min-h-10.5 w-full min-w-0 bg-transparent px-3 py-2 text-base outline-none placeholder:text-soft',
              isCompact ? 'min-h-8.5 py-1 text-[0.9375rem]' : undefined,
            ),
          )}
          {suffix === undefined ? null : <span className="shrink-0 pr-3 text-soft">{suffix}</span>}
        </div>
      )}
    </FieldFrame>
  );
}

const groupClass =
  'flex items-center p-0 focus-within:outline-3 focus-within:outline-accent-ink focus-within:outline-offset-2 has-[[aria-invalid]]:border-danger';
