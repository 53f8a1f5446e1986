// Where every history begins: one person with two plans that are not due for weeks, one of them with a limit.

import { AgreeModel } from './agree-model.ts';
import { findDifferences } from './find-differences.ts';
import type { PlanWish, Product } from './product.ts';

const far = { notional: 100, missedSlots: 'skip', isSoon: false } as const;

const wishes: readonly PlanWish[] = [
  { ...far, name: 'plan1', budget: null },
  { ...far, name: 'plan2', budget: 250 },
];

/** Writes them into `product`, and answers the model of it. */
export async function beginHistory(product: Product): Promise<AgreeModel> {
  const model = new AgreeModel();
  for (const wish of wishes) {
    const answers = [model.write(wish), await product.write(wish)];
    if (answers[0] !== answers[1]) throw new Error(`${wish.name} was answered ${answers[1]}`);
  }
  const found = findDifferences(model, await product.observe());
  if (found.length > 0) throw new Error(`at the beginning: ${found.join('; ')}`);
  return model;
}
