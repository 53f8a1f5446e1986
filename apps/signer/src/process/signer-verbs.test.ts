// The signer's verbs, all of them: a new one must be looked at here before it can be asked.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerVerb, type SignerVerbs, verbWords } from './signer-verbs.ts';

const asked: string[] = [];
const answer = <T>(name: string, value: T) => {
  asked.push(name);
  return Promise.resolve(value);
};
const refusal = { ok: false, error: 'storage_failed' } as const;
const verbs: SignerVerbs = {
  execute: () => answer('execute', { kind: 'denied', code: 'intent_malformed' } as const),
  store: () => answer('store', refusal),
  replace: () => answer('replace', refusal),
  forget: () => answer('forget', undefined),
  stored: () => {
    asked.push('stored');
    return [];
  },
  policy: () => {
    asked.push('policy');
    return { killSwitch: { isOn: false, releaseAtMs: null }, waitMs: 0, keys: [] };
  },
  setLimits: () => answer('setLimits', refusal),
  freeze: () => answer('freeze', refusal),
  unfreeze: () => answer('unfreeze', refusal),
  setKillSwitch: () => answer('setKillSwitch', refusal),
};
const wordsOf = new Map<string, readonly string[]>(Object.entries(verbWords));
const messageOf = (verb: string) => ({
  id: 1,
  verb,
  ...Object.fromEntries((wordsOf.get(verb) ?? []).map((word) => [word, 'x'])),
});

test('item 14: the signer has these ten verbs, and none of them is for a secret or a signed request', async () => {
  expect(Object.keys(verbWords).sort()).toEqual([
    'execute',
    'forget',
    'freeze',
    'policy',
    'replace',
    'setKillSwitch',
    'setLimits',
    'store',
    'stored',
    'unfreeze',
  ]);
  for (const verb of Object.keys(verbWords)) {
    asked.length = 0;
    expect(await answerVerb(verbs, messageOf(verb))).toMatchObject({ kind: 'done' });
    expect(asked).toEqual([verb]);
  }
});

test('item 16: answerVerb() acts on nothing but a known verb with exactly its words', async () => {
  const word = fc.oneof(fc.string(), fc.constantFrom('path', 'host', '__proto__', 'constructor', 'stepUp'));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(verbWords)), word, async (verb, extra) => {
      const message = messageOf(verb);
      fc.pre(!Object.keys(message).includes(extra));
      asked.length = 0;
      const [first] = wordsOf.get(verb) ?? [];
      const odd: unknown[] = [
        JSON.parse(`${JSON.stringify(message).slice(0, -1)},${JSON.stringify(extra)}:1}`),
        { ...message, verb: extra },
        [message],
        Object.create(message),
      ];
      if (first !== undefined)
        odd.push(Object.fromEntries(Object.entries(message).filter(([name]) => name !== first)));
      for (const bad of odd) expect(await answerVerb(verbs, bad)).toEqual({ kind: 'failed' });
      expect(asked).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
