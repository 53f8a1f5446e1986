// Whether this start may trade: after a backup was restored, only once the exchange's own record has been compared.

import { reconcileStage, setReconcileStage } from '../orders/kill-switch.ts';
import type { OrderDeps } from '../orders/order-deps.ts';
import { reconcileBackup } from '../restore/reconcile-backup.ts';
import type { Db } from '../store/database.ts';
import { PlainFailure } from './plain-failure.ts';

interface Log {
  info(details: object, message: string): void;
}

export const compareFirst =
  'This database was restored from a backup and has not been compared with the exchange: start the main process with --reconcile-only first. Nothing has been sent.';

/** With `reconcileOnly` closes trading before anything can be sent; without it opens what was compared, or refuses. */
export async function openTrading(
  db: Db,
  { reconcileOnly }: { readonly reconcileOnly: boolean },
  log: Log,
): Promise<void> {
  if (reconcileOnly) return setReconcileStage(db, 'to_compare');
  const stage = await reconcileStage(db);
  if (stage === 'to_compare') throw new PlainFailure(compareFirst);
  if (stage === 'none') return;
  await setReconcileStage(db, 'none');
  log.info({}, 'the restored database was compared with the exchange: trading is open again');
}

/** Gives every slot and order since the backup its row, to be looked for; sends nothing. */
export async function compareWithExchange(deps: OrderDeps, log: Log): Promise<void> {
  const { slots, orders } = await reconcileBackup(deps);
  await setReconcileStage(deps.db, 'compared');
  log.info(
    { slots, orders },
    'reconcile-only: these may have been sent since the backup and are being looked for; nothing is sent',
  );
}
