// Opening an account, entering it and leaving it.

import { accountIdOf, assetOf } from '@mandato/exchange-core/ids';
import { z } from 'zod';
import {
  checkPassword,
  hashPassword,
  isHashCheap,
  isPasswordRight,
  passwordLengthMax,
} from '../accounts/password.ts';
import type { PortalAccount } from '../accounts/portal-state.ts';
import { practiceMoney } from '../accounts/practice-money.ts';
import { mintSessionToken } from '../accounts/session-token.ts';
import type { CodeRefusal, PortalSession, SessionRefusal } from '../api-contract/session-contract.ts';
import type { LonjaPorts } from '../lonja-ports.ts';
import { checkFactor } from './check-code.ts';
import { isPersonName, tidyName } from './person-name.ts';
import { answered, type Handled, type PortalContext, portalCall, refused, sessionOf } from './portal-call.ts';

const password = z.string().max(passwordLengthMax);

export const session = portalCall<'session'>(z.strictObject({}), (context) =>
  answered(currentSession(context)),
);

function currentSession({ session: current, person }: PortalContext): PortalSession {
  if (current === null || person === null) return { kind: 'anonymous' };
  if (current.stage === 'second_factor') return { kind: 'second_factor_needed', email: person.email };
  return sessionOf(person);
}

type SignUpRequest = { readonly name: string; readonly email: string; readonly password: string };
type SignUpRefusal =
  | 'name_malformed'
  | 'email_malformed'
  | 'password_too_short'
  | 'password_too_common'
  | 'email_taken'
  | 'too_many_tries'
  | 'storage_failed';

export const signUp = portalCall<'signUp', SignUpRequest>(
  z.strictObject({ name: z.string().max(400), email: z.string().max(400), password }),
  openAccount,
);

async function openAccount(
  context: PortalContext,
  request: SignUpRequest,
): Promise<Handled<PortalSession, SignUpRefusal>> {
  const name = tidyName(request.name);
  const email = foldEmail(request.email);
  if (!isPersonName(name)) return refused('name_malformed');
  if (!isEmail(email)) return refused('email_malformed');
  const checked = checkPassword(request.password, { email, name });
  if (!checked.ok) return refused(checked.error);
  const { portal } = context.ports.sequencer.state;
  if (portal.byEmail.has(email)) return refused('email_taken');
  if (!maySignUp(context)) return refused('too_many_tries');
  const passwordHash = await hashPassword(request.password);
  if (portal.byEmail.has(email)) return refused('email_taken');
  return createAccount(context, { name, email, passwordHash });
}

// All three records are submitted in one turn: the money first, so that no crash can leave a person without it.
async function createAccount(
  { ports, device }: PortalContext,
  person: { readonly name: string; readonly email: string; readonly passwordHash: string },
): Promise<Handled<PortalSession, 'email_taken' | 'storage_failed'>> {
  const { sequencer, ids } = ports;
  const account = accountIdOf(ids.alphanumeric(16));
  const { token, tokenHash } = mintSessionToken();
  const at = { atMs: ports.marketClock.nowMs(), account };
  const practice = {
    kind: 'fund',
    asset: assetOf('mxn'),
    amount: practiceMoney.atSignUp,
    fundingId: ids.hex(32),
    method: 'practice',
  } as const;
  const [opened, funded, created] = await Promise.all([
    sequencer.submit({ domain: 'exchange', command: { kind: 'open_account', ...at } }),
    sequencer.submit({ domain: 'exchange', command: { ...practice, ...at } }),
    sequencer.submit({
      domain: 'portal',
      command: {
        kind: 'create_account',
        atMs: ports.wallClock.nowMs(),
        account,
        tokenHash,
        device,
        ...person,
      },
    }),
  ]);
  if (!created.ok && created.error === 'email_taken') return refused('email_taken');
  const opens = sequencer.state.portal.accounts.get(account);
  if (!opened.ok || !funded.ok || !created.ok || opens === undefined) return refused('storage_failed');
  return answered(sessionOf(opens), token);
}

function maySignUp({ ports, throttles, peerAddress }: PortalContext): boolean {
  if (!ports.hasRateLimits) return true;
  if (!throttles.signUpsFromAddress.mayTry(peerAddress)) return false;
  throttles.signUpsFromAddress.noteFailure(peerAddress);
  return true;
}

function foldEmail(email: string): string {
  return email.normalize('NFC').trim().toLowerCase();
}

