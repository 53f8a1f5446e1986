// Where each page is. Nothing under /api, /v3 or /v4: those belong to the exchange's own API.

export const paths = {
  home: '/',
  trade: '/trade',
  signUp: '/signup',
  logIn: '/login',
  logInCode: '/login/code',
  profile: '/profile',
  security: '/profile/security',
  faults: '/faults',
  keys: '/profile/api',
  newKey: '/profile/api/new',
} as const;

export type PortalPath = (typeof paths)[keyof typeof paths];
