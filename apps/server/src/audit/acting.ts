// Who is acting while a request is handled, so that the trail can say it without every function passing it on.

import { AsyncLocalStorage } from 'node:async_hooks';

/** A session and the socket address it came from; both null when Mandato acts by itself. */
export interface Acting {
  readonly sessionId: string | null;
  readonly address: string | null;
}

const storage = new AsyncLocalStorage<Acting>();

/** Handles a request as `acting`. */
export function actingAs<T>(acting: Acting, work: () => T): T {
  return storage.run(acting, work);
}

/** Who acts now. */
export function whoActs(): Acting {
  return storage.getStore() ?? { sessionId: null, address: null };
}
