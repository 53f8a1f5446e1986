// The time zones to choose from, by the name of their place.
import type { Locale } from '@mandato/messages/catalogue';
import { zoneName } from '@mandato/messages/format';
import type { SelectOption } from '@mandato/ui/select-field';

/** All zones that this browser knows, and `own` even if it goes by an older name. */
export function zoneOptions(locale: Locale, own: string): readonly SelectOption[] {
  const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', own]);
  return [...zones]
    .map((zone) => ({ value: zone, label: zone === 'UTC' ? zone : `${zoneName(locale, zone)} (${zone})` }))
    .sort((one, other) => one.label.localeCompare(other.label, locale));
}
