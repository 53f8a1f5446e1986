// Translates Bitso's error codes into our words; a code that is not listed here is not a definite answer.

import type { RejectionCode } from '@mandato/invest-core/venue/venue';

// By meaning (bitso-api 5). Codes that do not say whether an order exists are left out on purpose: 0206, 0207,
// 0373, 08xx, 01xx, 1000, 1002, 1003.
const codesOf: Readonly<Record<RejectionCode, readonly string[]>> = {
  key_invalid: ['0201', '0203', '0208', '0215'],
  key_inactive: ['0326'],
  permission_missing: ['0202', '0209', '0210', '0212'],
  address_not_allowed: ['0211', '0213'],
  account_restricted: [
    ...['0216', '0327', '0328', '0368', '0501', '0502', '0503', '0504', '0506', '0701', '0702', '0703'],
    ...['0704', '0705', '0706', '0707', '0708', '0709', '0710', '0711', '0712', '0713', '0714', '0715'],
    ...['0716', '0717', '0718', '0719', '0720', '0721', '0722', '0723', '0724', '0725', '0726', '0727'],
    '1008',
  ],
  book_unknown: ['0301'],
  book_halted: ['0410', '0411'],
  order_malformed: [
    ...['0302', '0303', '0304', '0306', '0307', '0308', '0309', '0313', '0320', '0322', '0329', '0343'],
    ...['0360', '0361', '0372', '0407', '0408', '0412', '0413', '0418', '0901', '1004', '1005'],
  ],
  price_out_of_bounds: ['0401', '0402'],
  quantity_out_of_bounds: ['0403', '0404'],
  notional_out_of_bounds: ['0405', '0406'],
  funds_insufficient: ['0379', '0601', '0602'],
  open_orders_too_many: ['1001'],
  rejected_otherwise: ['0310', '0311', '0312', '0321', '0357', '0363', '1401'],
};

const rejectionOfCode: ReadonlyMap<string, RejectionCode> = new Map(
  Object.entries(codesOf).flatMap(([rejection, codes]) =>
    isRejection(rejection) ? codes.map((code): [string, RejectionCode] => [code, rejection]) : [],
  ),
);

/** What a definite refusal with this code means, or null where the code is unknown or settles nothing. */
export function rejectionOf(venueCode: string): RejectionCode | null {
  return rejectionOfCode.get(venueCode) ?? null;
}

function isRejection(text: string): text is RejectionCode {
  return Object.hasOwn(codesOf, text);
}
