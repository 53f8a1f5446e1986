// What an account did: orders that ended, and fills, page by page, newest first.

import { isBookId } from '@mandato/exchange-core/ids';
import { fillsOf } from '@mandato/exchange-core/view/account-view';
import { z } from 'zod';
import { pastOrdersOf } from '../history/order-history.ts';
import { visibility } from '../rest/order-conditions.ts';
import { shownFills, shownOrder } from '../rest/shown-fills.ts';
import { fillRow, orderRow } from './order-rows.ts';
import { answered, portalCall, refused, signedInOf } from './portal-call.ts';
import { seenAs } from './seen-as.ts';

const rowsPerPage = 25;
const pageSchema = z.strictObject({
  book: z.string().max(40).nullable(),
  marker: z.int().min(1).nullable(),
});
type PageRequest = z.output<typeof pageSchema>;

export const orderHistory = portalCall<'orderHistory', PageRequest>(pageSchema, (context, request) => {
  const signedIn = signedInOf(context);
  if (!signedIn.ok) return refused(signedIn.error);
  const { state } = context.ports.sequencer;
  const { id } = signedIn.value.person;
  const page = { ...request, limit: rowsPerPage + 1 };
  const past = pastOrdersOf(state.history, id, page);
  const shown = past.slice(0, rowsPerPage);
  const next = past.length > rowsPerPage ? (shown.at(-1)?.number ?? null) : null;
  const seen = seenAs({ ...context.ports, state }, id, { path: 'orders' });
  const isThere = visibility(seen);
  const rows = shown.map(({ order }) => order).filter(({ createdAtMs }) => isThere(createdAtMs));
  return answered({ orders: rows.map((order) => orderRow(shownOrder(seen, order))), next });
});

export const fills = portalCall<'fills', PageRequest>(pageSchema, (context, { book, marker }) => {
  const signedIn = signedInOf(context);
  if (!signedIn.ok) return refused(signedIn.error);
  const { person } = signedIn.value;
  const { exchange } = context.ports.sequencer.state;
  if (book !== null && !isBookId(book)) return answered({ fills: [], next: null });
  const query = { book, marker, sort: 'desc', limit: rowsPerPage + 1 } as const;
  const rows = fillsOf(exchange, person.id, query);
  const shown = rows.slice(0, rowsPerPage);
  const next = rows.length > rowsPerPage ? (shown.at(-1)?.trade.tradeId ?? null) : null;
  const at = { ...context.ports, state: context.ports.sequencer.state };
  const seen = seenAs(at, person.id, { path: 'user_trades' });
  const isThere = visibility(seen);
  const there = shown.filter(({ trade }) => isThere(trade.atMs));
  return answered({ fills: shownFills(seen, there).map(fillRow), next });
});
