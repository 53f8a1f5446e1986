// Starts one auditor for one question and ends it; at most a few run at a time.

import { type PairOptions, type Reply, startPair } from './pair-session.ts';

export type RunAudit = (
  question: Readonly<Record<string, unknown>>,
  onProgress?: (progress: unknown) => void,
) => Promise<Reply>;

const auditTimeoutMs = 60_000;
const auditorsMax = 3;

/** Questions beyond the bound wait for their turn. */
export function createAuditRunner(options: PairOptions): {
  readonly run: RunAudit;
  stop(): Promise<void>;
} {
  const running = new Set<() => Promise<void>>();
  const queue: (() => void)[] = [];
  let free = auditorsMax;
  let isStopped = false;
  const take = async () => {
    if (free === 0) await new Promise<void>((resolve) => queue.push(resolve));
    else free -= 1;
  };
  const giveBack = () => {
    const next = queue.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return {
    async run(question, onProgress) {
      await take();
      try {
        if (isStopped) return { kind: 'not_asked' };
        const session = await startPair(options, 'auditor');
        running.add(session.end);
        const reply = isStopped
          ? ({ kind: 'stopped' } as const)
          : await session.ask(question, auditTimeoutMs, onProgress);
        await session.end();
        running.delete(session.end);
        return reply;
      } finally {
        giveBack();
      }
    },
    async stop() {
      isStopped = true;
      await Promise.all([...running].map((end) => end()));
    },
  };
}
