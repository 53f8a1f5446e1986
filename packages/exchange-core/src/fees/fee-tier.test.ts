import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bookCatalogue } from '../book-catalogue.ts';
import { Amount, setUnits, setUnitsAt, unitsOf } from '../ledger/split-money.ts';
import { FeeTable, feeTierOf } from './fee-tier.ts';

test("FeeTable.tierAt() is the first tier that holds the volume, whatever tier is guessed or was the last maker's", () => {
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
        expect([table.makerPpmAt(amounts, 0), table.takerPpm(tier)]).toEqual([makerPpm, takerPpm]);
      }),
    );
  }
});

test('FeeTable.turnToRoom() is by how much a volume may grow and still have its rate', () => {
  for (const { feeTiers } of bookCatalogue) {
    const table = new FeeTable(feeTiers);
    const last = feeTiers.at(-1);
    const volumes = fc.bigInt({ min: 0n, max: last?.volumeMax ?? 10n ** 18n });
    fc.assert(
      fc.property(volumes, (volume) => {
        const amounts = new Float64Array(2);
        setUnitsAt(amounts, 0, volume);
        const room = new Amount();
        setUnits(room, volume);
        const tier = table.tierAt(amounts, 0, 0);
        table.turnToRoom(room, tier);
        const end = volume + unitsOf(room);
        expect(feeTierOf(feeTiers, end)).toBe(feeTiers[tier]);
        if (tier < feeTiers.length - 1) expect(feeTierOf(feeTiers, end + 1n)).toBe(feeTiers[tier + 1]);
      }),
    );
  }
});
