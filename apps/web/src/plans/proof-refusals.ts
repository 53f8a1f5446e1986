// Which refusals belong to the dialog that asks for a code, and not to the form behind it.

/** Refusals that are about the proof and not about the plan. */
export const proofRefusals: ReadonlySet<string> = new Set([
  'too_many_tries',
  'step_up_needed',
  'password_wrong',
  'enrolment_not_started',
  'code_malformed',
  'code_wrong',
  'code_used',
]);
