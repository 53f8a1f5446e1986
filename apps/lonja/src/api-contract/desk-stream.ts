// Where the trading screen hears of a person's own orders and money: a WebSocket of the portal, opened with its session.

/** Messages are `DeskMessage`s as JSON, the first at once; the client says nothing. */
export const deskStreamPath = '/portal/live';
