// How a person proves once more who they are, in the same call as the action that needs it.

import * as z from 'zod';

/**
 * A code of the authenticator app or a recovery code; from a person without a second factor, the password. It is
 * spent only when everything else about the request is in order, and permits this one action once.
 */
export const stepUpCodeSchema = z.string().trim().min(1).max(256);

/** What any procedure with a `stepUpCode` may answer. */
export const stepUpRefusals = [
  'too_many_tries',
  'step_up_needed',
  'password_wrong',
  'enrolment_not_started',
  'code_malformed',
  'code_wrong',
  'code_used',
] as const;
