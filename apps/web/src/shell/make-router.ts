// Every page of Mandato and where it is.
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { ResetPasswordPage } from '../account/reset-password-page.tsx';
import { SignInCodePage } from '../account/sign-in-code-page.tsx';
import { SignInPage } from '../account/sign-in-page.tsx';
import { SignUpPage } from '../account/sign-up-page.tsx';
import { ActivityPage } from '../activity/activity-page.tsx';
import { HomePage } from '../home/home-page.tsx';
import { ExchangesPage } from '../link/exchanges-page.tsx';
import { LinkPage } from '../link/link-page.tsx';
import { NewLinkPage } from '../link/new-link-page.tsx';
import { ReplaceKeyPage } from '../link/replace-key-page.tsx';
import { NoticesPage } from '../notices/notices-page.tsx';
import { NewPlanPage } from '../plans/new-plan-page.tsx';
import { PlanPage } from '../plans/plan-page.tsx';
import { PlansPage } from '../plans/plans-page.tsx';
import { ProfilePage } from '../profile/profile-page.tsx';
import { TrailPage } from '../profile/trail-page.tsx';
import { LimitsPage } from '../safety/limits-page.tsx';
import { SafetyPage } from '../safety/safety-page.tsx';
import { SecurityPage } from '../security/security-page.tsx';
import { BrokenPage, NotFoundPage } from './lost-page.tsx';
import { OpenFrame } from './open-frame.tsx';
import { paths } from './paths.ts';
import { PlainFrame } from './plain-frame.tsx';
import { RootPage } from './root-page.tsx';
import { SignedInFrame } from './signed-in-frame.tsx';

export function makeRouter() {
  return createRouter({
    routeTree: rootRoute.addChildren([
      plainRoute.addChildren([
        createRoute({ getParentRoute: () => plainRoute, path: paths.signUp, component: SignUpPage }),
        createRoute({ getParentRoute: () => plainRoute, path: paths.signIn, component: SignInPage }),
        createRoute({ getParentRoute: () => plainRoute, path: paths.signInCode, component: SignInCodePage }),
        createRoute({
          getParentRoute: () => plainRoute,
          path: paths.resetPassword,
          component: ResetPasswordPage,
        }),
      ]),
      signedInRoute.addChildren([
        createRoute({ getParentRoute: () => signedInRoute, path: paths.home, component: HomePage }),
        createRoute({ getParentRoute: () => signedInRoute, path: paths.plans, component: PlansPage }),
        createRoute({ getParentRoute: () => signedInRoute, path: paths.newPlan, component: NewPlanPage }),
        createRoute({
          getParentRoute: () => signedInRoute,
          path: `${paths.plans}/$planId`,
          component: PlanPage,
        }),
        createRoute({ getParentRoute: () => signedInRoute, path: paths.activity, component: ActivityPage }),
        createRoute({ getParentRoute: () => signedInRoute, path: paths.notices, component: NoticesPage }),
        createRoute({ getParentRoute: () => signedInRoute, path: paths.profile, component: ProfilePage }),
        createRoute({ getParentRoute: () => signedInRoute, path: paths.trail, component: TrailPage }),
        createRoute({ getParentRoute: () => signedInRoute, path: paths.exchanges, component: ExchangesPage }),
        createRoute({ getParentRoute: () => signedInRoute, path: paths.newLink, component: NewLinkPage }),
        createRoute({
          getParentRoute: () => signedInRoute,
          path: `${paths.exchanges}/$linkId`,
          component: LinkPage,
        }),
        createRoute({
          getParentRoute: () => signedInRoute,
          path: `${paths.exchanges}/$linkId/replace`,
          component: ReplaceKeyPage,
        }),
        createRoute({ getParentRoute: () => signedInRoute, path: paths.safety, component: SafetyPage }),
        createRoute({
          getParentRoute: () => signedInRoute,
          path: `${paths.safety}/$linkId`,
          component: LimitsPage,
        }),
      ]),
      openRoute.addChildren([
        createRoute({ getParentRoute: () => openRoute, path: paths.security, component: SecurityPage }),
      ]),
    ]),
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: BrokenPage,
  });
}

const rootRoute = createRootRoute({ component: RootPage });
const plainRoute = createRoute({ getParentRoute: () => rootRoute, id: 'plain', component: PlainFrame });
const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  component: SignedInFrame,
});
const openRoute = createRoute({ getParentRoute: () => rootRoute, id: 'open', component: OpenFrame });
