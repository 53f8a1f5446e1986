// The Spanish of permissions and of the evidence for each of them.

import type { Translated } from '../catalogue.ts';
import type { permissionEn } from '../en/permission-en.ts';

export const permissionEs = {
  title: 'Qué puede hacer esta clave',
  intro: 'Cada renglón nombra la llamada que lo demostró, la respuesta del exchange y cuándo fue.',
  view_account_information: 'Ver información de la cuenta',
  view_balances: 'Ver saldos',
  place_orders: 'Poner órdenes',
  make_withdrawals: 'Hacer retiros',
  perform_security_actions: 'Realizar acciones de seguridad',
  about_view_account_information: 'Nos deja ver que la cuenta está activa.',
  about_view_balances: 'Nos deja ver si alcanza el dinero para una orden.',
  about_place_orders:
    'Nos deja comprar y vender dentro de tu cuenta, y consultar y cancelar nuestras órdenes.',
  about_make_withdrawals: 'Dejaría salir dinero de tu cuenta. Nunca lo queremos.',
  about_perform_security_actions: 'Dejaría cambiar la seguridad de la cuenta. Nunca lo queremos.',
  state_granted: 'Permitido',
  state_absent: 'No permitido',
  state_unknown: 'El exchange no puede decirlo',
  probe_read_balance: 'Pedimos tus saldos.',
  probe_read_account: 'Pedimos el estado de la cuenta.',
  probe_read_open_orders: 'Pedimos las órdenes abiertas.',
  probe_cancel_unknown_order: 'Pedimos cancelar una orden que no existe.',
  probe_place_empty_order: 'Pedimos poner una orden sin contenido.',
  probe_withdraw_nothing: 'Pedimos un retiro sin monto, moneda ni dirección.',
  answer_granted: 'El exchange respondió {{status}} {{code}}: la clave puede hacerlo.',
  answer_absent: 'El exchange respondió {{status}} {{code}}: la clave no puede hacerlo.',
  answer_unclear: 'El exchange respondió {{status}} {{code}}, y eso no aclara nada.',
  answer_none: 'No llegó respuesta ({{cause}}).',
  answer_not_asked: 'Ninguna llamada puede demostrarlo. Mira la clave en la lista del exchange.',
  answer_attested:
    'Ninguna llamada puede demostrarlo. El {{date}} confirmaste que la lista del exchange no lo muestra para esta clave.',
  checked_at: 'Revisado: {{date}}',
  call: 'Llamada: {{call}}',
  withdraw_proof:
    'El exchange rechazó una llamada de retiro por falta de permiso: esta clave no puede retirar.',
} as const satisfies Translated<typeof permissionEn>;
