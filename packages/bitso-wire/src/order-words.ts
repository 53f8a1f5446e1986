// The words of an order on the wire: sides, types, time in force, status and the client's own id.

export const wireSides = ['buy', 'sell'] as const;
export type WireSide = (typeof wireSides)[number];

export const wireOrderTypes = ['limit', 'market'] as const;

export const wireTimesInForce = ['goodtillcancelled', 'fillorkill', 'immediateorcancel', 'postonly'] as const;
export type WireTimeInForce = (typeof wireTimesInForce)[number];

export const wireOrderStatuses = ['queued', 'open', 'partially filled', 'completed', 'cancelled'] as const;
export type WireOrderStatus = (typeof wireOrderStatuses)[number];

/** True for 1 to 40 characters of [A-Za-z0-9_-]: what may be sent as `origin_id`. */
export function isOriginId(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,40}$/.test(text);
}
