// The passkey procedures: they hand an authenticator's answers to the account, and keep no secret, for there is none.

import type { SecurityNeeds } from '../account/account-security.ts';
import { challengeLifeMs, makeChallenge } from '../account/passkey-challenge.ts';
import { beginPasskeySignIn, proveWithPasskey, signInWithPasskey } from '../account/passkey-sign-in.ts';
import {
  beginRegistration,
  creationOptions,
  descriptorOf,
  finishRegistration,
  type Passkey,
  passkeysOf,
  removePasskey,
} from '../account/passkeys.ts';
import type { RelyingParty } from '../account/relying-party.ts';
import type { PasskeyView } from '../api-contract/passkey-contract.ts';
import { beginAnswer, originOf } from './account.ts';
import { type ApiContext, api, signedIn } from './api-base.ts';
import { refuse } from './refuse.ts';

export function passkeyProcedures(needs: SecurityNeeds) {
  const { passkeys } = api;
  const { db } = needs;
  return {
    list: passkeys.list.use(signedIn).handler(async ({ context }) => ({
      isAvailable: context.relyingParty !== null,
      passkeys: (await passkeysOf(db, context.person.userId)).map(viewOf),
    })),
    beginRegistration: passkeys.beginRegistration.use(signedIn).handler(async ({ context, input }) => {
      const party = partyOf(context);
      const begun = await beginRegistration(needs, context, { ...input, party });
      if (!begun.ok) throw refuse(begun.error);
      return creationOptions(context, { ...begun.value, party });
    }),
    finishRegistration: passkeys.finishRegistration.use(signedIn).handler(async ({ context, input }) => {
      const made = await finishRegistration(needs, context, { ...input, party: partyOf(context) });
      if (!made.ok) throw refuse(made.error);
      return viewOf(made.value);
    }),
    remove: passkeys.remove.use(signedIn).handler(async ({ context, input }) => {
      const removed = await removePasskey(needs, context, input);
      if (!removed.ok) throw refuse(removed.error);
      return { passkeyId: input.passkeyId };
    }),
    beginSignIn: passkeys.beginSignIn.handler(async ({ context }) => {
      const party = partyOf(context);
      const challenge = await beginPasskeySignIn(needs, context);
      if (!challenge.ok) throw refuse(challenge.error);
      return requestOptions(challenge.value, party, []);
    }),
    signIn: passkeys.signIn.handler(async ({ context, input }) => {
      const browserHash = context.device.tokenHash;
      if (browserHash === null) throw refuse('passkey_too_late');
      const { response } = input;
      const answered = { response, party: partyOf(context), browserHash, origin: originOf(context) };
      const begun = await signInWithPasskey(needs, answered);
      if (!begun.ok) throw refuse(begun.error);
      return beginAnswer(context, begun.value);
    }),
    ...proofProcedures(needs),
  };
}

function proofProcedures(needs: SecurityNeeds) {
  const { passkeys } = api;
  const { db, wall } = needs;
  return {
    beginProof: passkeys.beginProof.use(signedIn).handler(async ({ context }) => {
      const party = partyOf(context);
      const known = await passkeysOf(db, context.person.userId);
      const usable = known.filter(({ suspectAt }) => suspectAt === null);
      if (usable.length === 0) throw refuse('passkey_unknown');
      const boundTo = context.tokenHash;
      const challenge = await makeChallenge(db, { purpose: 'step_up', boundTo, nowMs: wall.nowMs() });
      return requestOptions(challenge, party, usable);
    }),
    prove: passkeys.prove.use(signedIn).handler(async ({ context, input }) => {
      const proof = await proveWithPasskey(needs, context, { ...input, party: partyOf(context) });
      if (!proof.ok) throw refuse(proof.error);
      return { stepUpCode: proof.value };
    }),
  };
}

function partyOf({ relyingParty }: ApiContext): RelyingParty {
  if (relyingParty === null) throw refuse('passkeys_unavailable');
  return relyingParty;
}

function requestOptions(challenge: string, party: RelyingParty, allowed: readonly Passkey[]) {
  return {
    challenge,
    rpId: party.id,
    timeout: challengeLifeMs,
    allowCredentials: allowed.map(descriptorOf),
    userVerification: 'required' as const,
  };
}

function viewOf(passkey: Passkey): PasskeyView {
  const { passkeyId, name, createdAt, lastUsedAt, isSynced, suspectAt } = passkey;
  return {
    passkeyId,
    name,
    createdAt: new Date(createdAt).toISOString(),
    lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
    isSynced,
    isSuspect: suspectAt !== null,
  };
}
