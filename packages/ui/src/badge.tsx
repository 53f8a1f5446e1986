// A short state or kind, as a small label; the words carry the meaning, the colour only helps.
import type { ReactNode } from 'react';
import { type Tone, toneClass } from './banner.tsx';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';

export interface BadgeProps {
  tone?: Tone | 'neutral' | 'accent' | undefined;
  icon?: IconName | undefined;
  children: ReactNode;
  className?: string | undefined;
}

export function Badge({ tone = 'neutral', icon, children, className }: BadgeProps) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1 whitespace-nowrap rounded-full px-2.5 py-0.5 font-medium text-[0.8125rem] leading-5',
        tone === 'neutral'
          ? 'bg-sunken text-soft'
          : tone === 'accent'
            ? 'bg-accent-soft text-accent-ink'
            : toneClass[tone],
        className,
      )}
    >
      {icon === undefined ? null : <Icon name={icon} className="size-3.5" />}
      {children}
    </span>
  );
}
