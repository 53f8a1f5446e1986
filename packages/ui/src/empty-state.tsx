// What stands where there is nothing yet: why it is empty and the next step.
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';

export interface EmptyStateProps {
  icon?: IconName | undefined;
  title: ReactNode;
  children?: ReactNode | undefined;
  action?: ReactNode | undefined;
  className?: string | undefined;
}

export function EmptyState({ icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div className={classNames('flex flex-col items-center gap-2 px-4 py-8 text-center', className)}>
      {icon === undefined ? null : (
        <span className="mb-1 flex size-12 items-center justify-center rounded-full bg-accent-soft text-accent-ink">
          <Icon name={icon} className="size-6" />
        </span>
      )}
      <div className="font-semibold">{title}</div>
      {children === undefined ? null : <div className="max-w-md text-soft">{children}</div>}
      {action === undefined ? null : <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
