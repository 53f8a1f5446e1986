// The frame of the logged-in pages: bar at the top, menu on the left (at the bottom on phones), footer.
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import { mainId, SkipLink } from './skip-link.tsx';

export interface NavigationItem {
  id: string;
  label: string;
  icon: IconName;
  href: string;
  isCurrent: boolean;
}

/** What a router's link must be given. */
export interface ShellLink {
  href: string;
  className: string;
  'aria-current': 'page' | undefined;
  children: ReactNode;
}

export interface AppShellProps {
  /** Product mark and name, as a link home. */
  mark: ReactNode;
  navigation: readonly NavigationItem[];
  navigationLabel: string;
  renderLink: (link: ShellLink) => ReactNode;
  skipLabel: string;
  /** The right end of the top bar: switches and the person's menu. */
  topBarEnd?: ReactNode | undefined;
  /** One quiet line above everything. */
  notice?: ReactNode | undefined;
  footer?: ReactNode | undefined;
  /** A page that needs the whole window: the menu becomes a narrow rail. */
  isWide?: boolean | undefined;
  children: ReactNode;
}

export function AppShell(props: AppShellProps) {
  const { mark, topBarEnd, notice, footer, children, skipLabel, isWide = false } = props;
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink label={skipLabel} />
      <TopBar mark={mark} end={topBarEnd} notice={notice} isWide={isWide} />
      <div
        className={classNames(
          'mx-auto flex w-full flex-1 flex-col md:flex-row',
          isWide ? 'max-w-[120rem] md:gap-3 md:pr-4' : 'max-w-6xl md:gap-8 md:px-6',
        )}
      >
        <SideNavigation {...props} />
        <div
          className={classNames(
            'flex min-w-0 flex-1 flex-col pb-22 md:px-0 md:pb-0',
            isWide ? 'px-3' : 'px-4',
          )}
        >
          <main
            id={mainId}
            tabIndex={-1}
            className={classNames('min-w-0 flex-1 outline-none', isWide ? 'py-3' : 'py-6 sm:py-8')}
          >
            {children}
          </main>
          {footer === undefined ? null : (
            <footer className="border-line border-t py-5 text-sm text-soft">{footer}</footer>
          )}
        </div>
      </div>
    </div>
  );
}

export interface TopBarProps {
  mark: ReactNode;
  end?: ReactNode | undefined;
  notice?: ReactNode | undefined;
  isWide?: boolean | undefined;
}

export function TopBar({ mark, end, notice, isWide = false }: TopBarProps) {
  return (
    <header className="sticky top-0 z-30 border-line border-b bg-surface">
      {notice === undefined ? null : (
        <div className="bg-accent-soft px-4 py-1 text-center font-medium text-[0.8125rem] text-accent-ink">
          {notice}
        </div>
      )}
      <div
        className={classNames(
          'mx-auto flex w-full items-center justify-between gap-2 px-4',
          isWide ? 'h-13 max-w-[120rem]' : 'h-15 max-w-6xl md:px-6',
        )}
      >
        <div className="flex shrink-0 *:flex">{mark}</div>
        <div className="flex min-w-0 items-center gap-1 sm:gap-2">{end}</div>
      </div>
    </header>
  );
}

function SideNavigation({ navigation, navigationLabel, renderLink, isWide = false }: AppShellProps) {
  return (
    <nav
      aria-label={navigationLabel}
      className={classNames(
        'max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-30 max-md:border-line max-md:border-t max-md:bg-surface max-md:pb-[env(safe-area-inset-bottom)] md:shrink-0',
        isWide ? 'md:w-19 md:border-line md:border-r md:bg-surface md:py-2' : 'md:w-52 md:py-8',
      )}
    >
      <ul className="flex max-md:overflow-x-auto md:sticky md:top-24 md:flex-col md:gap-1">
        {navigation.map((item) => (
          <li key={item.id} className="min-w-14 max-md:flex-1">
            {renderLink({
              href: item.href,
              'aria-current': item.isCurrent ? 'page' : undefined,
              className: classNames(
                'flex items-center font-medium transition-colors',
                'max-md:min-h-15 max-md:flex-col max-md:justify-center max-md:gap-0.5 max-md:px-0.5 max-md:text-[0.6875rem] max-md:-outline-offset-3',
                isWide
                  ? 'md:min-h-14 md:flex-col md:justify-center md:gap-0.5 md:px-0.5 md:text-center md:text-xs md:-outline-offset-3'
                  : 'md:min-h-11 md:gap-3 md:rounded-lg md:px-3 md:text-[0.95rem]',
                item.isCurrent
                  ? 'text-accent-ink md:bg-accent-soft'
                  : 'text-soft hover:text-accent-ink md:hover:bg-sunken',
              ),
              children: (
                <>
                  <Icon name={item.icon} />
                  <span className="max-w-full truncate">{item.label}</span>
                </>
              ),
            })}
          </li>
        ))}
      </ul>
    </nav>
  );
}
