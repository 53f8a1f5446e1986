// What the outside world can say to one sending: the raw answer, proof of not sending, or silence.

/** Why a request certainly never left: nothing of it reached the exchange. */
export type NotSentCause = 'connection_refused' | 'name_not_found' | 'egress_unavailable';

/** Why an outcome is unknown: the request may or may not have been carried out. */
export type LostCause = 'timeout' | 'connection_reset' | 'answer_unreadable' | 'signer_stopped';

/** Why the signer itself refused; nothing was signed. In order of precedence. */
export type DenialCode =
  | 'intent_malformed'
  | 'credential_unknown'
  | 'credential_frozen'
  | 'kill_switch_on'
  | 'order_already_signed'
  | 'book_not_allowed'
  | 'side_not_allowed'
  | 'notional_above_order_limit'
  | 'notional_above_day_limit'
  | 'orders_per_minute_exceeded'
  | 'price_reference_stale'
  | 'price_outside_band';

/** The answer to one typed intent, before anybody judged what it means. */
export type VenueAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: string;
      readonly date: string | null;
    }
  | { readonly kind: 'denied'; readonly code: DenialCode }
  | { readonly kind: 'not_sent'; readonly cause: NotSentCause }
  | { readonly kind: 'lost'; readonly cause: LostCause };
