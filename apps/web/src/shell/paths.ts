// Where each page is. Nothing under /api: that belongs to the server.

export const paths = {
  home: '/',
  signUp: '/sign-up',
  signIn: '/log-in',
  signInCode: '/log-in/code',
  resetPassword: '/reset-password',
  plans: '/plans',
  newPlan: '/plans/new',
  activity: '/activity',
  notices: '/notices',
  profile: '/profile',
  trail: '/profile/trail',
  exchanges: '/profile/exchanges',
  newLink: '/profile/exchanges/new',
  safety: '/profile/safety',
  security: '/security',
} as const;

/** The limits of one link's key. */
export function limitsPath(linkId: string): string {
  return `${paths.safety}/${encodeURIComponent(linkId)}`;
}

export function planPath(planId: string): string {
  return `${paths.plans}/${encodeURIComponent(planId)}`;
}

export function linkPath(linkId: string): string {
  return `${paths.exchanges}/${encodeURIComponent(linkId)}`;
}

export function replaceKeyPath(linkId: string): string {
  return `${linkPath(linkId)}/replace`;
}
