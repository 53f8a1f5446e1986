// The person's menu at the top right: user icon with their name.
import { Icon } from './icon.tsx';
import { Menu, type MenuEntry } from './menu.tsx';

export interface UserMenuProps {
  name: string;
  email?: string | undefined;
  entries: readonly MenuEntry[];
  /** Only the icon on phones, where the bar has no room; the name stays for screen readers. */
  isNameHidden?: boolean | undefined;
}

export function UserMenu({ name, email, entries, isNameHidden = false }: UserMenuProps) {
  return (
    <Menu
      heading={email}
      entries={entries}
      triggerClassName="max-w-44 sm:max-w-64"
      trigger={
        <>
          <Icon name="user" className="size-6" />
          <span className={isNameHidden ? 'truncate max-sm:sr-only' : 'truncate'}>{name}</span>
          <Icon name="chevron-down" className="size-4 max-sm:hidden" />
        </>
      }
    />
  );
}
