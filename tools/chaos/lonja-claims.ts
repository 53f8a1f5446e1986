// What writers were told by Lonja while it was killed under them, and what its journal has to say about each of it.

/** An order as its writer asked for it: prices and amounts as they were sent. */
export interface AskedOrder {
  readonly originId: string;
  readonly account: string;
  readonly side: 'buy' | 'sell';
  readonly price: string;
  readonly major: string;
}

/** Everything that writers were told. What they were not told is `unknown` and may be there once, or not. */
export interface Claims {
  /** By origin id: the id that the acknowledgement named. */
  readonly placed: ReadonlyMap<string, AskedOrder & { readonly orderId: string }>;
  /** Origin ids of orders that were refused with a code: they must not be there. */
  readonly refused: ReadonlySet<string>;
  /** Ids of orders whose cancellation was acknowledged. */
  readonly cancelled: ReadonlySet<string>;
  /** By order id: how many changes were acknowledged. */
  readonly changed: ReadonlyMap<string, number>;
}

/** A command of the journal, of those that writers send. */
export type JournaledCommand =
  | { readonly kind: 'place'; readonly orderId: string; readonly asked: AskedOrder }
  | { readonly kind: 'cancel'; readonly orderId: string }
  | { readonly kind: 'change'; readonly orderId: string };

export interface ClaimFinding {
  readonly kind:
    | 'lost_order'
    | 'order_twice'
    | 'other_order'
    | 'refused_order_exists'
    | 'lost_cancel'
    | 'cancel_twice'
    | 'lost_change';
  readonly subject: string;
}

/** Holds what was told against what is written; an empty answer is the only good one. */
export function judgeClaims(claims: Claims, journal: Iterable<JournaledCommand>): readonly ClaimFinding[] {
  const written = read(journal);
  return [...written.findings, ...judgeOrders(claims, written), ...judgeRest(claims, written)];
}

type Placed = Extract<JournaledCommand, { readonly kind: 'place' }>;

/** What a journal holds, with what stands there twice. */
interface Written {
  /** By origin id. */
  readonly placed: Map<string, Placed>;
  readonly cancelled: Set<string>;
  /** By order id. */
  readonly changed: Map<string, number>;
  readonly findings: ClaimFinding[];
}

function read(journal: Iterable<JournaledCommand>): Written {
  const written: Written = { placed: new Map(), cancelled: new Set(), changed: new Map(), findings: [] };
  const { placed, cancelled, changed, findings } = written;
  for (const command of journal) {
    if (command.kind === 'place') {
      const { originId } = command.asked;
      if (placed.has(originId)) findings.push({ kind: 'order_twice', subject: originId });
      placed.set(originId, command);
    } else if (command.kind === 'cancel') {
      if (cancelled.has(command.orderId)) findings.push({ kind: 'cancel_twice', subject: command.orderId });
      cancelled.add(command.orderId);
    } else changed.set(command.orderId, (changed.get(command.orderId) ?? 0) + 1);
  }
  return written;
}

function* judgeOrders({ placed, refused }: Claims, written: Written): Generator<ClaimFinding> {
  for (const [originId, told] of placed) {
    const found = written.placed.get(originId);
    if (found === undefined) yield { kind: 'lost_order', subject: originId };
    else if (!isSame(told, found)) yield { kind: 'other_order', subject: originId };
  }
  for (const originId of refused) {
    if (written.placed.has(originId)) yield { kind: 'refused_order_exists', subject: originId };
  }
}

function* judgeRest({ cancelled, changed }: Claims, written: Written): Generator<ClaimFinding> {
  for (const orderId of cancelled) {
    if (!written.cancelled.has(orderId)) yield { kind: 'lost_cancel', subject: orderId };
  }
  for (const [orderId, times] of changed) {
    if ((written.changed.get(orderId) ?? 0) < times) yield { kind: 'lost_change', subject: orderId };
  }
}

function isSame(told: AskedOrder & { readonly orderId: string }, { orderId, asked }: Placed): boolean {
  return (
    orderId === told.orderId &&
    asked.account === told.account &&
    asked.side === told.side &&
    Number(asked.price) === Number(told.price) &&
    Number(asked.major) === Number(told.major)
  );
}
