import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bookCatalogue } from '../book-catalogue.ts';
import { setUnitsAt } from '../ledger/split-money.ts';
import { FeeTable, feeTierOf } from './fee-tier.ts';

test('FeeTable.tierAt() is the first tier that holds the volume, whatever tier is guessed', () => {
  for (const { feeTiers } of bookCatalogue) {
    const table = new FeeTable(feeTiers);
    const bounds = feeTiers.flatMap(({ volumeMax }) => (volumeMax === null ? [] : [volumeMax]));
    const nearBounds = bounds.flatMap((bound) => [bound - 1n, bound, bound + 1n]);
    const volumes = fc.oneof(fc.constantFrom(0n, ...nearBounds), fc.bigInt({ min: 0n, max: 10n ** 18n }));
    fc.assert(
      fc.property(volumes, fc.nat(feeTiers.length - 1), (volume, guess) => {
        const amounts = new Float64Array(2);
        setUnitsAt(amounts, 0, volume);
        const { makerPpm, takerPpm } = feeTierOf(feeTiers, volume);
        const tier = table.tierAt(amounts, 0, guess);
        expect([table.makerPpm(tier), table.takerPpm(tier)]).toEqual([makerPpm, takerPpm]);
      }),
    );
  }
});
