// Seals a credential as the browser does, written a second time with node:crypto so that the format has two witnesses.

import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import type { SealedCredential, SealingKey } from '../client/signer-protocol.ts';

export function sealForTest(
  credential: { readonly apiKey: string; readonly apiSecret: string },
  sealingKey: SealingKey,
): SealedCredential {
  const recipient = Buffer.from(sealingKey.publicKey, 'base64');
  const ephemeral = createECDH('prime256v1');
  const point = ephemeral.generateKeys();
  const salt = Buffer.concat([point, recipient]);
  const key = Buffer.from(
    hkdfSync('sha256', ephemeral.computeSecret(recipient), salt, 'mandato/seal/v1', 32),
  );
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(`mandato/seal/v1:${sealingKey.keyId}`));
  const plain = Buffer.concat([credential.apiKey, credential.apiSecret].flatMap(withLength));
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return {
    keyId: sealingKey.keyId,
    ephemeralKey: point.toString('base64'),
    iv: iv.toString('base64'),
    ciphertext: ciphertext.toString('base64'),
  };
}

function withLength(text: string): readonly Buffer[] {
  const bytes = Buffer.from(text, 'utf8');
  return [Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes];
}
