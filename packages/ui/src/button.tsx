// The button, and its look for links that act as one.
import type { ComponentProps, MouseEvent } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import { Spinner } from './spinner.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'medium' | 'small';

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  icon?: IconName | undefined;
  /** Work is under way: the button keeps focus and its words, turns a ring, and ignores presses. */
  busy?: boolean | undefined;
}

export function Button(props: ButtonProps) {
  const { variant, size, icon, busy = false, className, children, onClick, type = 'button', ...rest } = props;
  function press(event: MouseEvent<HTMLButtonElement>) {
    if (busy) {
      event.preventDefault();
      return;
    }
    onClick?.(event);
  }
  return (
    <button
      {...rest}
      type={type}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={press}
      className={buttonClass({ variant, size, className })}
    >
      {busy ? (
        <Spinner className="size-4" />
      ) : icon === undefined ? null : (
        <Icon name={icon} className="size-4" />
      )}
      {children}
    </button>
  );
}

export interface ButtonLook {
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  className?: string | undefined;
}

/** For a router's link that should look like a button. */
export function buttonClass({ variant = 'primary', size = 'medium', className }: ButtonLook = {}): string {
  return classNames(
    'inline-flex select-none items-center justify-center gap-2 rounded-lg border border-transparent text-center font-semibold leading-5 transition-colors',
    'disabled:cursor-not-allowed disabled:opacity-55 aria-busy:cursor-progress',
    size === 'small' ? 'min-h-9 px-3 py-1.5 text-sm' : 'min-h-11 px-4.5 py-2 text-[0.95rem]',
    looks[variant],
    className,
  );
}

const looks: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  secondary:
    'border-edge bg-surface text-ink hover:border-accent-ink hover:bg-accent-soft hover:text-accent-ink',
  quiet: 'text-accent-ink hover:bg-accent-soft',
  danger: 'bg-danger text-on-danger hover:bg-danger-strong',
};
