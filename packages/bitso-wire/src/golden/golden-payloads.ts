// Whole answers as they cross the wire, byte for byte: what parsers must read and builders must write.

/** Each is one JSON text. Values are invented, shapes are Bitso's. */
export const goldenPayloads = {
  orderPlaced:
    '{"success":true,"payload":{"oid":"q7Zt0LmB2xYcR4uE"}}',
  openOrders:
    '{"success":true,"payload":[{"book":"btc_mxn","oid":"q7Zt0LmB2xYcR4uE","origin_id":"grid-17_a","side":"buy","type":"limit","status":"partially filled","price":"1500000","original_amount":"0.01000000","unfilled_amount":"0.00500000","original_value":"15000.00000000","time_in_force":"goodtillcancelled","created_at":"2026-01-02T03:04:05+0000","updated_at":"2026-01-02T03:04:09+0000"}]}',
  userTrade:
    '{"book":"btc_mxn","tid":"1001","oid":"q7Zt0LmB2xYcR4uE","origin_id":"grid-17_a","side":"buy","maker_side":"buy","price":"1500000","major":"0.00500000","minor":"-7500.00000000","major_currency":"btc","minor_currency":"mxn","fees_amount":"0.00003000","fees_currency":"btc","created_at":"2026-01-02T03:04:09+0000"}',
  ledgerTrade:
    '{"eid":"0f0e0d0c0b0a09080706050403020100","operation":"trade","created_at":"2026-01-02T03:04:09+0000","balance_updates":[{"currency":"btc","amount":"0.00500000"},{"currency":"mxn","amount":"-7500.00000000"}],"details":{"tid":"1001","oid":"q7Zt0LmB2xYcR4uE"}}',
  ledgerFee:
    '{"eid":"0f0e0d0c0b0a09080706050403020101","operation":"fee","created_at":"2026-01-02T03:04:09+0000","balance_updates":[{"currency":"btc","amount":"-0.00003000"}],"details":{"tid":"1001","oid":"q7Zt0LmB2xYcR4uE"}}',
  wsTrades:
    '{"type":"trades","book":"btc_mxn","payload":[{"i":1001,"a":"0.005","r":"1500000","v":"7500","mo":"q7Zt0LmB2xYcR4uE","to":"Vw3kd8Hs1PaQ0nJx","t":1,"x":1767323049000}],"sent":1767323049004}',
  wsDiffOpen:
    '{"type":"diff-orders","book":"btc_mxn","sequence":42,"payload":[{"o":"q7Zt0LmB2xYcR4uE","d":1767323045000,"r":"1500000","t":0,"a":"0.00500000","v":"7500.00000000","s":"open","z":1767323049000}],"sent":1767323049003}',
  wsDiffCancelled:
    '{"type":"diff-orders","book":"btc_mxn","sequence":43,"payload":[{"o":"q7Zt0LmB2xYcR4uE","d":1767323045000,"r":"1500000","t":0,"a":"0.00500000","v":"7500.00000000","s":"cancelled","z":1767323060000}],"sent":1767323060002}',
  wsOrders:
    '{"type":"orders","book":"btc_mxn","payload":{"bids":[{"o":"hT5nB9cK2mWz7RsD","r":"1499990","a":"0.2","v":"299998","t":0,"d":1767323000000,"s":"undefined"}],"asks":[]},"sent":1767323060003}',
  insufficientBalance:
    '{"success":false,"error":{"code":"0379","message":"Insufficient balance","details":[]}}',
  permissionMissing:
    '{"success":false,"error":{"code":"0202","message":"API key is not authorized to execute the requested method","details":[]}}',
  nonceTooLow:
    '{"success":false,"error":{"code":"0207","message":"Cannot perform request - nonce must be higher than 1767323049000","details":[]}}',
  rateLimited:
    '{"success":false,"error":{"code":"0801","message":"You have hit the request rate-limit","details":[]}}',
  balance:
    '{"success":true,"payload":{"balances":[{"currency":"mxn","total":"100000.00000000","locked":"7500.00000000","available":"92500.00000000","pending_deposit":"0.00000000","pending_withdrawal":"0.00000000"}]}}',
  availableBook:
    '{"book":"btc_mxn","minimum_amount":"0.0000006","maximum_amount":"600","minimum_price":"100000","maximum_price":"40000000","minimum_value":"10","maximum_value":"200000000","tick_size":"10","default_chart":"candle","margin_enabled":true,"fees":{"flat_rate":{"maker":"0.006","taker":"0.0078"},"structure":[{"volume":"20000","maker":"0.006","taker":"0.0078"},{"volume":"100000","maker":"0.0059","taker":"0.0076"}]}}',
} as const;
