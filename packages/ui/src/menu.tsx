// A menu that drops from a button: the person's menu at the top right, or actions on a row.
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';

export type MenuEntry =
  | {
      kind: 'item';
      id: string;
      label: string;
      icon?: IconName | undefined;
      tone?: 'normal' | 'danger' | undefined;
      onSelect: () => void;
    }
  | { kind: 'separator'; id: string };

export interface MenuProps {
  /** What the button shows: icon and name. */
  trigger: ReactNode;
  /** The button's name for screen readers, where what it shows is not enough. */
  triggerLabel?: string | undefined;
  triggerClassName?: string | undefined;
  /** Above the entries: who is logged in. */
  heading?: ReactNode | undefined;
  entries: readonly MenuEntry[];
}

export function Menu({ trigger, triggerLabel, triggerClassName, heading, entries }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={triggerLabel}
        className={classNames(
          'inline-flex min-h-10 min-w-0 items-center gap-2 rounded-lg px-2.5 py-1.5 font-medium text-[0.95rem] hover:bg-accent-soft hover:text-accent-ink data-[state=open]:bg-accent-soft data-[state=open]:text-accent-ink',
          triggerClassName,
        )}
      >
        {trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        align="end"
        sideOffset={6}
        collisionPadding={12}
        className="enter-rise z-50 min-w-52 max-w-[calc(100vw-1.5rem)] rounded-xl border border-line bg-surface p-1.5 shadow-float"
      >
        {heading === undefined ? null : (
          <DropdownMenu.Label className="break-words px-3 pt-1.5 pb-2 text-sm text-soft">
            {heading}
          </DropdownMenu.Label>
        )}
        {entries.map((entry) => (
          <MenuRow key={entry.id} entry={entry} />
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

function MenuRow({ entry }: { entry: MenuEntry }) {
  if (entry.kind === 'separator') return <DropdownMenu.Separator className="my-1.5 h-px bg-line" />;
  return (
    <DropdownMenu.Item
      onSelect={entry.onSelect}
      className={classNames(
        'flex min-h-10 cursor-pointer select-none items-center gap-3 rounded-lg px-3 py-2 text-[0.95rem] outline-none',
        entry.tone === 'danger'
          ? 'text-danger-ink data-highlighted:bg-danger-soft'
          : 'data-highlighted:bg-accent-soft data-highlighted:text-accent-ink',
      )}
    >
      {entry.icon === undefined ? null : <Icon name={entry.icon} className="size-4.5" />}
      {entry.label}
    </DropdownMenu.Item>
  );
}
