import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OrdersInHand } from './orders-in-hand.ts';

const queued = (intentId: string, linkId: string) => ({ intentId, linkId, isQueued: true });
const sent = (intentId: string, linkId: string) => ({ intentId, linkId, isQueued: false });
const forEver = () => new Promise<void>(() => undefined);

it('OrdersInHand takes up orders that were sent, however many wait to be', () => {
  const hands = new OrdersInHand();
  for (let number = 0; number < 1_000; number += 1) {
    const order = queued(`q${number}`, `link${number}`);
    if (hands.hasRoomFor(order)) hands.hold(order, forEver);
  }
  expect(hands.hasRoomFor(queued('one more', 'another link'))).toBe(false);
  expect(hands.isFull).toBe(false);
  expect(hands.hasRoomFor(sent('unknown', 'link0'))).toBe(true);
});

it('OrdersInHand keeps a link with a thousand orders from filling the hands', () => {
  const hands = new OrdersInHand();
  const waiting = Array.from({ length: 1_000 }, (_, number) => queued(`q${number}`, 'busy'));
  const taken = waiting.filter((order) => {
    const hasRoom = hands.hasRoomFor(order);
    if (hasRoom) hands.hold(order, forEver);
    return hasRoom;
  });
  expect(taken.length).toBeLessThan(10);
  expect(hands.hasRoomFor(queued('calm', 'quiet'))).toBe(true);
  hands.hasLeftQueue('q0');
  expect(hands.hasRoomFor(queued('q500', 'busy'))).toBe(true);
  expect(hands.hasRoomFor(queued('q0', 'busy'))).toBe(false);
});

it('OrdersInHand has room for everything again once all work has ended, in whatever order and way', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          link: fc.integer({ min: 0, max: 3 }),
          isQueued: fc.boolean(),
          leavesQueue: fc.boolean(),
          fails: fc.boolean(),
        }),
        { maxLength: 200 },
      ),
      async (orders) => {
        const hands = new OrdersInHand();
        const ends: (() => void)[] = [];
        for (const [number, { link, isQueued, leavesQueue, fails }] of orders.entries()) {
          const order = { intentId: `i${number}`, linkId: `l${link}`, isQueued };
          if (!hands.hasRoomFor(order)) continue;
          const work = new Promise<void>((resolve, reject) => {
            ends.push(() => (fails ? reject(new Error('broke off')) : resolve()));
          });
          hands.hold(order, () => work.catch(() => undefined));
          expect(hands.hasRoomFor(order)).toBe(false);
          if (leavesQueue) hands.hasLeftQueue(order.intentId);
        }
        for (const end of ends.reverse()) end();
        await hands.idle();
        for (const link of ['l0', 'l1', 'l2', 'l3']) {
          for (let count = 0; count < 4; count += 1) {
            const order = queued(`${link} ${count}`, link);
            expect(hands.hasRoomFor(order)).toBe(true);
            hands.hold(order, forEver);
          }
          expect(hands.hasRoomFor(queued('fifth', link))).toBe(false);
        }
      },
    ),
    { numRuns: 100 },
  );
});
