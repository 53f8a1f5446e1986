// The bitso client of ccxt exactly as published, pointed at another address.

import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export interface CcxtClient {
  /** Calls one of ccxt's methods; rejects with whatever ccxt throws. */
  call(method: string, ...args: readonly unknown[]): Promise<unknown>;
  /** What ccxt says of a method in its table of features. */
  has(method: string): unknown;
}

export interface CcxtKey {
  readonly apiKey: string;
  readonly secret: string;
}

/** A client of `baseUrl` (its API is below `/api/v3`) with `key`, or without one; `settings` are ccxt's own. */
export async function createCcxtClient(
  baseUrl: string,
  key: CcxtKey | null,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<CcxtClient> {
  const Bitso = await loadBitso();
  const urls = { api: { rest: `${baseUrl}/api` } };
  const instance: unknown = Reflect.construct(Bitso, [
    { urls, rateLimit: 5, timeout: 10_000, ...(key ?? {}), ...settings },
  ]);
  if (typeof instance !== 'object' || instance === null) throw new Error('ccxt gave no client');
  return {
    call: async (method, ...args) => {
      const callable: unknown = Reflect.get(instance, method);
      if (typeof callable !== 'function') throw new Error(`ccxt has no method ${method}`);
      const answer: unknown = await Reflect.apply(callable, instance, args);
      return answer;
    },
    has: (method) => {
      const features: unknown = Reflect.get(instance, 'has');
      return typeof features === 'object' && features !== null ? Reflect.get(features, method) : undefined;
    },
  };
}

// ccxt does not export the one exchange that is wanted here; its file is imported by address, unchanged.
async function loadBitso(): Promise<new () => unknown> {
  const main = createRequire(import.meta.url).resolve('ccxt');
  const root = main.slice(0, main.lastIndexOf(`${path.sep}ccxt${path.sep}`) + 6);
  const module: unknown = await import(pathToFileURL(path.join(root, 'js/src/bitso.js')).href);
  const exported: unknown =
    typeof module === 'object' && module !== null ? Reflect.get(module, 'default') : undefined;
  if (!isConstructor(exported)) throw new Error('ccxt has no bitso client');
  return exported;
}

function isConstructor(value: unknown): value is new () => unknown {
  return typeof value === 'function';
}
