// The AsyncAPI 3.0 document of the stream, made from the schemas of its messages.

import {
  streamAckSchema,
  streamDiffOrdersSchema,
  streamKeepAliveSchema,
  streamOrdersSchema,
  streamRefusalSchema,
  streamRequestSchema,
  streamTradesSchema,
} from '@mandato/bitso-wire/stream-payloads';
import { z } from 'zod';

const messages = {
  request: ['Subscribes to or leaves one channel of one book.', streamRequestSchema],
  ack: ['The answer to a request that was understood.', streamAckSchema],
  refusal: ['The answer to one that was not.', streamRefusalSchema],
  keepAlive: ['Sent every 20 seconds.', streamKeepAliveSchema],
  trades: ['Trades as they happen.', streamTradesSchema],
  orders: ['The best 20 orders of each side, whenever one of them changed.', streamOrdersSchema],
  diffOrders: [
    'Each change of resting orders, numbered without gaps; what one match changes comes together.',
    streamDiffOrdersSchema,
  ],
} as const satisfies Record<string, readonly [string, z.ZodType]>;

/** The document as plain data; `host` is where the stream is. */
export function asyncApiDocument(host: string): object {
  const names = Object.keys(messages);
  const refs = (wanted: readonly string[]) =>
    wanted.map((name) => ({ $ref: `#/channels/market/messages/${name}` }));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Lonja stream',
      version: '0.1.0',
      description:
        'WebSockets under any path, public data only. A subscription without a book is answered by closing with 1011.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: { lonja: { host, protocol: 'ws', description: 'The port of everything else.' } },
    channels: {
      market: {
        address: '/',
        messages: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
      },
    },
    operations: {
      say: { action: 'receive', channel: { $ref: '#/channels/market' }, messages: refs(['request']) },
      tell: {
        action: 'send',
        channel: { $ref: '#/channels/market' },
        messages: refs(names.filter((name) => name !== 'request')),
      },
    },
    components: {
      messages: Object.fromEntries(
        Object.entries(messages).map(([name, [summary, schema]]) => [name, messageOf(name, summary, schema)]),
      ),
    },
  };
}

function messageOf(name: string, summary: string, schema: z.ZodType): object {
  const { $schema: _, ...payload } = z.toJSONSchema(schema, { io: 'input' });
  return { name, summary, contentType: 'application/json', payload };
}
