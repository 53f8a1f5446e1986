// What each fault and each switch does, in plain words, in English and Spanish.

import type { Condition, FaultStage, RequestVerb } from './fault-verb.ts';
import type { SwitchName } from './switches.ts';

type Words = readonly [english: string, spanish: string];

export const stageWords: Readonly<Record<FaultStage, Words>> = {
  before_auth: [
    'Before anything is checked: the exchange has not seen the request.',
    'Antes de revisar nada: la plataforma no ha visto la solicitud.',
  ],
  after_auth: [
    'After the key was checked and before anything is done; its nonce is spent.',
    'Después de revisar la clave y antes de hacer nada; su nonce ya se gastó.',
  ],
  after_engine: [
    'After the request was carried out and saved: an order that was accepted exists.',
    'Después de ejecutar y guardar la solicitud: una orden aceptada ya existe.',
  ],
  before_reply: [
    'When the answer is ready, also if it is a refusal.',
    'Cuando la respuesta está lista, aunque sea un rechazo.',
  ],
};

export const verbWords: Readonly<Record<RequestVerb['verb'] | Condition['verb'], Words>> = {
  drop: ['The connection is cut without an answer.', 'La conexión se corta sin respuesta.'],
  delay: ['The request waits so many milliseconds.', 'La solicitud espera esa cantidad de milisegundos.'],
  dup: [
    'The request is carried out twice, as when a proxy sends it again; the first or the second answer is sent.',
    'La solicitud se ejecuta dos veces, como si un proxy la repitiera; se envía la primera o la segunda respuesta.',
  ],
  reply: [
    'Another answer is sent: a status with a text, with JSON, or with an error code of the exchange.',
    'Se envía otra respuesta: un estado con un texto, con JSON o con un código de error de la plataforma.',
  ],
  reset_mid_body: [
    'Half of the answer is sent and then the connection is reset.',
    'Se envía la mitad de la respuesta y luego se corta la conexión.',
  ],
  trickle: [
    'The answer arrives so many bytes a second.',
    'La respuesta llega a esa cantidad de bytes por segundo.',
  ],
  read_lag: [
    'Orders and trades are shown only when they are so many milliseconds old; order_trades can answer 0377 or 0378 instead.',
    'Las órdenes y operaciones se muestran solo cuando tienen esos milisegundos de antigüedad; order_trades puede responder 0377 o 0378.',
  ],
  release_lag: [
    'What a cancelled order held becomes available only after so many milliseconds; until then an order that needs it is refused (0379).',
    'Lo que una orden cancelada apartaba queda disponible solo después de esos milisegundos; hasta entonces, una orden que lo necesita se rechaza (0379).',
  ],
  nonce: [
    'Only nonces of this family are accepted, within this window around the server time.',
    'Solo se aceptan nonces de esta familia, dentro de esta ventana alrededor de la hora del servidor.',
  ],
  unique: [
    'An origin id may not be used again while its order is open, or for ever, or is never refused as used.',
    'Un origin_id no se puede repetir mientras su orden está abierta, o nunca más, o nunca se rechaza por repetido.',
  ],
  halt: [
    'The book takes no new orders (0410) or no market orders (0411), or the account may not trade (1008).',
    'El libro no acepta órdenes nuevas (0410) ni de mercado (0411), o la cuenta no puede operar (1008).',
  ],
  delist: [
    'The book is gone from lists and prices, and orders for it are refused (0301).',
    'El libro desaparece de listas y precios, y sus órdenes se rechazan (0301).',
  ],
  rules: [
    'The book has another price step, another minimum value, or charges another fee, which trades, ledger and balances show.',
    'El libro tiene otro paso de precio, otro valor mínimo, o cobra otra comisión, que se ve en operaciones, movimientos y saldos.',
  ],
  partial: [
    'A market order takes only what rests at the best price, or at so many of the best; the remainder is cancelled.',
    'Una orden de mercado toma solo lo que hay al mejor precio, o a esa cantidad de los mejores; el resto se cancela.',
  ],
  cancel_remainder: [
    'What an order leaves open is cancelled by the exchange at once.',
    'La plataforma cancela de inmediato lo que una orden deja abierto.',
  ],
  rollback: [
    "The account's latest trades are taken back: gone from trades and ledger, their money given back, their orders not filled.",
    'Las últimas operaciones de la cuenta se deshacen: salen de operaciones y movimientos, su dinero vuelve y sus órdenes quedan sin llenar.',
  ],
  drift: [
    'The balance shown for a currency is wrong by this amount.',
    'El saldo que se muestra de una moneda está equivocado por ese monto.',
  ],
  ban: [
    'Every call but cancelling is refused as over the rate limit: with the error, as HTTP 429, or with an empty 420.',
    'Toda llamada, salvo cancelar, se rechaza por límite de solicitudes: con el error, como HTTP 429 o con un 420 vacío.',
  ],
  price: [
    'Tickers show this price as the last, the bid and the ask; trades are not touched.',
    'Los precios publicados muestran este valor como último, compra y venta; las operaciones no cambian.',
  ],
  key_off: ['The API key is switched off (0326).', 'La clave de API está desactivada (0326).'],
  ws: [
    'The stream misses messages, repeats them, stands still, floods the reader, or closes.',
    'El flujo pierde mensajes, los repite, se detiene, inunda al lector o se cierra.',
  ],
};

export const switchWords: Readonly<Record<SwitchName, Words>> = {
  reject_v1_nonces: ['Refuses nonces of up to 13 digits.', 'Rechaza nonces de hasta 13 dígitos.'],
  documented_diff_shape: [
    'Cancelled entries of diff-orders carry no amount and no value.',
    'Las cancelaciones de diff-orders no llevan monto ni valor.',
  ],
  limit_orders_in_minor: [
    'Limit orders may be given in minor.',
    'Las órdenes límite se pueden dar en minor.',
  ],
  unfilled_order_trades_0378: [
    'order_trades answers 0378 for an order without trades.',
    'order_trades responde 0378 para una orden sin operaciones.',
  ],
  unknown_order_empty: [
    'Looking up an unknown order answers an empty list.',
    'Buscar una orden desconocida responde una lista vacía.',
  ],
  ended_order_minutes: [
    'How many minutes ended orders can be looked up (0 to 60).',
    'Cuántos minutos se pueden consultar las órdenes terminadas (0 a 60).',
  ],
  accept_withdrawals: [
    'Withdrawals are accepted, wait for a while and then fail; nothing ever leaves.',
    'Los retiros se aceptan, esperan un momento y luego fallan; nunca sale nada.',
  ],
  day_long_lockouts: [
    'The third lock-out within a day lasts 24 hours.',
    'El tercer bloqueo en un día dura 24 horas.',
  ],
  rate_limits: ['Counts requests and locks out.', 'Cuenta las solicitudes y bloquea.'],
};

/** Both languages by their codes. */
export function inBothLanguages([en, es]: Words): { readonly en: string; readonly es: string } {
  return { en, es };
}
