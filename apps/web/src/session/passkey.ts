// Speaks with the browser about passkeys; that the person turned away is an answer, told apart from a failure.
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { api } from './api.ts';
import { PasskeyNotUsed } from './passkey-not-used.ts';

export function hasPasskeys(): boolean {
  return browserSupportsWebAuthn();
}

export async function addPasskey(asked: { name: string; stepUpCode: string }) {
  const optionsJSON = await api.passkeys.beginRegistration(asked);
  const { id, rawId, type, response } = await orNotUsed(startRegistration({ optionsJSON }));
  const { clientDataJSON, attestationObject } = response;
  return api.passkeys.finishRegistration({
    response: { id, rawId, type, response: { clientDataJSON, attestationObject } },
  });
}

export async function signInWithPasskey() {
  const response = await assert(await api.passkeys.beginSignIn());
  return api.passkeys.signIn({ response });
}

/** A code for one action, in the place of one of the authenticator app. */
export async function proveWithPasskey(): Promise<string> {
  const response = await assert(await api.passkeys.beginProof());
  return (await api.passkeys.prove({ response })).stepUpCode;
}

type RequestOptions = Awaited<ReturnType<typeof api.passkeys.beginSignIn>>;

async function assert(optionsJSON: RequestOptions) {
  const { id, rawId, type, response } = await orNotUsed(startAuthentication({ optionsJSON }));
  const { clientDataJSON, authenticatorData, signature } = response;
  return { id, rawId, type, response: { clientDataJSON, authenticatorData, signature } };
}

async function orNotUsed<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (cause) {
    throw new PasskeyNotUsed('the device gave no passkey', { cause });
  }
}
