// Looks at every linked key again at start-up (unless just looked at), daily, when asked to, and soon while its exchange is out of reach.

import { eq, inArray, lt, or } from 'drizzle-orm';
import { links } from '../store/schema/link-schema.ts';
import type { LinkNeeds } from './link-exchange.ts';
import { reauditLink } from './reaudit-link.ts';

const dayMs = 24 * 3_600_000;
const tickMs = 60_000;
const askAgainMs = 60_000;

/** A start looks at every key that nobody looked at this recently: each look is a process and a few calls. */
const startAuditAgeMs = 10 * 60_000;

export interface Auditing {
  /** Has a link audited within the next moments; for refusals of the exchange that speak of the key. */
  reauditSoon(linkId: string): void;
  /** Looks at nothing new and waits for the audit under way. */
  stop(): Promise<void>;
}

/** Starts with all links at once, one after another, since each audit is a few calls with one key. */
export function keepAuditing(needs: LinkNeeds): Auditing {
  const asked = new Set<string>();
  const askedAtMs = new Map<string, number>();
  let isStopped = false;
  let isFirst = true;
  let passing: Promise<void> = Promise.resolve();
  const pass = async (): Promise<void> => {
    if (isStopped) return;
    const wanted = [...asked];
    asked.clear();
    const isAll = isFirst;
    isFirst = false;
    const due = await needs.db
      .select()
      .from(links)
      .where(
        isAll
          ? lt(links.auditedAt, needs.wall.nowMs() - startAuditAgeMs)
          : or(
              inArray(links.linkId, wanted),
              eq(links.status, 'unreachable'),
              lt(links.auditedAt, needs.wall.nowMs() - dayMs),
            ),
      );
    for (const link of due) {
      if (isStopped) return;
      await reauditLink(needs, link);
    }
  };
  const queue = (): void => {
    passing = passing.then(pass).catch((error: unknown) => {
      needs.log.warn({ cause: String(error) }, 'auditing links broke off');
    });
  };
  const timer = setInterval(queue, tickMs);
  queue();
  return {
    reauditSoon: (linkId) => {
      const nowMs = needs.wall.nowMs();
      // One refusal seldom comes alone, and each audit is several calls with the same key.
      if (nowMs - (askedAtMs.get(linkId) ?? 0) < askAgainMs) return;
      askedAtMs.set(linkId, nowMs);
      asked.add(linkId);
      queue();
    },
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await passing;
    },
  };
}
