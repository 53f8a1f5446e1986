// The dials that are set: decides, reproducibly from each dial's seed, which requests they meet.

import type { Rng } from '@mandato/primitives/ports';
import { seededRng } from '@mandato/primitives/seeded-rng';
import {
  type Condition,
  type ConditionName,
  type ConditionOf,
  type FaultRule,
  type FaultStage,
  isConditionName,
  type RequestVerb,
} from './fault-verb.ts';

/** What a dial looks at. Book and key are read only when some dial asks for them. */
export interface FaultSubject {
  readonly method: string;
  /** Decoded segments below the version. */
  readonly segments: readonly string[];
  readonly book: () => string | null;
  readonly keyId: () => string | null;
}

/** A dial as `GET /sandbox/faults` shows it. */
export interface PlacedFault {
  readonly id: string;
  readonly rule: FaultRule;
  /** Requests that matched and requests that were met, so far. */
  readonly matched: number;
  readonly met: number;
}

export interface FaultBoard {
  add(rule: FaultRule): PlacedFault;
  list(): readonly PlacedFault[];
  /** False for an unknown id. */
  remove(id: string): boolean;
  clear(): void;
  /** True without a dial: no request can be met. */
  isQuiet(): boolean;
  /** The request verbs that meet this request at this stage, in the order in which they were set. */
  draw(stage: FaultStage, subject: FaultSubject): readonly RequestVerb[];
  /** The first condition of this name (and, when given, to this taste) that holds for this request, or null. */
  holds<Name extends ConditionName>(
    name: Name,
    subject: FaultSubject,
    isWanted?: (condition: ConditionOf<Name>) => boolean,
  ): ConditionOf<Name> | null;
  /**
   * The first condition of this name that every such request meets now, for a page that looks and is no request: nothing is
   * drawn, counted or used up. A dial that picks its requests, or still lets some go by, does not stand.
   */
  stands<Name extends ConditionName>(name: Name, subject: FaultSubject): ConditionOf<Name> | null;
}

/** What the request side may ask of a board. */
export type Faults = Pick<FaultBoard, 'isQuiet' | 'draw' | 'holds' | 'stands'>;

interface Dial {
  readonly id: string;
  readonly rule: FaultRule;
  readonly rng: Rng;
  readonly timesMax: number;
  matched: number;
  met: number;
}

const dialsMax = 1_000;

/** A board without dials. Nothing on it outlives the process. */
export function createFaultBoard(): FaultBoard {
  const dials = new Map<string, Dial>();
  let nextId = 1;
  return {
    add: (rule) => {
      const dial: Dial = {
        id: `fault-${nextId}`,
        rule,
        rng: seededRng(rule.seed),
        timesMax: rule.times === null ? Number.POSITIVE_INFINITY : (rule.times ?? timesOf(rule)),
        matched: 0,
        met: 0,
      };
      nextId += 1;
      const oldest = dials.size < dialsMax ? undefined : dials.keys().next().value;
      if (oldest !== undefined) dials.delete(oldest);
      dials.set(dial.id, dial);
      return shown(dial);
    },
    list: () => [...dials.values()].map(shown),
    remove: (id) => dials.delete(id),
    clear: () => dials.clear(),
    isQuiet: () => dials.size === 0,
    draw: (stage, subject) => {
      const met: RequestVerb[] = [];
      for (const dial of dials.values()) {
        if (dial.rule.when !== stage || isCondition(dial.rule.do)) continue;
        if (meets(dial, subject)) met.push(dial.rule.do);
      }
      return met;
    },
    holds: (name, subject, isWanted = () => true) => {
      for (const dial of dials.values()) {
        const verb = dial.rule.do;
        if (isNamed(verb, name) && isWanted(verb) && meets(dial, subject)) return verb;
      }
      return null;
    },
    stands: (name, subject) => {
      for (const dial of dials.values()) {
        const verb = dial.rule.do;
        if (isNamed(verb, name) && isStanding(dial, subject)) return verb;
      }
      return null;
    },
  };
}

/** A board for one that was started without faults: nothing is ever met. */
export const noFaults: Faults = {
  isQuiet: () => true,
  draw: () => [],
  holds: () => null,
  stands: () => null,
};

// A verb meets one request unless it says otherwise; a condition holds until it is removed.
function timesOf({ do: verb }: FaultRule): number {
  if (verb.verb === 'ws') return verb.effect === 'freeze' ? Number.POSITIVE_INFINITY : 1;
  return isCondition(verb) ? Number.POSITIVE_INFINITY : 1;
}

function isCondition(verb: RequestVerb | Condition): verb is Condition {
  return isConditionName(verb.verb);
}

function isNamed<Name extends ConditionName>(
  verb: RequestVerb | Condition,
  name: Name,
): verb is ConditionOf<Name> {
  return verb.verb === name;
}

function meets(dial: Dial, subject: FaultSubject): boolean {
  const { match } = dial.rule;
  if (dial.met >= dial.timesMax || !isMatch(match, subject)) return false;
  dial.matched += 1;
  // One number for each matching request, whatever becomes of it: so the next draws do not depend on `skip`.
  const isDrawn = dial.rng.below(1_000_000) < match.probability * 1_000_000;
  if (dial.matched <= match.skip || !isDrawn) return false;
  dial.met += 1;
  return true;
}

function isStanding(dial: Dial, subject: FaultSubject): boolean {
  const { match } = dial.rule;
  if (dial.met >= dial.timesMax || match.probability < 1 || dial.matched < match.skip) return false;
  return isMatch(match, subject);
}

function isMatch(match: FaultRule['match'], subject: FaultSubject): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== subject.method) return false;
  if (match.path !== undefined && !isBelow(match.path, subject.segments)) return false;
  if (match.key !== undefined && match.key !== subject.keyId()) return false;
  return match.book === undefined || match.book === subject.book();
}

function isBelow(path: string, segments: readonly string[]): boolean {
  const wanted = path.replace(/^(?:\/api)?\/v[34](?=\/)/, '').split('/');
  return wanted.filter(Boolean).every((segment, at) => segment === segments[at]);
}

function shown({ id, rule, matched, met }: Dial): PlacedFault {
  return { id, rule, matched, met };
}
