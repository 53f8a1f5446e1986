// The Spanish of every reason for which an order bought nothing or waits for a person.

import type { Translated } from '../catalogue.ts';
import type { reasonEn } from '../en/reason-en.ts';

export const reasonEs = {
  slot_missed_while_away: 'Mandato no estaba funcionando cuando tocaba esta compra. No se gastó nada.',
  slot_missed_while_paused: 'El plan estaba en pausa cuando tocaba esta compra. No se gastó nada.',
  link_not_usable:
    'El vínculo con el exchange no funcionaba o estaba en pausa. No se gastó nada. Revisa Exchanges.',
  slot_expired:
    'Se hizo demasiado tarde para esta compra. No se gastó nada; la siguiente sigue como estaba prevista.',
  notional_below_minimum:
    'El monto está por debajo del mínimo que acepta el exchange. No se gastó nada. Escribe un plan con un monto mayor.',
  notional_above_maximum:
    'El monto está por encima del máximo que acepta el exchange. No se gastó nada. Escribe un plan con un monto menor.',
  book_unknown: 'El exchange ya no ofrece esto. No se gastó nada. Termina el plan.',
  book_mismatched:
    'Lo que el exchange dice de este libro no concuerda. No se gastó nada; la siguiente compra sigue como está planeada.',
  clock_off:
    'El reloj de la máquina donde corre Mandato difiere más de dos segundos del reloj del exchange. No se gastó nada. Ajústalo; la siguiente compra sigue como está planeada.',
  market_stale:
    'Los precios que mostró el exchange eran demasiado viejos para comprar. No se gastó nada; la siguiente compra sigue como está planeada.',
  market_out_of_sequence:
    'El exchange mostró un libro de órdenes más viejo que el anterior. No se gastó nada; la siguiente compra sigue como está planeada.',
  sources_disagree:
    'Dos fuentes de precio del exchange diferían en más de 2 %. No se gastó nada; la siguiente compra sigue como está planeada.',
  price_jumped:
    'El precio estaba a más de 10 % de las operaciones de la última hora. No se gastó nada; la siguiente compra sigue como está planeada.',
  quote_depegged:
    'La moneda con la que paga este plan estaba a más de 3 % de un dólar. No se gastó nada. Revísala antes de seguir.',
  book_too_thin:
    'Había muy poca oferta: esta compra habría pagado más de 3 % sobre el mejor precio. No se gastó nada; un monto menor puede caber.',
  cancelled:
    'Las compras se detuvieron y pedimos al exchange cancelar la orden. Terminó sin operaciones; no se gastó nada.',
  closed_by_person:
    'Miraste en el exchange y cerraste esto como no comprado. Si la orden aparece de todos modos, se registra y el plan se pausa.',
  unfilled: 'La orden terminó sin ninguna operación. No se gastó nada.',
  proven_absent:
    'Se perdió la respuesta, y al buscar quedó demostrado que la orden nunca se puso. No se gastó nada y no se volvió a intentar.',
  kill_switch_on: 'Las compras estaban detenidas cuando tocaba. No se gastó nada.',
  plan_not_active: 'El plan no estaba activo. No se gastó nada.',
  notional_not_positive: 'No había monto que comprar. No se gastó nada.',
  budget_used_up: 'El límite total del plan no alcanza para esta compra. No se gastó nada.',
  balance_insufficient:
    'No había suficiente dinero disponible en el exchange. No se gastó nada. Agrega dinero ahí y la siguiente compra se hará.',
  quote_missing: 'El exchange no mostraba un precio al cual comprar. No se gastó nada.',
  quote_crossed: 'Los precios del exchange se contradecían. No se gastó nada.',
  spread_too_wide: 'Los precios de compra y de venta estaban a más de 10 % de distancia. No se gastó nada.',
  quote_out_of_band: 'El precio estaba lejos del de la última operación. No se gastó nada.',
  intent_malformed: 'El firmante no entendió la orden y la rechazó. No se gastó nada. Por favor, repórtalo.',
  credential_unknown: 'El firmante ya no tiene esta clave. No se gastó nada. Vincula el exchange de nuevo.',
  credential_frozen:
    'La clave está congelada porque una revisión salió peor. No se gastó nada. Revisa Exchanges.',
  book_not_allowed: 'Los límites del firmante no permiten comprar esto. No se gastó nada.',
  side_not_allowed: 'Los límites del firmante no permiten este tipo de orden. No se gastó nada.',
  notional_above_order_limit: 'El monto rebasa el límite del firmante para una orden. No se gastó nada.',
  notional_above_day_limit:
    'El límite del firmante para un día ya se usó. No se gastó nada; mañana se libera.',
  orders_per_minute_exceeded: 'Demasiadas órdenes en un minuto: el firmante rechazó esta. No se gastó nada.',
  order_already_signed:
    'El firmante ya había firmado una orden con este número y nunca firma una dos veces. Esta no gastó nada.',
  price_reference_stale:
    'El firmante no pudo ver un precio público reciente, así que no firmó. No se gastó nada; la siguiente compra sigue como estaba prevista.',
  price_outside_band:
    'El precio estaba demasiado lejos del último precio público, así que el firmante no firmó. No se gastó nada.',
  key_invalid: 'El exchange no aceptó la clave. No se gastó nada. Vincula otra clave.',
  key_inactive: 'La clave no está activa en el exchange. No se gastó nada. Actívala ahí o vincula otra.',
  permission_missing:
    'A la clave le falta el permiso de poner órdenes. No se gastó nada. Vincula otra que lo tenga.',
  address_not_allowed:
    'La clave no permite la dirección IP de esta instalación. No se gastó nada. Cámbialo en el exchange.',
  account_restricted: 'El exchange restringió la cuenta. No se gastó nada. Pregúntale al exchange por qué.',
  book_halted:
    'La operación estaba suspendida en el exchange. No se gastó nada; la siguiente compra sigue como estaba prevista.',
  order_malformed: 'El exchange no aceptó la forma de la orden. No se gastó nada. Por favor, repórtalo.',
  price_out_of_bounds: 'El precio estaba fuera de los límites del exchange. No se gastó nada.',
  quantity_out_of_bounds:
    'La cantidad estaba fuera de los límites del exchange. No se gastó nada. Cambia el monto del plan.',
  notional_out_of_bounds:
    'El monto estaba fuera de los límites del exchange. No se gastó nada. Cambia el monto del plan.',
  funds_insufficient: 'El exchange dijo que el dinero no alcanza. No se gastó nada. Agrega dinero ahí.',
  open_orders_too_many:
    'Hay demasiadas órdenes abiertas en el exchange. No se gastó nada. Cancela algunas ahí.',
  rejected_otherwise: 'El exchange rechazó la orden. No se gastó nada.',
  connection_refused: 'No se pudo llegar al exchange, así que no se envió nada. No se gastó nada.',
  name_not_found:
    'No se encontró la dirección del exchange, así que no se envió nada. No se gastó nada. Revisa la red.',
  egress_unavailable:
    'Nuestro proceso de envío no estaba funcionando, así que no se envió nada. No se gastó nada.',
  send_deadline_passed: 'La orden no se envió a tiempo y por eso ya no se envió. No se gastó nada.',
  rate_limited_here: 'Demasiadas llamadas en un minuto, así que la orden no se envió. No se gastó nada.',
  unreadable_too_long:
    'Desde hace un día el exchange no deja averiguar si la orden existe. Búscala ahí antes de comprar a mano.',
  contradiction:
    'Lo que dice el exchange no concuerda con lo que se sabía. Revisa la orden ahí antes de reanudar el plan.',
} as const satisfies Translated<typeof reasonEn>;
