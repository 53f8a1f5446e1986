// Seals an exchange key to the signer's public key in the browser, so that nothing between the two can read it.

/** The public half of the signer's pair: an uncompressed P-256 point, base64. */
export interface SealingKey {
  readonly keyId: string;
  readonly publicKey: string;
}

/** What travels to the server; every field but `keyId` is base64. */
export interface SealedCredential {
  readonly keyId: string;
  readonly ephemeralKey: string;
  readonly iv: string;
  readonly ciphertext: string;
}

const context = 'mandato/seal/v1';
const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;

/**
 * Ephemeral ECDH on P-256, HKDF-SHA-256 salted with both public keys, AES-256-GCM bound to the key's id.
 * Needs WebCrypto, so a secure context in a browser. It protects against leaky logs, proxies and databases, not
 * against a server that serves altered code.
 */
export async function sealCredentials(
  credentials: { readonly apiKey: string; readonly apiSecret: string },
  sealingKey: SealingKey,
): Promise<SealedCredential> {
  const { subtle } = globalThis.crypto;
  const recipientPoint = bytesOfBase64(sealingKey.publicKey);
  const recipient = await subtle.importKey('raw', recipientPoint, curve, false, []);
  const ephemeral = await subtle.generateKey(curve, false, ['deriveBits']);
  const ephemeralPoint = new Uint8Array(await subtle.exportKey('raw', ephemeral.publicKey));
  const shared = await subtle.deriveBits({ name: 'ECDH', public: recipient }, ephemeral.privateKey, 256);
  const derivation = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: joined([ephemeralPoint, recipientPoint]),
    info: bytesOfText(context),
  };
  const material = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const cipher = { name: 'AES-GCM', length: 256 };
  const key = await subtle.deriveKey(derivation, material, cipher, false, ['encrypt']);
  const iv = globalThis.crypto.getRandomValues(new Uint8Array(12));
  const additionalData = bytesOfText(`${context}:${sealingKey.keyId}`);
  const plain = plainOf(credentials);
  const ciphertext = await subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain);
  plain.fill(0);
  return {
    keyId: sealingKey.keyId,
    ephemeralKey: base64OfBytes(ephemeralPoint),
    iv: base64OfBytes(iv),
    ciphertext: base64OfBytes(new Uint8Array(ciphertext)),
  };
}

// Key and secret, each behind its length in two bytes: the signer splits them without making text of the secret.
function plainOf({ apiKey, apiSecret }: { readonly apiKey: string; readonly apiSecret: string }) {
  const key = bytesOfText(apiKey);
  const secret = bytesOfText(apiSecret);
  return joined([lengthOf(key), key, lengthOf(secret), secret]);
}

function lengthOf(bytes: Uint8Array): Uint8Array {
  return Uint8Array.of(Math.min(bytes.length, 0xffff) >> 8, Math.min(bytes.length, 0xffff) & 0xff);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function bytesOfText(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(text));
}

function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function base64OfBytes(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
