import { afterAll, beforeAll, expect, it } from 'vitest';
import { PlanRig } from '../plans/plan-rig.ts';
import { checkBooks } from './check-books.ts';

const hourMs = 3_600_000;
let rig: PlanRig;
beforeAll(async () => {
  rig = await PlanRig.open();
});
afterAll(() => rig.database.discard());

it('OrderRunner holds an order that its own code fails on three times, and works the others on', async () => {
  const [poisoned, healthy] = [await rig.person(), await rig.person()];
  const [poisonedPlan, healthyPlan] = [await rig.plan(poisoned), await rig.plan(healthy)];
  const reach = async (point: string, intentId: string) => {
    const isPoisoned = (await rig.intents(poisonedPlan)).some((intent) => intent.intentId === intentId);
    if (point === 'trades_read' && isPoisoned) throw new TypeError('a row that nobody expected');
  };
  const plans = await rig.prepare({ policy: { reach } });
  rig.clock.ms += hourMs;
  await plans.runOnceFor(60_000);
  expect(await rig.intents(poisonedPlan)).toMatchObject([
    { stateKind: 'held', state: { evidence: { kind: 'contradiction', event: 'processing_failed' } } },
  ]);
  expect((await rig.intents(healthyPlan)).map(({ stateKind }) => stateKind)).toEqual(['done']);
  expect(await checkBooks(rig.db)).toEqual([]);
  await plans.stop();
});
