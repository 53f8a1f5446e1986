// Looks at every linked key again: at start-up, daily, before a first order, when asked to, and soon after silence.

import { eq, inArray, lt, or } from 'drizzle-orm';
import { links } from '../store/schema/link-schema.ts';
import { tellExpiries } from './key-expiry.ts';
import type { LinkNeeds } from './link-exchange.ts';
import { dueScope, freezeInSigner, reauditLink } from './reaudit-link.ts';

const dayMs = 24 * 3_600_000;
const tickMs = 60_000;
const askAgainMs = 60_000;

/** So soon after a try that the exchange did not answer, the next order does not make another. */
const silenceMs = 5_000;

type LinkRow = typeof links.$inferSelect;

export interface Auditing {
  /** Has a link audited within the next moments; for refusals of the exchange that speak of the key. */
  reauditSoon(linkId: string): void;
  /** Has all links audited as at a start; for a signer that was locked until now. */
  reauditAll(): void;
  /**
   * Audits the link unless that was done since the start; whether the exchange has answered for its key by now.
   * Until it has, no order may be sent.
   */
  isAudited(linkId: string): Promise<boolean>;
  /** Looks at nothing new and waits for the audit under way. */
  stop(): Promise<void>;
}

/** Starts with all links at once, one after another, since each audit is a few calls with one key. */
export function keepAuditing(needs: LinkNeeds): Auditing {
  const startedMs = needs.wall.nowMs();
  const audits = singleAudits(needs);
  const answered = new Set<string>();
  const noteAnswered = (linkId: string): true => {
    answered.add(linkId);
    return true;
  };
  const asked = new Set<string>();
  const askedAtMs = new Map<string, number>();
  let isStopped = false;
  let isAllWanted = true;
  let passing: Promise<void> = Promise.resolve();
  const pass = async (): Promise<void> => {
    if (isStopped) return;
    const wanted = [...asked];
    asked.clear();
    const isAll = isAllWanted;
    isAllWanted = false;
    const due = await dueLinks(needs, isAll ? null : wanted);
    // What was frozen before a crash is frozen in the signer before anything is asked.
    if (isAll) await freezeAgain(needs, due);
    // One that an order waited for was audited meanwhile.
    const left = isAll ? due.filter((link) => !hasAnswered(link, startedMs)) : due;
    for (const link of left) {
      if (isStopped) return;
      await audits.audit(link);
    }
    // After the audits, since an exchange may have just said when a key ends.
    if (!isStopped) await tellExpiries(needs);
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
    reauditAll: () => {
      isAllWanted = true;
      queue();
    },
    isAudited: async (linkId) => {
      // What was answered once since the start stays answered: each order asks this several times.
      if (answered.has(linkId)) return true;
      const [link] = await needs.db.select().from(links).where(eq(links.linkId, linkId));
      if (link === undefined) return false;
      if (hasAnswered(link, startedMs)) return noteAnswered(linkId);
      const isSilent = link.auditedAt >= startedMs && needs.wall.nowMs() - link.auditedAt < silenceMs;
      if (isSilent || isStopped) return false;
      const after = await audits.audit(link);
      return after !== null && hasAnswered(after, startedMs) && noteAnswered(linkId);
    },
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await passing;
      await audits.idle();
    },
  };
}

async function freezeAgain(needs: LinkNeeds, due: readonly LinkRow[]): Promise<void> {
  for (const link of due) if (link.frozenAt !== null) await freezeInSigner(needs, link);
}

/** One audit of a link at a time: whoever asks meanwhile waits for the same one. */
function singleAudits(needs: LinkNeeds) {
  const running = new Map<string, Promise<LinkRow | null>>();
  const run = async (link: LinkRow): Promise<LinkRow | null> => {
    try {
      return (await reauditLink(needs, link, dueScope(link, needs.wall.nowMs())))?.link ?? null;
    } catch (error) {
      needs.log.warn({ linkId: link.linkId, cause: String(error) }, 'auditing a link broke off');
      return null;
    } finally {
      running.delete(link.linkId);
    }
  };
  return {
    audit: (link: LinkRow): Promise<LinkRow | null> => {
      const present = running.get(link.linkId);
      if (present !== undefined) return present;
      const started = run(link);
      running.set(link.linkId, started);
      return started;
    },
    idle: async () => {
      await Promise.allSettled(running.values());
    },
  };
}

/** Whether the exchange itself answered an audit of this key since `startedMs`. */
function hasAnswered(link: LinkRow, startedMs: number): boolean {
  return link.auditedAt >= startedMs && link.status !== 'unreachable';
}

function dueLinks(needs: LinkNeeds, wanted: readonly string[] | null): Promise<LinkRow[]> {
  const query = needs.db.select().from(links);
  if (wanted === null) return query;
  return query.where(
    or(
      inArray(links.linkId, [...wanted]),
      eq(links.status, 'unreachable'),
      lt(links.auditedAt, needs.wall.nowMs() - dayMs),
    ),
  );
}
