// The person's menu at the top right: user icon with their name.
import { Icon } from './icon.tsx';
import { Menu, type MenuEntry } from './menu.tsx';

export interface UserMenuProps {
  name: string;
  email?: string | undefined;
  entries: readonly MenuEntry[];
}

export function UserMenu({ name, email, entries }: UserMenuProps) {
  return (
    <Menu
      heading={email}
      entries={entries}
      triggerClassName="max-w-44 sm:max-w-64"
      trigger={
        <>
          <Icon name="user" className="size-6" />
          <span className="truncate">{name}</span>
          <Icon name="chevron-down" className="size-4 max-sm:hidden" />
        </>
      }
    />
  );
}
