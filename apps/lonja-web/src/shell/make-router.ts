// Every page of the portal and where it is.
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { FaultsPage } from '../faults/faults-page.tsx';
import { KeysPage } from '../keys/keys-page.tsx';
import { NewKeyPage } from '../keys/new-key-page.tsx';
import { HomePage } from '../market/home-page.tsx';
import { LogInCodePage } from '../pages/log-in-code-page.tsx';
import { LogInPage } from '../pages/log-in-page.tsx';
import { ProfilePage } from '../pages/profile-page.tsx';
import { SignUpPage } from '../pages/sign-up-page.tsx';
import { SecurityPage } from '../security/security-page.tsx';
import { TradePage } from '../trade/trade-page.tsx';
import { BrokenPage, NotFoundPage } from './lost-page.tsx';
import { paths } from './paths.ts';
import { PortalShell } from './portal-shell.tsx';
import { PublicShell } from './public-shell.tsx';
import { RootPage } from './root-page.tsx';

export function makeRouter() {
  return createRouter({
    routeTree: rootRoute.addChildren([
      publicRoute.addChildren([
        createRoute({ getParentRoute: () => publicRoute, path: paths.signUp, component: SignUpPage }),
        createRoute({ getParentRoute: () => publicRoute, path: paths.logIn, component: LogInPage }),
        createRoute({ getParentRoute: () => publicRoute, path: paths.logInCode, component: LogInCodePage }),
      ]),
      portalRoute.addChildren([
        createRoute({ getParentRoute: () => portalRoute, path: paths.home, component: HomePage }),
        createRoute({ getParentRoute: () => portalRoute, path: paths.trade, component: TradePage }),
        createRoute({ getParentRoute: () => portalRoute, path: paths.security, component: SecurityPage }),
        createRoute({ getParentRoute: () => portalRoute, path: paths.faults, component: FaultsPage }),
        createRoute({ getParentRoute: () => portalRoute, path: paths.profile, component: ProfilePage }),
        createRoute({ getParentRoute: () => portalRoute, path: paths.keys, component: KeysPage }),
        createRoute({ getParentRoute: () => portalRoute, path: paths.newKey, component: NewKeyPage }),
      ]),
    ]),
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: BrokenPage,
  });
}

const rootRoute = createRootRoute({ component: RootPage });
const publicRoute = createRoute({ getParentRoute: () => rootRoute, id: 'public', component: PublicShell });
const portalRoute = createRoute({ getParentRoute: () => rootRoute, id: 'portal', component: PortalShell });