function isEmail(email: string): boolean {
  return (
    email.length <= 254 && /^[^\s@<>"'\p{Cc}]{1,64}@[^\s@<>"'\p{Cc}]+\.[^\s@<>"'\p{Cc}.]{2,}$/u.test(email)
  );
}

export const signIn = portalCall<'signIn', { readonly email: string; readonly password: string }>(
  z.strictObject({ email: z.string().max(400), password }),
  async (context, request) => {
    const { ports, throttles, peerAddress } = context;
    const email = foldEmail(request.email);
    const here = `${email}\n${peerAddress}`;
    const mayTry =
      throttles.passwordHere.mayTry(here) &&
      throttles.passwordAnywhere.mayTry(email) &&
      throttles.passwordsFromAddress.mayTry(peerAddress);
    if (!mayTry) return refused('too_many_tries');
    // Counted before the slow check, so that many at once are not cheaper than one after another.
    throttles.passwordHere.noteFailure(here);
    throttles.passwordAnywhere.noteFailure(email);
    const person = ports.sequencer.state.portal.byEmail.get(email) ?? null;
    if (!(await isPasswordRight(request.password, person?.passwordHash ?? null)) || person === null) {
      throttles.passwordsFromAddress.noteFailure(peerAddress);
      return refused('credentials_wrong');
    }
    throttles.passwordHere.noteSuccess(here);
    throttles.passwordAnywhere.noteSuccess(email);
    if (isHashCheap(person.passwordHash)) await hashAnew(ports, person, request.password);
    const { token, tokenHash } = mintSessionToken();
    const needsCode = person.twoFactor.kind === 'on';
    const started = await ports.sequencer.submit({
      domain: 'portal',
      command: {
        kind: 'start_session',
        atMs: ports.wallClock.nowMs(),
        account: person.id,
        tokenHash,
        stage: needsCode ? 'second_factor' : 'signed_in',
        replaces: context.session?.tokenHash ?? null,
        device: context.device,
      },
    });
    if (!started.ok) return refused('storage_failed');
    return answered(
      needsCode ? { kind: 'second_factor_needed', email: person.email } : sessionOf(person),
      token,
    );
  },
);

// The password is only known now. If this fails, the next sign-in tries again.
async function hashAnew(ports: LonjaPorts, person: PortalAccount, text: string): Promise<void> {
  const replaces = person.passwordHash;
  const passwordHash = await hashPassword(text);
  const at = { atMs: ports.wallClock.nowMs(), account: person.id };
  await ports.sequencer.submit({
    domain: 'portal',
    command: { kind: 'rehash_password', ...at, replaces, passwordHash },
  });
}

export const confirmSignIn = portalCall<'confirmSignIn', { readonly code: string }>(
  z.strictObject({ code: z.string().max(60) }),
  enterWithCode,
);

async function enterWithCode(
  context: PortalContext,
  { code }: { readonly code: string },
): Promise<Handled<PortalSession, SessionRefusal | CodeRefusal | 'storage_failed'>> {
  const { session: waiting, person, ports, device } = context;
  if (waiting === null || person === null) return refused('session_missing');
  if (waiting.stage === 'signed_in') return answered(sessionOf(person));
  const proof = checkFactor(context, person, code);
  if (!proof.ok) return refused(proof.error);
  const { token, tokenHash } = mintSessionToken();
  const at = { atMs: ports.wallClock.nowMs(), account: person.id, tokenHash, device };
  const enters = { ...at, replaces: waiting.tokenHash };
  const confirmed = await ports.sequencer.submit({
    domain: 'portal',
    command:
      proof.value.kind === 'step'
        ? { kind: 'confirm_sign_in', ...enters, step: proof.value.step }
        : { kind: 'recover_sign_in', ...enters, hash: proof.value.hash },
  });
  if (confirmed.ok) return answered(sessionOf(person), token);
  const known = confirmed.error === 'code_used' || confirmed.error === 'session_missing';
  return refused(known ? confirmed.error : 'storage_failed');
}

export const signOut = portalCall<'signOut'>(z.strictObject({}), async ({ ports, session: current }) => {
  if (current !== null) {
    await ports.sequencer.submit({
      domain: 'portal',
      command: { kind: 'end_session', atMs: ports.wallClock.nowMs(), tokenHash: current.tokenHash },
    });
  }
  return answered({ kind: 'anonymous' }, '');
});
