import { type DiscardableDatabase, openTemporaryDatabase } from '@mandato/server/store/temporary-database';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeCommands } from './agree/agree-commands.ts';
import { beginHistory } from './agree/begin-history.ts';
import { memoryStorage } from './agree/memory-storage.ts';
import { openSimulatedProduct } from './agree/simulated-product.ts';
import { sqlStorage } from './agree/sql-storage.ts';

let database: DiscardableDatabase;
beforeAll(async () => {
  database = await openTemporaryDatabase();
});
afterAll(() => database.discard());

/** What the same histories are in every tier. */
const seed = 20_261_123;

describe('agreeCommands()', () => {
  it('agreeCommands() leave in tier A, the pipeline on memory, what the model says', async () => {
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(agreeCommands(16), async (commands) => {
        const product = await openSimulatedProduct(memoryStorage());
        const model = await beginHistory(product);
        await fc.asyncModelRun(() => ({ model, real: product }), commands);
        sent += [...model.plans.values()].flatMap(({ slots }) => [...slots]).length;
      }),
      { numRuns: 300, seed },
    );
    expect(sent).toBeGreaterThan(400);
  }, 120_000);

  it('agreeCommands() leave in tier B, the pipeline on the embedded database, what the model says', async () => {
    await fc.assert(
      fc.asyncProperty(agreeCommands(16), async (commands) => {
        const product = await openSimulatedProduct(await sqlStorage(database.db));
        const model = await beginHistory(product);
        await fc.asyncModelRun(() => ({ model, real: product }), commands);
      }),
      { numRuns: 24, seed },
    );
  }, 240_000);
});
