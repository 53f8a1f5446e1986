// Exports the trail's head every minute and once more at the end, and says so loudly when it must not.

import type { Clock } from '@mandato/primitives/ports';
import type { Db } from '../store/database.ts';
import { exportHead } from './trail-anchor.ts';

export interface AnchorNeeds {
  readonly db: Db;
  /** Outside the data directory. */
  readonly file: string;
  readonly wall: Clock;
  readonly log: { error(details: object, message: string): void };
}

const everyMs = 60_000;

/** Exports at once, then regularly; `stop` exports for the last time. */
export async function keepAnchored(needs: AnchorNeeds): Promise<{ stop(): Promise<void> }> {
  await exportOnce(needs);
  const timer = setInterval(() => void exportOnce(needs), everyMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await exportOnce(needs);
    },
  };
}

async function exportOnce({ db, file, wall, log }: AnchorNeeds): Promise<void> {
  try {
    const outcome = await exportHead(db, file, wall.nowMs());
    if (outcome !== 'exported') {
      log.error({ file }, 'the audit trail no longer holds its anchor: run "mandato audit verify"');
    }
  } catch (error) {
    log.error({ err: error, file }, 'the head of the audit trail could not be exported');
  }
}
