// One key per purpose, all derived from the key file's, so that no two uses ever share a key.

import { createHash, hkdfSync } from 'node:crypto';

export interface DerivedKeys {
  /** Names the key that wrapped a record, without telling anything about it. */
  readonly kekId: string;
  readonly wrap: Buffer;
  readonly fingerprint: Buffer;
  readonly attestation: Buffer;
}

/** Derives every key and overwrites the given one. */
export function deriveKeys(keyEncryptionKey: Buffer): DerivedKeys {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', keyEncryptionKey, '', `mandato/signer/${purpose}/v1`, 32));
  const kekId = createHash('sha256').update(derive('kek-id')).digest('hex').slice(0, 16);
  const keys = {
    kekId,
    wrap: derive('wrap'),
    fingerprint: derive('fingerprint'),
    attestation: derive('attestation'),
  };
  keyEncryptionKey.fill(0);
  return keys;
}
