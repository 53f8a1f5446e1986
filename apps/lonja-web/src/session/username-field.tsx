// Tells a password manager whose password a form asks for; nobody sees it.

export function UsernameField({ email }: { email: string }) {
  return <input type="hidden" name="username" autoComplete="username" value={email} />;
}
