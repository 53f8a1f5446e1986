// Tells the story of the demo on a terminal: numbered steps, facts below them, and one progress bar.

import { Presets, SingleBar } from 'cli-progress';

/** Writes for people; the caller writes the last line for programs. */
export class Narrator {
  readonly #startedMs = performance.now();
  #step = 0;
  #bar: SingleBar | null = null;

  step(sentence: string): void {
    this.#step += 1;
    const seconds = ((performance.now() - this.#startedMs) / 1000).toFixed(1);
    write(`\n${this.#step}. ${sentence} (${seconds} s)`);
  }

  fact(sentence: string): void {
    write(`   ${sentence}`);
  }

  startBar(total: number, unit: string): void {
    this.#bar = new SingleBar(
      {
        format: `   {bar} {value}/{total} ${unit} · {note}`,
        hideCursor: true,
        noTTYOutput: true,
        notTTYSchedule: 5_000,
      },
      Presets.shades_classic,
    );
    this.#bar.start(total, 0, { note: '' });
  }

  moveBar(value: number, note: string): void {
    this.#bar?.update(value, { note });
  }

  stopBar(): void {
    this.#bar?.stop();
    this.#bar = null;
  }
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
