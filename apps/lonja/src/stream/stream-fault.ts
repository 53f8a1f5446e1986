// What the `ws` dials do to the next message of the stream.

import { unreachable } from '@mandato/primitives/invariant';
import type { FaultBoard, FaultSubject } from '../sandbox/fault-board.ts';
import type { ConditionOf } from '../sandbox/fault-verb.ts';

/** Not sent, the readers are closed, or so many copies follow it (0 without a dial). */
export type StreamFault = 'silent' | 'close' | number;

type Effect = ConditionOf<'ws'>['effect'];

/** What can happen to a message of the depth feed, to any other message, and to the latest state of a book. */
export const diffEffects: readonly Effect[] = ['gap', 'dup', 'freeze', 'flood', 'close'];
export const tradeEffects: readonly Effect[] = ['dup', 'freeze', 'flood', 'close'];
export const stillness: readonly Effect[] = ['freeze'];

/** Draws for one message of `book`; null for one that is of no book. */
export function streamFault(
  faults: Pick<FaultBoard, 'holds'>,
  book: string | null,
  effects: readonly Effect[],
): StreamFault {
  const subject: FaultSubject = { method: 'WS', segments: ['ws'], book: () => book, keyId: () => null };
  const dial = faults.holds('ws', subject, ({ effect }) => effects.includes(effect));
  if (dial === null) return 0;
  switch (dial.effect) {
    case 'gap':
    case 'freeze':
      return 'silent';
    case 'close':
      return 'close';
    case 'dup':
      return 1;
    case 'flood':
      return dial.count;
    default:
      return unreachable(dial.effect);
  }
}
