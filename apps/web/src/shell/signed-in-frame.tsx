// The frame of the logged-in pages: product mark, menu on the left, the person's menu at the top right.
import { AppShell, type NavigationItem } from '@mandato/ui/app-shell';
import { MandatoMark } from '@mandato/ui/mandato-mark';
import { PlainShell } from '@mandato/ui/plain-shell';
import { textLinkClass } from '@mandato/ui/text-link';
import { UserMenu } from '@mandato/ui/user-menu';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { NoticeBell } from '../notices/notice-bell.tsx';
import { LockBanner } from '../safety/lock-banner.tsx';
import { StopBanner } from '../safety/stop-banner.tsx';
import { queries } from '../session/api.ts';
import { replaceSession, sessionQuery } from '../session/session-query.ts';
import { SessionContext, useSignedIn } from '../session/signed-in.ts';
import { forgetVisit, rememberVisit } from '../session/visit-memory.ts';
import { useAccountLanguage } from '../words/use-account-language.ts';
import { useWords } from '../words/words.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { LeadTo } from './lead-to.tsx';
import { PageLink, useGo } from './page-link.tsx';
import { paths } from './paths.ts';
import { Preferences } from './preferences.tsx';
import { Waiting } from './waiting.tsx';

/** Anybody who is not logged in is led to do so first. */
export function SignedInFrame() {
  const session = useQuery(sessionQuery);
  if (session.data === undefined) return <Unasked />;
  if (session.data.kind === 'anonymous') return <LeadTo path={paths.signIn} />;
  if (session.data.kind === 'second_factor_needed') return <LeadTo path={paths.signInCode} />;
  return (
    <SessionContext value={session.data}>
      <Frame />
    </SessionContext>
  );
}

/** Before the server said who is asking, or when it does not answer. */
function Unasked() {
  const { text } = useWords();
  const session = useQuery(sessionQuery);
  return (
    <PlainShell mark={<MandatoMark />} skipLabel={text('common.skip_to_content')} topBarEnd={<Preferences />}>
      <h1 className="sr-only">{text('common.product')}</h1>
      <Waiting query={session}>{() => null}</Waiting>
    </PlainShell>
  );
}

function Frame() {
  const { text } = useWords();
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  useEffect(rememberVisit, []);
  useAccountLanguage();
  return (
    <AppShell
      mark={
        <PageLink href={paths.home}>
          <MandatoMark />
        </PageLink>
      }
      navigation={navigationAt(pathname, text)}
      navigationLabel={text('common.menu')}
      renderLink={(link) => <PageLink {...link} />}
      skipLabel={text('common.skip_to_content')}
      topBarEnd={
        <>
          <NoticeBell isCurrent={pathname === paths.notices} />
          <Preferences />
          <PersonMenu />
        </>
      }
      footer={
        <p className="flex flex-wrap justify-between gap-x-6 gap-y-1">
          <span>{text('common.never_funds')}</span>
          <PageLink href={paths.security} className={textLinkClass}>
            {text('security.title')}
          </PageLink>
        </p>
      }
    >
      <ConnectionBanner />
      <LockBanner />
      <StopBanner />
      <Outlet />
    </AppShell>
  );
}

function navigationAt(
  pathname: string,
  text: ReturnType<typeof useWords>['text'],
): readonly NavigationItem[] {
  const isIn = (path: string) => pathname === path || pathname.startsWith(`${path}/`);
  return [
    { id: 'home', label: text('common.home'), icon: 'home', href: paths.home, isCurrent: pathname === '/' },
    {
      id: 'plans',
      label: text('common.plans'),
      icon: 'calendar',
      href: paths.plans,
      isCurrent: isIn(paths.plans),
    },
    {
      id: 'activity',
      label: text('common.activity'),
      icon: 'activity',
      href: paths.activity,
      isCurrent: isIn(paths.activity),
    },
    {
      id: 'profile',
      label: text('common.profile'),
      icon: 'user',
      href: paths.profile,
      isCurrent: isIn(paths.profile),
    },
  ];
}

function PersonMenu() {
  const { text } = useWords();
  const go = useGo();
  const client = useQueryClient();
  const session = useSignedIn();
  const signOut = useMutation(
    queries.account.signOut.mutationOptions({
      onSuccess: (next) => {
        forgetVisit();
        replaceSession(client, next);
      },
    }),
  );
  return (
    <UserMenu
      name={session.name}
      email={session.email}
      isNameHidden
      entries={[
        {
          kind: 'item',
          id: 'profile',
          label: text('common.profile'),
          icon: 'user',
          onSelect: () => go(paths.profile),
        },
        {
          kind: 'item',
          id: 'exchanges',
          label: text('common.exchanges'),
          icon: 'link',
          onSelect: () => go(paths.exchanges),
        },
        {
          kind: 'item',
          id: 'safety',
          label: text('safety.open'),
          icon: 'shield-check',
          onSelect: () => go(paths.safety),
        },
        { kind: 'separator', id: 'before-log-out' },
        {
          kind: 'item',
          id: 'log-out',
          label: text('account.sign_out'),
          icon: 'log-out',
          onSelect: () => signOut.mutate({}),
        },
      ]}
    />
  );
}
