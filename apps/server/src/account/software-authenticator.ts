// An authenticator in software, for tests: it makes keys, counts its uses, and can lie as a hostile one would.

import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface Lies {
  readonly origin?: string;
  readonly rpId?: string;
  /** False: the person was there but was not verified. */
  readonly isVerified?: boolean;
  /** Told instead of the next count. */
  readonly counter?: number;
}

export interface SoftwareAuthenticator {
  readonly credentialId: string;
  /** Answers `navigator.credentials.create()` with a key of its own. */
  register(challenge: string, lies?: Lies): RegistrationAnswer;
  /** Answers `navigator.credentials.get()`. */
  assert(challenge: string, lies?: Lies): AssertionAnswer;
}

interface Answer<Response> {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: Response & { readonly clientDataJSON: string };
}
type RegistrationAnswer = Answer<{ readonly attestationObject: string }>;
type AssertionAnswer = Answer<{ readonly authenticatorData: string; readonly signature: string }>;

/** One key for `rpId`, as pages of `origin` use it. Flags and forms are those of WebAuthn, level 3. */
export function softwareAuthenticator(origin: string, rpId = 'localhost'): SoftwareAuthenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  const credentialId = id.toString('base64url');
  let counter = 0;
  const face = { id: credentialId, rawId: credentialId, type: 'public-key' as const };
  const head = (lies: Lies, isNew: boolean): Buffer => {
    counter += 1;
    const rpHash = createHash('sha256')
      .update(lies.rpId ?? rpId)
      .digest();
    const count = Buffer.alloc(4);
    count.writeUInt32BE(lies.counter ?? counter);
    const flags = 0x01 | (lies.isVerified === false ? 0 : 0x04) | (isNew ? 0x40 : 0);
    return Buffer.concat([rpHash, Buffer.of(flags), count]);
  };
  const clientData = (type: string, challenge: string, lies: Lies): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin: lies.origin ?? origin, crossOrigin: false }));
  return {
    credentialId,
    register: (challenge, lies = {}) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const authData = Buffer.concat([head(lies, true), Buffer.alloc(16), length, id, coseKey(publicKey)]);
      const attestation = map([
        [text('fmt'), text('none')],
        [text('attStmt'), map([])],
        [text('authData'), bytes(authData)],
      ]);
      const clientDataJSON = clientData('webauthn.create', challenge, lies).toString('base64url');
      return { ...face, response: { clientDataJSON, attestationObject: attestation.toString('base64url') } };
    },
    assert: (challenge, lies = {}) => {
      const authData = head(lies, false);
      const client = clientData('webauthn.get', challenge, lies);
      const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()]);
      const signature = sign('sha256', signed, privateKey).toString('base64url');
      return {
        ...face,
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature,
        },
      };
    },
  };
}

/** ES256 on P-256, as RFC 9053 writes it: {1: 2, 3: -7, -1: 1, -2: x, -3: y}. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return map([
    [Buffer.of(0x01), Buffer.of(0x02)],
    [Buffer.of(0x03), Buffer.of(0x26)],
    [Buffer.of(0x20), Buffer.of(0x01)],
    [Buffer.of(0x21), bytes(Buffer.from(x, 'base64url'))],
    [Buffer.of(0x22), bytes(Buffer.from(y, 'base64url'))],
  ]);
}

// CBOR, as much as is needed: short maps, texts and byte strings.
function map(entries: readonly (readonly [Buffer, Buffer])[]): Buffer {
  return Buffer.concat([Buffer.of(0xa0 + entries.length), ...entries.flat()]);
}

function text(words: string): Buffer {
  return Buffer.concat([Buffer.of(0x60 + words.length), Buffer.from(words)]);
}

function bytes(content: Buffer): Buffer {
  const { length } = content;
  // The shortest form, as authenticators must write it.
  const head = length < 256 ? Buffer.of(0x58, length) : Buffer.of(0x59, length >> 8, length & 0xff);
  return Buffer.concat([head, content]);
}
