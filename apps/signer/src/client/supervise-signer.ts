// Keeps one signer running: starts it again, with growing pauses, whenever it or its egress ends.

import { type PairOptions, type PairSession, startPair } from './pair-session.ts';

export interface SupervisedSigner {
  /** The running pair, or null while it is being started again. */
  current(): PairSession | null;
  /** The running pair, or null when there was none within the time. */
  await(timeoutMs: number): Promise<PairSession | null>;
  stop(): Promise<void>;
}

const pauseMsMin = 50;
const pauseMsMax = 5_000;
/** A pair that ran for this long is taken as healthy: the next pause is short again. */
const healthyAfterMs = 30_000;

/** The first start must succeed: its refusal is thrown to the caller. */
export async function superviseSigner(options: PairOptions): Promise<SupervisedSigner> {
  const signer: Supervision = {
    options,
    session: await startPair(options, 'signer'),
    isStopping: false,
    waiting: new Set(),
    loop: Promise.resolve(),
  };
  signer.loop = keepRunning(signer);
  return {
    current: () => signer.session,
    await(timeoutMs) {
      if (signer.session !== null || signer.isStopping) return Promise.resolve(signer.session);
      return new Promise((resolve) => {
        const settle = () => {
          clearTimeout(timer);
          signer.waiting.delete(settle);
          resolve(signer.session);
        };
        const timer = setTimeout(settle, timeoutMs);
        signer.waiting.add(settle);
      });
    },
    async stop() {
      signer.isStopping = true;
      wake(signer);
      await signer.session?.end();
      await signer.loop;
    },
  };
}

interface Supervision {
  readonly options: PairOptions;
  session: PairSession | null;
  isStopping: boolean;
  readonly waiting: Set<() => void>;
  loop: Promise<void>;
}

async function keepRunning(signer: Supervision): Promise<void> {
  const { wall, onDiagnostic } = signer.options;
  let pauseMs = pauseMsMin;
  let startedAtMs = wall.nowMs();
  while (!signer.isStopping) {
    await signer.session?.ended;
    signer.session = null;
    if (signer.isStopping) return;
    if (wall.nowMs() - startedAtMs > healthyAfterMs) pauseMs = pauseMsMin;
    onDiagnostic?.(`signer: ended, starting again in ${pauseMs} ms`);
    await pauseUnlessStopped(signer, pauseMs);
    pauseMs = Math.min(pauseMs * 2, pauseMsMax);
    startedAtMs = wall.nowMs();
    signer.session = await startAgain(signer);
    // A stop that came while it was starting found nothing to end.
    if (signer.isStopping) await signer.session?.end();
    wake(signer);
  }
}

async function startAgain(signer: Supervision): Promise<PairSession | null> {
  if (signer.isStopping) return null;
  try {
    return await startPair(signer.options, 'signer');
  } catch (error) {
    signer.options.onDiagnostic?.(`signer: ${error instanceof Error ? error.message : 'did not start'}`);
    return null;
  }
}

function pauseUnlessStopped(signer: Supervision, pauseMs: number): Promise<void> {
  return new Promise((resolve) => {
    const startedAtMs = performance.now();
    const look = () => {
      if (signer.isStopping || performance.now() - startedAtMs >= pauseMs) resolve();
      else setTimeout(look, Math.min(50, pauseMs));
    };
    look();
  });
}

function wake(signer: Supervision): void {
  for (const settle of [...signer.waiting]) settle();
}
