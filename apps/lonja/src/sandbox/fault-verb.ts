// What a fault can do, as checked data: verbs that meet one request, and conditions that hold while they are set.

import { z } from 'zod';
import { switchNames } from './switches.ts';

export const faultStages = ['before_auth', 'after_auth', 'after_engine', 'before_reply'] as const;
export type FaultStage = (typeof faultStages)[number];

const milliseconds = z.int().min(0).max(600_000);
const shortText = z.string().min(1).max(100);
const decimal = z.string().regex(/^-?[0-9]{1,15}(?:\.[0-9]{1,8})?$/);

const requestVerbs = [
  z.strictObject({ verb: z.literal('drop') }),
  z.strictObject({ verb: z.literal('delay'), ms: milliseconds }),
  z.strictObject({ verb: z.literal('dup'), answer: z.enum(['first', 'second']).default('second') }),
  z.strictObject({
    verb: z.literal('reply'),
    status: z.int().min(200).max(599),
    /** Sent as it is when it is text, as JSON otherwise; with `code`, the envelope of that code. */
    body: z.union([z.string().max(65_536), z.record(z.string(), z.unknown())]).default(''),
    code: z
      .string()
      .regex(/^[0-9]{4}$/)
      .optional(),
    contentType: shortText.optional(),
  }),
  z.strictObject({ verb: z.literal('reset_mid_body') }),
  z.strictObject({ verb: z.literal('trickle'), bytesPerSecond: z.int().min(1).max(10_000).default(1) }),
] as const;

const conditions = [
  z.strictObject({
    verb: z.literal('read_lag'),
    ms: milliseconds,
    code: z.enum(['0377', '0378']).optional(),
  }),
  z.strictObject({ verb: z.literal('release_lag'), ms: milliseconds }),
  z.strictObject({
    verb: z.literal('nonce'),
    accept: z.enum(['v1', 'v2', 'both']),
    windowMs: milliseconds.optional(),
  }),
  z.strictObject({ verb: z.literal('unique'), scope: z.enum(['open', 'forever', 'none']) }),
  z.strictObject({
    verb: z.literal('halt'),
    scope: z.enum(['book', 'market', 'account']).default('book'),
  }),
  z.strictObject({ verb: z.literal('delist') }),
  z.strictObject({
    verb: z.literal('rules'),
    tick: decimal.optional(),
    min: decimal.optional(),
    /** As a fraction of what is received: 0.01 is one percent. */
    fee: z
      .string()
      .regex(/^0(?:\.[0-9]{1,6})?$/)
      .optional(),
  }),
  z.strictObject({ verb: z.literal('partial'), levels: z.int().min(1).max(50).default(1) }),
  z.strictObject({ verb: z.literal('cancel_remainder') }),
  z.strictObject({ verb: z.literal('rollback'), count: z.int().min(1).max(500).default(1) }),
  z.strictObject({ verb: z.literal('drift'), asset: shortText, amount: decimal }),
  z.strictObject({ verb: z.literal('ban'), shape: z.enum(['envelope', 'http_429', 'empty']) }),
  z.strictObject({ verb: z.literal('key_off') }),
  z.strictObject({ verb: z.literal('price'), price: decimal }),
  z.strictObject({
    verb: z.literal('ws'),
    effect: z.enum(['gap', 'dup', 'freeze', 'flood', 'close']),
    count: z.int().min(1).max(10_000).default(1),
  }),
] as const;

const requestVerbSchema = z.discriminatedUnion('verb', requestVerbs);
const conditionSchema = z.discriminatedUnion('verb', conditions);
export type RequestVerb = z.infer<typeof requestVerbSchema>;
export type Condition = z.infer<typeof conditionSchema>;
export type ConditionName = Condition['verb'];
/** A condition of one name, with its parameters. */
export type ConditionOf<Name extends ConditionName> = Extract<Condition, { readonly verb: Name }>;

/** Every verb, those that meet one request first. */
export const verbNames = [...requestVerbs, ...conditions].map(({ shape }) => shape.verb.value);
export type VerbName = (typeof verbNames)[number];

/** True for a verb that holds while it is set. */
export function isConditionName(verb: VerbName): verb is ConditionName {
  return conditions.some(({ shape }) => shape.verb.value === verb);
}

const matchSchema = z.strictObject({
  method: shortText.optional(),
  /** The path below `/api/v3` that a request's path equals or continues: `/orders`. */
  path: shortText.optional(),
  book: shortText.optional(),
  /** The id of an API key. */
  key: shortText.optional(),
  /** The share of the matching requests that are met, from 0 to 1; drawn from the seed. */
  probability: z.number().min(0).max(1).default(1),
  /** So many matching requests go by first. */
  skip: z.int().min(0).max(1_000_000).default(0),
});

const ruleBase = {
  match: matchSchema.default({ probability: 1, skip: 0 }),
  /** How many requests are met; null for all of them. */
  times: z.int().min(1).max(1_000_000).nullable().optional(),
  seed: z.int().min(0).max(4_294_967_295).default(1),
};

/** A dial as `POST /sandbox/faults` takes it. A request verb needs its stage; a condition has none. */
export const faultRuleSchema = z.union([
  z.strictObject({ ...ruleBase, when: z.enum(faultStages), do: z.preprocess(readCall, requestVerbSchema) }),
  z.strictObject({
    ...ruleBase,
    when: z.enum(faultStages).optional(),
    do: z.preprocess(readCall, conditionSchema),
  }),
]);
export type FaultRule = z.infer<typeof faultRuleSchema>;

/** What `POST /sandbox/switches` takes: some of the switches. */
export const switchesSchema = z.partialRecord(z.enum(switchNames), z.union([z.boolean(), z.number()]));

// The parameters of the short form, in their order: `delay(500)`, `reply(502)`, `ws(gap,3)`.
const positions: Readonly<Record<string, readonly string[]>> = {
  delay: ['ms'],
  dup: ['answer'],
  reply: ['status', 'body'],
  trickle: ['bytesPerSecond'],
  read_lag: ['ms', 'code'],
  release_lag: ['ms'],
  nonce: ['accept', 'windowMs'],
  unique: ['scope'],
  halt: ['scope'],
  rules: ['tick', 'min', 'fee'],
  partial: ['levels'],
  rollback: ['count'],
  drift: ['asset', 'amount'],
  price: ['price'],
  ban: ['shape'],
  ws: ['effect', 'count'],
};
const textParameters: readonly string[] = ['body', 'code', 'tick', 'min', 'fee', 'amount', 'price'];

function readCall(value: unknown): unknown {
  const match = typeof value === 'string' ? /^([a-z_]+)(?:\(([^()]*)\))?$/.exec(value) : null;
  if (match === null) return value;
  const [, verb = '', list = ''] = match;
  const given = list.split(',').map((text) => text.trim());
  const names = positions[verb] ?? [];
  const parameters = given.flatMap((text, at): readonly (readonly [string, string | number])[] => {
    if (text === '') return [];
    const name = names[at] ?? `parameter${at}`;
    return [[name, textParameters.includes(name) || !/^[0-9]+$/.test(text) ? text : Number(text)]];
  });
  return { verb, ...Object.fromEntries(parameters) };
}
