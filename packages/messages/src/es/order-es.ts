// The Spanish of orders: where one stands, and why nothing was bought. It says "comprado" only where trades are known.

import type { Translated } from '../catalogue.ts';
import type { orderEn } from '../en/order-en.ts';

export const orderEs = {
  title: 'Orden',
  state_recorded: 'Por enviar',
  state_submitting: 'Enviándose',
  state_being_confirmed: 'Por confirmar',
  state_acknowledged: 'En el exchange',
  state_closing: 'Leyendo sus operaciones',
  state_done: 'Realizada',
  state_skipped: 'Sin compra',
  state_held: 'Necesita que la revises',
  state_late: 'Encontrada tarde',
  about_recorded: 'La orden está registrada y no se ha enviado.',
  about_submitting: 'La orden quizá ya va en camino.',
  about_being_confirmed:
    'Se perdió la respuesta, así que aún no sabemos si la orden existe. Buscamos hasta el {{until}} y no ponemos otra orden en su lugar.',
  about_acknowledged: 'El exchange tiene la orden. Nada cuenta como comprado hasta conocer sus operaciones.',
  about_closing: 'La orden terminó en el exchange. Estamos leyendo sus operaciones.',
  about_done: 'Todas sus operaciones se conocen y están registradas.',
  about_skipped: 'Ninguna operación corresponde a esta orden y no se gastó dinero.',
  about_held: 'Dos hechos no concuerdan. No se hace nada más hasta que revises la orden en el exchange.',
  about_late: 'La orden apareció después de todo. Sus operaciones están registradas; su plan está en pausa.',
  fills: 'Operaciones',
  fill: '{{quantity}} {{base}} a {{price}} {{quote}}',
  fee_in: 'Comisión: {{fee}} {{asset}}',
  price_average: 'Precio promedio: {{price}} {{quote}}',
  bought_for: 'Se compró {{bought}} {{base}} por {{spent}} {{quote}}, ya sin comisiones.',
  our_id: 'Nuestro identificador',
  venue_id: 'Identificador del exchange',
  slot: 'Programada para {{slot}}',
  slot_now: 'Pedida por ti',
} as const satisfies Translated<typeof orderEn>;
