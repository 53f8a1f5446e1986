// Looks at a sign-up before it is sent: what is missing is said at its own field.

export interface SignUpForm {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** The first thing that is missing, or null. Whether the rest is good is for the server to say. */
export function lookAtSignUp(
  form: SignUpForm,
): 'name_needed' | 'email_malformed' | 'password_too_short' | null {
  if (form.name.trim() === '') return 'name_needed';
  if (form.email.trim() === '') return 'email_malformed';
  return form.password === '' ? 'password_too_short' : null;
}
