// A message on the page in one of four tones, announced when it appears unless it was always there.
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'info' | 'success' | 'warning' | 'danger';

export interface BannerProps {
  tone?: Tone | undefined;
  title?: ReactNode | undefined;
  children?: ReactNode | undefined;
  /** A button or link after the words. */
  action?: ReactNode | undefined;
  /** Part of the page from the start: not announced. */
  isStatic?: boolean | undefined;
  className?: string | undefined;
}

export function Banner(props: BannerProps) {
  const { tone = 'info', title, children, action, isStatic = false, className } = props;
  return (
    <div
      role={isStatic ? undefined : tone === 'danger' ? 'alert' : 'status'}
      className={classNames('flex items-start gap-3 rounded-xl px-4 py-3', toneClass[tone], className)}
    >
      <Icon name={toneIcon[tone]} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        {title === undefined ? null : <p className="font-semibold">{title}</p>}
        {children === undefined ? null : <div className="text-[0.95rem]">{children}</div>}
        {action === undefined ? null : <div className="mt-3 flex flex-wrap gap-2">{action}</div>}
      </div>
    </div>
  );
}

export const toneClass: Record<Tone, string> = {
  info: 'bg-info-soft text-info-ink',
  success: 'bg-success-soft text-success-ink',
  warning: 'bg-warning-soft text-warning-ink',
  danger: 'bg-danger-soft text-danger-ink',
};

export const toneIcon: Record<Tone, IconName> = {
  info: 'info',
  success: 'circle-check',
  warning: 'warning',
  danger: 'alert',
};
