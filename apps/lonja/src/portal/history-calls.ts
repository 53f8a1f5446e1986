// What an account did: orders that ended, and fills, page by page, newest first.

import { isBookId } from '@mandato/exchange-core/ids';
import { fillsOf } from '@mandato/exchange-core/view/account-view';
import { z } from 'zod';
import { pastOrdersOf } from '../history/order-history.ts';
import { shownFills } from '../rest/shown-fills.ts';
import { seenAs } from './desk-view.ts';
import { fillRow, orderRow } from './order-rows.ts';
import { answered, portalCall, refused, signedInOf } from './portal-call.ts';

const rowsPerPage = 25;
const pageSchema = z.strictObject({
  book: z.string().max(40).nullable(),
  marker: z.int().min(1).nullable(),
});
type PageRequest = z.output<typeof pageSchema>;

export const orderHistory = portalCall<'orderHistory', PageRequest>(pageSchema, (context, request) => {
  const signedIn = signedInOf(context);
  if (!signedIn.ok) return refused(signedIn.error);
  const { history } = context.ports.sequencer.state;
  const page = { ...request, limit: rowsPerPage + 1 };
  const past = pastOrdersOf(history, signedIn.value.person.id, page);
  const shown = past.slice(0, rowsPerPage);
  const next = past.length > rowsPerPage ? (shown.at(-1)?.number ?? null) : null;
  return answered({ orders: shown.map(({ order }) => orderRow(order)), next });
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
  const seen = seenAs({ ...context.ports, state: context.ports.sequencer.state }, person.id, 'user_trades');
  return answered({ fills: shownFills(seen, shown).map(fillRow), next });
});
