// Signatures computed apart from this code: whoever signs and whoever verifies must both reproduce them.

/** The secret of every vector, used as text bytes. */
export const vectorSecret = 's3cr3t';

export interface SignatureVector {
  readonly nonce: string;
  readonly method: string;
  readonly target: string;
  readonly body: string;
  readonly signature: string;
}

export const signatureVectors: readonly SignatureVector[] = [
  {
    nonce: '1700000000000',
    method: 'GET',
    target: '/api/v3/balance/',
    body: '',
    signature: '682234a64d5f7b4e7d45ef565433d46ae90f7a8f2a39433ccd6dd86a8cec2d72',
  },
  {
    nonce: '1700000000000123456',
    method: 'GET',
    target: '/api/v3/user_trades?book=btc_mxn&limit=25',
    body: '',
    signature: '7e8cbc201d85d64cf1dcd7f26f6179f1b34d9248e6eac5200928d1efac222b68',
  },
  {
    nonce: '1700000000000123457',
    method: 'POST',
    target: '/api/v3/orders',
    body: '{"book":"btc_mxn","side":"buy","type":"limit","major":"0.01","price":"1500000"}',
    signature: 'bf3f55259cb61d27fd2088caa243b1fb56a2143e2474ecd6794f251ce91eb48b',
  },
  {
    nonce: '1700000000000123458',
    method: 'DELETE',
    target: '/api/v3/orders?oids=AAAA%2CBBBB',
    body: '',
    signature: '2700b1c77a9d45bb4608eba5358c2de98f58e0d5916bc2f5074590443533ac9a',
  },
  {
    nonce: '1700000000000123459',
    method: 'PATCH',
    target: '/api/v4/orders/AAAAAAAAAAAAAAAA',
    body: '{"price":"1499990"}',
    signature: 'd85a3d5d04b87d1cc2505b17c3e6e2c8b8fa9f9e8e01d9021d7e585af60658cf',
  },
];
