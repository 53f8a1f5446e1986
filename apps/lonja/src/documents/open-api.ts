// The OpenAPI 3.1 document of Lonja, made from the route table: a route that is served is in it.

import { failureSchema } from '@mandato/bitso-wire/envelope';
import { z } from 'zod';
import { allRoutes, type RouteRow } from '../rest/route-table.ts';
import { type OperationDoc, operationDocs, queryDocs } from './operation-docs.ts';

/** The document as plain data. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of allRoutes()) {
    const path = `/api/${route.version}/${route.name}${route.param === null ? '' : `/{${route.param}}`}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lonja',
      version: '0.1.0',
      summary: 'A practice exchange that speaks Bitso’s API.',
      description:
        'Paths are served without /api too, and with or without a trailing slash. The stream is in /asyncapi.json.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: tags.map(([name, description]) => ({ name, description })),
    paths: { ...paths, ...otherPaths },
    components: {
      securitySchemes: {
        bitso: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description:
            'Bitso <key>:<nonce>:<signature>. The signature is the lower-case hex HMAC-SHA256, keyed with the secret, of nonce + method + path with query + body.',
        },
      },
      schemas: { Failure: schemaOf(failureSchema) },
      responses: {
        Failure: {
          description: 'A refusal with its four-digit code.',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        },
      },
    },
  };
}

const tags = [
  ['public', 'For anyone, 60 a minute and address.'],
  ['private', 'For keys with the permission, 300 a minute and account; cancelling is free.'],
  ['operation', 'About this program.'],
  ['sandbox', 'Only with --sandbox-faults.'],
] as const;

function operationOf(route: RouteRow): object {
  const { method, name, param, endpoint, version } = route;
  const doc = operationDocs[`${method} /${name}${param === null ? '' : '/{}'}`] ?? { summary: '' };
  const isSigned = endpoint.access === 'signed';
  return {
    operationId: [
      version,
      method.toLowerCase(),
      name.replace('/', '_'),
      ...(param === null ? [] : ['by', param]),
    ].join('_'),
    summary: doc.summary,
    tags: [isSigned ? 'private' : 'public'],
    ...(isSigned
      ? { description: `Needs the permission ${endpoint.permission}.`, security: [{ bitso: [] }] }
      : { security: [] }),
    ...parametersOf(param, doc),
    ...(doc.body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: doc.body } } } }),
    responses: {
      '200': {
        description: 'Done.',
        content: { 'application/json': { schema: successOf(doc.payload ?? z.unknown()) } },
      },
      '4XX': { $ref: '#/components/responses/Failure' },
      default: { $ref: '#/components/responses/Failure' },
    },
  };
}

function parametersOf(param: string | null, { query = [] }: OperationDoc): object {
  const path =
    param === null ? [] : [{ name: param, in: 'path', required: true, schema: { type: 'string' } }];
  const inQuery = query.map((name) => ({
    name,
    in: 'query',
    description: queryDocs[name],
    schema: { type: 'string' },
  }));
  return path.length + inQuery.length === 0 ? {} : { parameters: [...path, ...inQuery] };
}

function successOf(payload: z.ZodType): object {
  return {
    type: 'object',
    required: ['success', 'payload'],
    properties: { success: { const: true }, payload: schemaOf(payload) },
  };
}

// A schema inside a document has no dialect of its own.
function schemaOf(schema: z.ZodType): object {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input' });
  return json;
}

function plain(operationId: string, tag: string, summary: string): object {
  return { operationId, tags: [tag], summary, security: [], responses: { '200': { description: 'Done.' } } };
}

const faultId = { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] };

const otherPaths = {
  '/healthz': { get: plain('health', 'operation', 'Answers while the program runs.') },
  '/metrics': { get: plain('metrics', 'operation', 'Numbers for Prometheus.') },
  '/openapi.json': { get: plain('openapi', 'operation', 'This document.') },
  '/asyncapi.json': { get: plain('asyncapi', 'operation', 'The document of the stream.') },
  '/sandbox/faults': {
    get: plain('list_faults', 'sandbox', 'The dials that are set, and every stage and verb in words.'),
    post: plain('set_fault', 'sandbox', 'Sets a dial: {match, when, do, times, seed}.'),
    delete: plain('clear_faults', 'sandbox', 'Removes every dial.'),
  },
  '/sandbox/faults/{id}': {
    delete: { ...plain('remove_fault', 'sandbox', 'Removes one dial.'), ...faultId },
  },
  '/sandbox/switches': {
    get: plain('list_switches', 'sandbox', 'The switches, in words.'),
    post: plain('set_switches', 'sandbox', 'Sets some of the switches.'),
  },
};
