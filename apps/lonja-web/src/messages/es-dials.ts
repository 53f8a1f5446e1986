// What the fault dials do to the figures of a page, in Spanish.
import type { enDials } from './en-dials.ts';

export const esDials: Record<keyof typeof enDials, string> = {
  'dials.title': 'Unas fallas a propósito cambian lo que se muestra aquí',
  'dials.same':
    'Los programas que usan la API reciben lo mismo. Junto a cada cifra está con cuánto cuenta la plataforma.',
  'dials.really': 'en realidad {{amount}}',
  'dials.worth': 'Unas fallas a propósito cambian esta cifra.',
  'dials.rollback':
    'Tus últimas operaciones se deshicieron: ya no están en las listas y su dinero volvió a los saldos.',
  'dials.fee': 'Lo que se opera desde que se puso la falla muestra otra comisión, también en los saldos.',
  'dials.drift': 'El saldo de una moneda se muestra más alto o más bajo de lo que es.',
  'dials.release_lag': 'Lo que apartaba una orden cancelada sigue un rato como en órdenes abiertas.',
  'dials.read_lag': 'Las órdenes y operaciones aparecen tarde.',
  'dials.delist': 'No está en las listas ni en los precios de la API; sus órdenes se rechazan.',
  'dials.halt': 'El libro está detenido: no acepta órdenes nuevas.',
  'dials.rules': 'Vale otro paso de precio u otro valor mínimo.',
  'dials.partial': 'Una orden de mercado toma solo los mejores precios; lo que le queda se cancela.',
  'dials.cancel_remainder': 'Lo que una orden deja abierto se cancela de inmediato.',
  'dials.price':
    'Los precios publicados son los que puso una falla, y los saldos se valoran con ellos. El libro, las operaciones y la gráfica muestran lo que se opera de verdad.',
  'dials.ws': 'El flujo en vivo está alterado: lo que se mueve en esta pantalla puede estar mal o detenido.',
  'dials.badge.delist': 'deslistado',
  'dials.badge.price': 'precio de una falla',
};
