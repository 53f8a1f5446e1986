// The account procedures: who is asking, and how a person proves it.

import { oc } from '@orpc/contract';
import * as z from 'zod';
import { refusals } from './refusal.ts';
import { stepUpCodeSchema, stepUpRefusals } from './step-up-contract.ts';

export const languageSchema = z.enum(['en', 'es']);
export type Language = z.infer<typeof languageSchema>;

const emailSchema = z.string().trim().min(1).max(254);
const passwordSchema = z.string().min(1).max(256);
const codeSchema = z.string().trim().min(1).max(64);

export const sessionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('anonymous') }),
  z.object({ kind: z.literal('second_factor_needed'), email: z.string() }),
  z.object({
    kind: z.literal('signed_in'),
    name: z.string(),
    email: z.string(),
    hasSecondFactor: z.boolean(),
    language: languageSchema.nullable(),
  }),
]);
export type Session = z.infer<typeof sessionSchema>;

/** Ends after 7 days without use and after 30 days in any case. */
export const sessionRowSchema = z.object({
  sessionId: z.string(),
  startedAt: z.string(),
  lastSeenAt: z.string(),
  address: z.string(),
  /** As the browser describes itself. */
  userAgent: z.string(),
  isCurrent: z.boolean(),
});
export type SessionRow = z.infer<typeof sessionRowSchema>;

export const accountContract = {
  session: oc.output(sessionSchema),
  signUp: oc
    .input(
      z.object({
        name: z.string().trim().min(1).max(80),
        email: emailSchema,
        password: passwordSchema,
        language: languageSchema,
      }),
    )
    .errors(
      refusals(
        'email_malformed',
        'password_too_short',
        'password_too_common',
        'email_taken',
        'too_many_tries',
      ),
    )
    .output(sessionSchema),
  signIn: oc
    .input(z.object({ email: emailSchema, password: passwordSchema }))
    .errors(refusals('credentials_wrong', 'too_many_tries'))
    .output(sessionSchema),
  /** The second step of signing in, with a code of the authenticator app or a recovery code. */
  confirmSignIn: oc
    .input(z.object({ code: codeSchema }))
    .errors(refusals('session_expired', 'code_malformed', 'code_wrong', 'code_used', 'too_many_tries'))
    .output(sessionSchema),
  signOut: oc.output(sessionSchema),
  setLanguage: oc
    .input(z.object({ language: languageSchema }))
    .errors(refusals('session_expired'))
    .output(sessionSchema),
  /** Starts enrolment: nothing is in force until `confirmSecondFactor`. */
  beginSecondFactor: oc
    .input(z.object({ password: passwordSchema }))
    .errors(refusals('session_expired', 'password_wrong', 'second_factor_on', 'too_many_tries'))
    .output(z.object({ otpauthUri: z.string(), manualKey: z.string() })),
  confirmSecondFactor: oc
    .input(z.object({ code: codeSchema }))
    .errors(
      refusals(
        'session_expired',
        'enrolment_not_started',
        'code_malformed',
        'code_wrong',
        'code_used',
        'too_many_tries',
      ),
    )
    .output(z.object({ session: sessionSchema, recoveryCodes: z.array(z.string()) })),
  /** Ends all other sessions. `stepUpCode` is needed when the second factor is on. */
  changePassword: oc
    .input(
      z.object({
        password: passwordSchema,
        newPassword: passwordSchema,
        stepUpCode: stepUpCodeSchema.nullable(),
      }),
    )
    .errors(refusals('session_expired', 'password_too_short', 'password_too_common', ...stepUpRefusals))
    .output(sessionSchema),
  /** With the token of a link that the operator made; ends every session and begins none. */
  resetPassword: oc
    .input(z.object({ token: z.string().max(64), newPassword: passwordSchema }))
    .errors(refusals('too_many_tries', 'reset_link_ended', 'password_too_short', 'password_too_common'))
    .output(sessionSchema),
  /** Password and a code; then nothing is linked for 24 hours. Ends all other sessions. */
  turnSecondFactorOff: oc
    .input(z.object({ password: passwordSchema, stepUpCode: stepUpCodeSchema }))
    .errors(refusals('session_expired', 'second_factor_off', ...stepUpRefusals))
    .output(sessionSchema),
  /** A new set, shown this once; the old one is worth nothing from then on. */
  renewRecoveryCodes: oc
    .input(z.object({ stepUpCode: stepUpCodeSchema }))
    .errors(refusals('session_expired', 'second_factor_off', ...stepUpRefusals))
    .output(z.object({ recoveryCodes: z.array(z.string()) })),
  recoveryCodesLeft: oc.errors(refusals('session_expired')).output(z.object({ left: z.number().int() })),
  sessions: oc.errors(refusals('session_expired')).output(z.array(sessionRowSchema)),
  /** Ends the session named, or with null all but this one; answers the sessions that are left. */
  endSessions: oc
    .input(z.object({ sessionId: z.string().max(64).nullable(), stepUpCode: stepUpCodeSchema }))
    .errors(refusals('session_expired', 'session_unknown', ...stepUpRefusals))
    .output(z.array(sessionRowSchema)),
};
