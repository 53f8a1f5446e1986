// Runs an action again and again with a pause between, one at a time, until told to stop.

import type { RunningMarket } from './market-port.ts';

/** `action` answers false when it should not be run again. Pauses are wall time and do not keep a process alive. */
export function repeatUntilStopped(pauseMs: number, action: () => Promise<boolean>): RunningMarket {
  let timer: NodeJS.Timeout | null = null;
  let underWay: Promise<void> = Promise.resolve();
  let isStopped = false;

  function schedule(): void {
    timer = setTimeout(() => {
      underWay = run();
    }, pauseMs);
    timer.unref();
  }
  async function run(): Promise<void> {
    const again = await action();
    if (again && !isStopped) schedule();
  }
  schedule();
  return {
    async stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      await underWay;
    },
  };
}
