// The passkey procedures: what an authenticator is asked and what it answers, as browsers write both.

import { oc } from '@orpc/contract';
import * as z from 'zod';
import { sessionSchema } from './account-contract.ts';
import { refusals } from './refusal.ts';
import { stepUpCodeSchema, stepUpRefusals } from './step-up-contract.ts';

const base64url = z.string().regex(/^[A-Za-z0-9_-]{1,8192}$/);

/** What `navigator.credentials.create()` gave, as JSON; what is not listed here is not needed. */
export const registrationResponseSchema = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({ clientDataJSON: base64url, attestationObject: base64url }),
});

/** What `navigator.credentials.get()` gave, as JSON. */
export const assertionResponseSchema = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url }),
});

export const passkeySchema = z.object({
  passkeyId: z.string(),
  name: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  /** Whether a provider keeps a copy of it for the person's other devices. */
  isSynced: z.boolean(),
  /** Its count of uses ran backwards, as a copied one does: it opens nothing any more. */
  isSuspect: z.boolean(),
});
export type PasskeyView = z.infer<typeof passkeySchema>;

const descriptor = z.object({ id: z.string(), type: z.literal('public-key') });

/** The options of WebAuthn, level 3, that are used here. */
const creationOptionsSchema = z.object({
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.object({ alg: z.number(), type: z.literal('public-key') })),
  timeout: z.number(),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
  attestation: z.literal('none'),
});

const requestOptionsSchema = z.object({
  challenge: z.string(),
  rpId: z.string(),
  timeout: z.number(),
  allowCredentials: z.array(descriptor),
  userVerification: z.literal('required'),
});

export const passkeyContract = {
  /** With whether passkeys work at the address through which the page was opened. */
  list: oc
    .errors(refusals('session_expired'))
    .output(z.object({ isAvailable: z.boolean(), passkeys: z.array(passkeySchema) })),
  /** Needs a proof; the options are good for this session, once, for five minutes. */
  beginRegistration: oc
    .input(z.object({ name: z.string().trim().min(1).max(60), stepUpCode: stepUpCodeSchema }))
    .errors(refusals('session_expired', 'passkeys_unavailable', 'passkeys_too_many', ...stepUpRefusals))
    .output(creationOptionsSchema),
  finishRegistration: oc
    .input(z.object({ response: registrationResponseSchema }))
    .errors(refusals('session_expired', 'passkeys_unavailable', 'passkey_too_late', 'passkey_refused'))
    .output(passkeySchema),
  remove: oc
    .input(z.object({ passkeyId: z.string().max(64), stepUpCode: stepUpCodeSchema }))
    .errors(refusals('session_expired', 'passkey_unknown', ...stepUpRefusals))
    .output(z.object({ passkeyId: z.string() })),
  /** Signing in names no account: the authenticator does. */
  beginSignIn: oc.errors(refusals('passkeys_unavailable', 'too_many_tries')).output(requestOptionsSchema),
  signIn: oc
    .input(z.object({ response: assertionResponseSchema }))
    .errors(refusals('passkeys_unavailable', 'passkey_too_late', 'passkey_refused'))
    .output(sessionSchema),
  beginProof: oc
    .errors(refusals('session_expired', 'passkeys_unavailable', 'passkey_unknown'))
    .output(requestOptionsSchema),
  /** A `stepUpCode` for one action of this session within two minutes. */
  prove: oc
    .input(z.object({ response: assertionResponseSchema }))
    .errors(
      refusals(
        'session_expired',
        'passkeys_unavailable',
        'passkey_too_late',
        'passkey_refused',
        'too_many_tries',
      ),
    )
    .output(z.object({ stepUpCode: z.string() })),
};
