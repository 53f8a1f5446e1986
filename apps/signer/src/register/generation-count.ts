// The highest generation of the register that was ever written, kept outside the signer's directory where that is possible.

import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { countFile } from '../client/count-file.ts';
import { lengthPrefixed } from '../sign/length-prefixed.ts';
import { macKeyOf, type SignerKeys } from '../vault/signer-keys.ts';
import { replaceFile } from '../vault/write-durably.ts';

export interface GenerationCount {
  /** The count, or null when none was written under these keys: a new machine, or a key file that was copied alone. */
  read(): Promise<number | null>;
  /** Never rejects: where the place cannot be written, an old copy of the directory cannot be told. */
  write(generation: number): Promise<void>;
}

/** The count beside a key file. */
export function generationCount(keyFile: string, keys: SignerKeys): GenerationCount {
  const { path, unfinished } = countFile(keyFile);
  const line = (generation: number, epoch: SignerKeys['epochs'][number]) => {
    const mac = createHmac('sha256', macKeyOf(epoch, 'register'))
      .update(lengthPrefixed(['mandato/count/v2', epoch.id, String(generation)]))
      .digest('hex');
    return `${generation} ${epoch.id} ${mac}\n`;
  };
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch(() => '');
      const generation = Number(/^([0-9]{1,15}) /.exec(text)?.[1] ?? '-1');
      return keys.epochs.some((epoch) => text === line(generation, epoch)) ? generation : null;
    },
    async write(generation) {
      const epoch = keys.epochs.at(-1);
      if (epoch === undefined) return;
      await replaceFile(path, unfinished, line(generation, epoch)).catch(() => undefined);
    },
  };
}
