// Tier C of the model-based suite: the built programs leave what the model says that memory and SQL have to leave too.

import { agreeCommands } from '@mandato/simulation/agree/agree-commands';
import { beginHistory } from '@mandato/simulation/agree/begin-history';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AgreePerson, openAgreePerson, openSaverOn } from '../agree/agree-people.ts';
import { type AgreeStage, openAgreeStage } from '../agree/agree-stage.ts';
import { type BuiltNeeds, BuiltProduct } from '../agree/built-product.ts';

const histories = 4;
const seed = 20_261_123;

let stage: AgreeStage;
let operator: BuiltNeeds['operator'];
const people: AgreePerson[] = [];
beforeAll(async () => {
  stage = await openAgreeStage(false);
  operator = await openSaverOn(stage, 'operator@example.com');
  const names = Array.from({ length: histories }, (_, index) => `person${index + 1}`);
  people.push(...(await Promise.all(names.map((name) => openAgreePerson(stage, name)))));
}, 120_000);
afterAll(() => stage.end(), 60_000);

it('the built programs agree with the model of tiers A and B about what a person sees', async () => {
  let slots = 0;
  await fc.assert(
    fc.asyncProperty(agreeCommands(16), async (commands) => {
      const person = people.pop();
      if (person === undefined) throw new Error('a person for each history');
      const product = new BuiltProduct({ stage, person, operator });
      const model = await beginHistory(product);
      await fc.asyncModelRun(() => ({ model, real: product }), commands);
      await product.finish();
      slots += [...model.plans.values()].flatMap((plan) => [...plan.slots]).length;
    }),
    { numRuns: histories, seed, endOnFailure: true },
  );
  expect(slots).toBeGreaterThan(2);
}, 600_000);
