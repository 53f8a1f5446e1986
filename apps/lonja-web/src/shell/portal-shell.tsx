// The frame of the pages for somebody who is logged in; anybody else is led to log in.
import { AppShell, type NavigationItem, type ShellLink } from '@mandato/ui/app-shell';
import { LonjaMark } from '@mandato/ui/lonja-mark';
import { PlainShell } from '@mandato/ui/plain-shell';
import { UserMenu } from '@mandato/ui/user-menu';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useWords, type Words } from '../messages/use-words.ts';
import { featuresQuery } from '../session/features-query.ts';
import { replaceSession, sessionQuery } from '../session/session-query.ts';
import { usePortalCall } from '../session/use-portal-call.ts';
import { SessionContext, type SignedInSession } from '../session/use-session.ts';
import { forgetVisit, rememberVisit } from '../session/visit-memory.ts';
import { LeadTo } from './lead-to.tsx';
import { type PortalPath, paths } from './paths.ts';
import { PortalLink, useGo } from './portal-link.tsx';
import { TopBarSwitches } from './top-bar-switches.tsx';
import { Waiting } from './waiting.tsx';

export function PortalShell() {
  const session = useQuery(sessionQuery);
  if (session.data === undefined) return <NotYet />;
  if (session.data.kind === 'anonymous') return <LeadTo path={paths.logIn} />;
  if (session.data.kind === 'second_factor_needed') return <LeadTo path={paths.logInCode} />;
  return <SignedInShell session={session.data} />;
}

function SignedInShell({ session }: { session: SignedInSession }) {
  const words = useWords();
  const { text } = words;
  const go = useGo();
  const client = useQueryClient();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const features = useQuery(featuresQuery);
  useEffect(rememberVisit, []);
  const signOut = usePortalCall('signOut', (answer) => {
    forgetVisit();
    replaceSession(client, answer);
  });
  return (
    <AppShell
      mark={
        <PortalLink href={paths.home}>
          <LonjaMark />
        </PortalLink>
      }
      skipLabel={text('app.skip')}
      notice={text('app.notice')}
      footer={text('app.footer')}
      navigationLabel={text('app.navigation')}
      navigation={navigationOf(path, features.data?.hasFaultDials === true, words)}
      isWide={path === paths.trade}
      renderLink={renderLink}
      topBarEnd={
        <>
          <TopBarSwitches />
          <UserMenu
            name={session.name}
            email={session.email}
            entries={[
              {
                kind: 'item',
                id: 'profile',
                label: text('menu.profile'),
                icon: 'user',
                onSelect: () => go(paths.profile),
              },
              {
                kind: 'item',
                id: 'security',
                label: text('menu.security'),
                icon: 'shield-check',
                onSelect: () => go(paths.security),
              },
              { kind: 'separator', id: 'before-sign-out' },
              {
                kind: 'item',
                id: 'sign-out',
                label: text('menu.signOut'),
                icon: 'log-out',
                onSelect: () => signOut.send({}),
              },
            ]}
          />
        </>
      }
    >
      <SessionContext value={session}>
        <Outlet />
      </SessionContext>
    </AppShell>
  );
}

function NotYet() {
  const { text } = useWords();
  const session = useQuery(sessionQuery);
  return (
    <PlainShell
      mark={<LonjaMark />}
      skipLabel={text('app.skip')}
      notice={text('app.notice')}
      topBarEnd={<TopBarSwitches />}
    >
      <h1 className="sr-only">{text('app.name')}</h1>
      <Waiting query={session}>{() => null}</Waiting>
    </PlainShell>
  );
}

function navigationOf(
  path: string,
  hasFaultDials: boolean,
  { text }: Words,
): readonly (NavigationItem & { href: PortalPath })[] {
  const items: readonly (Omit<NavigationItem, 'label' | 'isCurrent'> & {
    href: PortalPath;
    word: MenuWord;
  })[] = [
    { id: 'home', word: 'menu.home', icon: 'home', href: paths.home },
    { id: 'trade', word: 'menu.trade', icon: 'candles', href: paths.trade },
    { id: 'profile', word: 'menu.profile', icon: 'user', href: paths.profile },
    { id: 'security', word: 'menu.security', icon: 'shield-check', href: paths.security },
    { id: 'api', word: 'menu.api', icon: 'key', href: paths.keys },
    ...(hasFaultDials
      ? [{ id: 'faults', word: 'menu.faults', icon: 'sliders', href: paths.faults } as const]
      : []),
  ];
  return items.map(({ word, ...item }) => ({
    ...item,
    label: text(word),
    isCurrent: item.href === paths.keys ? path.startsWith(paths.keys) : path === item.href,
  }));
}

type MenuWord = 'menu.home' | 'menu.trade' | 'menu.profile' | 'menu.security' | 'menu.api' | 'menu.faults';

function renderLink({ href, ...rest }: ShellLink) {
  const path = Object.values(paths).find((known) => known === href) ?? paths.home;
  return <PortalLink {...rest} href={path} />;
}
