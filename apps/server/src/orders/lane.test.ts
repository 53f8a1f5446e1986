// A lane has one holder, rising nonces, and loses a holder that is gone.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTemporaryDatabase, type TemporaryDatabase } from '../store/temporary-database.ts';
import { leaseMs } from './apply-event.ts';
import { claimLane, leaveLane, TurnTaker } from './lane.ts';

let database: TemporaryDatabase;
beforeAll(async () => {
  database = await openTemporaryDatabase();
});
afterAll(() => database.discard());

describe('claimLane()', () => {
  it('lets one holder in at a time, and another when the lease of a silent one has ended', async () => {
    const { db } = database;
    const claim = (intentId: string, nowMs: number) =>
      claimLane(db, 'link-1', { intentId, owner: 'me', nonce: `${nowMs}000000`, nowMs });
    expect(await claim('a', 1_000)).toEqual({ epoch: 1, nonce: '1000000000' });
    expect(await claim('b', 1_001)).toBeNull();
    await leaveLane(db, 'link-1', 'b');
    expect(await claim('b', 1_001)).toBeNull();
    await leaveLane(db, 'link-1', 'a');
    expect(await claim('b', 1_002)).toMatchObject({ epoch: 2 });
    expect(await claim('c', 1_002 + leaseMs - 1)).toBeNull();
    expect(await claim('c', 1_002 + leaseMs)).toMatchObject({ epoch: 3 });
  });

  it('never journals a nonce that is not above every earlier one, whatever the clock does (C2, C3)', async () => {
    const { db } = database;
    const nonces: bigint[] = [];
    for (const nonce of ['5000', '4000', '5000', '5001', '9007199254740993']) {
      const claim = await claimLane(db, 'link-2', { intentId: 'a', owner: 'me', nonce, nowMs: 0 });
      nonces.push(BigInt(claim?.nonce ?? '0'));
      await leaveLane(db, 'link-2', 'a');
    }
    expect(nonces).toEqual([5_000n, 5_001n, 5_002n, 5_003n, 9_007_199_254_740_993n]);
  });
});

describe('TurnTaker.inTurn()', () => {
  it('runs what is asked for one key in its order, also after a failure, and other keys beside it', async () => {
    const turns = new TurnTaker();
    const log: string[] = [];
    const work = (name: string, waitMs: number) => async () => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      log.push(`${name} ends`);
      if (name === 'a1') throw new Error('fails');
    };
    const all = [
      turns.inTurn('a', work('a1', 15)),
      turns.inTurn('a', work('a2', 1)),
      turns.inTurn('b', work('b1', 1)),
    ];
    const outcomes = await Promise.allSettled(all);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    const ofA = log.filter((line) => line.startsWith('a'));
    expect(ofA).toEqual(['a1 begins', 'a1 ends', 'a2 begins', 'a2 ends']);
    expect(log.indexOf('b1 begins')).toBeLessThan(log.indexOf('a1 ends'));
  });
});
