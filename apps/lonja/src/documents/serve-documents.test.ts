// Lints both documents: the field's own rules, every route described, every reference leads somewhere.

import { createConfig, lintFromString } from '@redocly/openapi-core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { allRoutes, findRoute } from '../rest/route-table.ts';
import { asyncApiDocument } from './async-api.ts';
import { openApiDocument } from './open-api.ts';
import { operationDocs } from './operation-docs.ts';

const operationSchema = z.looseObject({
  operationId: z.string().regex(/^[a-z0-9_]+$/),
  summary: z.string().min(5),
  tags: z.array(z.string()).length(1),
  security: z.array(z.unknown()),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.enum(['path', 'query']) })).optional(),
  responses: z.record(z.string(), z.unknown()),
});
const openApiSchema = z.looseObject({
  openapi: z.literal('3.1.0'),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(
    z.string(),
    z.record(z.enum(['get', 'post', 'put', 'patch', 'delete']), operationSchema.optional()),
  ),
});

function danglingReferences(document: unknown): string[] {
  const text = JSON.stringify(document);
  return [...text.matchAll(/"\$ref":"([^"]+)"/g)]
    .map((match) => match[1] ?? '')
    .filter((reference) => {
      const parts = reference.replace(/^#\//, '').split('/');
      let at: unknown = document;
      for (const part of parts) {
        at =
          typeof at === 'object' && at !== null
            ? Object.entries(at).find(([key]) => key === part)?.[1]
            : undefined;
      }
      return at === undefined;
    });
}

type Format = 'open-api' | 'async-api';

// A health check, the metrics and the documents have nothing to refuse, and the stream is for anyone.
const rulesOff = {
  'open-api': { 'operation-4xx-response': 'off' },
  'async-api': { 'security-defined': 'off' },
} as const;

async function problemsOf(name: Format, document: object): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended-strict'], rules: rulesOff[name] });
  const problems = await lintFromString({
    source: JSON.stringify(document),
    absoluteRef: `${name}.json`,
    config,
  });
  return problems.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`);
}

test('both documents pass a linter of their formats, which finds a planted fault', async () => {
  expect(await problemsOf('open-api', openApiDocument())).toEqual([]);
  expect(await problemsOf('async-api', asyncApiDocument('localhost:4000'))).toEqual([]);
  const planted = { ...openApiDocument(), servers: [] };
  expect(await problemsOf('open-api', planted)).not.toEqual([]);
  const plantedStream = { ...asyncApiDocument('localhost:4000'), asyncapi: '3.0.0', operations: { say: {} } };
  expect(await problemsOf('async-api', plantedStream)).not.toEqual([]);
});

test('openApiDocument() describes every route, and nothing that is not there', () => {
  const document = z
    .looseObject({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) })
    .parse(openApiDocument());
  const described = Object.entries(document.paths).flatMap(([path, verbs]) =>
    Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path}`),
  );
  const served = allRoutes().map(
    ({ version, method, name, param }) =>
      `${method} /api/${version}/${name}${param === null ? '' : `/{${param}}`}`,
  );
  expect(described.filter((line) => line.includes('/api/')).sort()).toEqual(served.sort());
  for (const { version, name, param, method } of allRoutes()) {
    const segments = [...name.split('/'), ...(param === null ? [] : [name === 'ledger' ? 'trades' : 'x'])];
    expect(findRoute(version, segments, method).kind).toBe('found');
  }
  const known = new Set(
    allRoutes().map((row) => `${row.method} /${row.name}${row.param === null ? '' : '/{}'}`),
  );
  const unserved = Object.keys(operationDocs).filter((key) => !known.has(key) && !key.startsWith('PATCH'));
  expect(unserved).toEqual([]);
});

test('openApiDocument() is sound', () => {
  const document = openApiSchema.parse(openApiDocument());
  expect(danglingReferences(document)).toEqual([]);
  const ids: string[] = [];
  for (const [path, verbs] of Object.entries(document.paths)) {
    const inPath = [...path.matchAll(/\{([a-z_]+)\}/g)].map((match) => match[1]);
    for (const operation of Object.values(verbs)) {
      if (operation === undefined) continue;
      ids.push(operation.operationId);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(inPath);
      expect(document.tags.map(({ name }) => name)).toContain(operation.tags[0]);
    }
  }
  expect(new Set(ids).size).toBe(ids.length);
  expect(JSON.stringify(document)).not.toContain('"$schema"');
});

test('asyncApiDocument() is sound', () => {
  const document = asyncApiDocument('localhost:4000');
  expect(danglingReferences(document)).toEqual([]);
  expect(document).toMatchObject({
    asyncapi: '3.0.0',
    servers: { lonja: { host: 'localhost:4000', protocol: 'ws' } },
    operations: { say: { action: 'receive' }, tell: { action: 'send' } },
  });
});
