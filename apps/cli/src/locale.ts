// The language of this terminal, as its environment names it.

import { localeOf } from '@mandato/messages/translate';

/** Spanish where the environment says so, English otherwise. */
export function locale(): ReturnType<typeof localeOf> {
  const named = process.env['LC_ALL'] ?? process.env['LC_MESSAGES'] ?? process.env['LANG'] ?? '';
  return localeOf(named.split(/[._]/)[0]);
}
