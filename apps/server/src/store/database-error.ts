// Reads what PostgreSQL refused from the errors of both drivers.

/** Whether `error` says that a row with this unique value exists already. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause !== 'object' || cause === null || !('code' in cause) || !('constraint' in cause)) {
    return false;
  }
  return cause.code === '23505' && cause.constraint === constraint;
}
