// The bound that the exchange is held against: Node's own HTTP server that checks a signature, parses JSON and replies.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';

const secret = process.env['BARE_SECRET'] ?? '';
const tickerBody = process.env['BARE_TICKER'] ?? '{}';
const orderReply = JSON.stringify({ success: true, payload: { oid: 'A1b2C3d4E5f6G7h8' } });
const header = /^Bitso ([A-Za-z0-9_-]{1,64}):([0-9]{1,19}):([0-9a-f]{64})$/;

function isSigned(message: IncomingMessage, body: string): boolean {
  const match = header.exec(message.headers.authorization ?? '');
  if (match === null) return false;
  const signed = `${match[2]}${message.method}${message.url}${body}`;
  const wanted = createHmac('sha256', secret).update(signed).digest('hex');
  return timingSafeEqual(Buffer.from(wanted), Buffer.from(match[3] ?? ''));
}

function orderOf(body: string): boolean {
  const order: unknown = JSON.parse(body);
  return typeof order === 'object' && order !== null && 'book' in order;
}

const server = createServer((message, response) => {
  const chunks: Buffer[] = [];
  message.on('data', (chunk: Buffer) => chunks.push(chunk));
  message.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    const isGet = message.method === 'GET';
    const isFine = isGet || (isSigned(message, body) && orderOf(body));
    const reply = isGet ? tickerBody : orderReply;
    response.writeHead(isFine ? 200 : 401, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(reply),
    });
    response.end(reply);
  });
});

server.listen(Number(process.argv[2] ?? '0'), '127.0.0.1');
