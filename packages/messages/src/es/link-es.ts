// The Spanish of linking an exchange: choosing it, entering the key, and what the checks showed.

import type { Translated } from '../catalogue.ts';
import type { linkEn } from '../en/link-en.ts';

export const linkEs = {
  title: 'Exchanges',
  intro: 'Vincula tu cuenta del exchange con una clave que puede poner órdenes y no puede retirar.',
  empty: 'Todavía no hay ningún exchange vinculado.',
  link_new: 'Vincular un exchange',
  wizard_title: 'Vincula un exchange',
  choose: 'Elige tu exchange',
  exchange_bitso: 'Bitso',
  exchange_bitso_about: 'Compra con dinero real desde tu cuenta en Bitso.',
  exchange_practice: 'Lonja (práctica)',
  exchange_practice_about: 'Prueba todo con dinero de práctica. Nada de lo que hagas ahí cuesta.',
  open_exchange: 'Abrir {{exchange}}',
  step_choose: 'Exchange',
  step_guide: 'Crear la clave',
  step_enter: 'Escribir la clave',
  step_check: 'Revisión',
  step_done: 'hecho',
  guide_title: 'Crea tu clave en {{exchange}}',
  enter_title: 'Escribe la clave y el secreto',
  enter_intro:
    'Tu navegador sella los dos antes de que salgan de esta página. Solo el firmante puede abrirlos, y no tiene manera de devolverlos.',
  key: 'Clave de API (API key)',
  key_hint: 'El más corto de los dos textos.',
  secret: 'Secreto de API (API secret)',
  secret_hint: 'El más largo, que el exchange mostró una sola vez. Nosotros tampoco lo volvemos a mostrar.',
  name: 'Nombre de este vínculo',
  name_hint: 'Solo para ti, por ejemplo «Mi Bitso».',
  no_translate: 'Desactiva la traducción de páginas en tu navegador: puede alterar las claves pegadas.',
  attest:
    'En la lista del exchange vi que esta clave no tiene Make withdrawals (hacer retiros) ni Perform security actions (acciones de seguridad).',
  attest_needed: 'Mira la clave en la lista del exchange y después marca esta casilla.',
  submit: 'Revisar y vincular',
  checking: 'Revisando qué puede hacer esta clave…',
  check_sealed: 'Clave sellada en tu navegador',
  check_opened: 'Abierta por el auditor, solo en memoria',
  check_probes: 'Preguntando al exchange qué puede hacer la clave',
  check_judged: 'Evaluando las respuestas',
  check_stored: 'Cifrada y guardada por el firmante',
  check_note:
    'Las llamadas son inofensivas: la de retiros no lleva monto, moneda ni dirección, así que nada se puede mover.',
  linked: 'Vinculado. Esta clave puede poner órdenes y no puede retirar.',
  linked_next: 'Escribe tu primer plan',
  refused: 'Esta clave no se vinculó y su secreto no se guardó.',
  key_ends: 'Clave que termina en {{hint}}',
  fingerprint: 'Huella {{fingerprint}}',
  linked_on: 'Vinculado el {{date}}',
  checked_on: 'Última revisión: {{date}}',
  check_again: 'Revisar de nuevo',
  unlink: 'Quitar vínculo',
  unlink_title: '¿Quitar este vínculo?',
  unlink_body:
    'El firmante olvida la clave y no puede recuperarla. Tu dinero sigue en el exchange. Borra también la clave ahí: ya no sirve de nada.',
  unlinked: 'Vínculo quitado. La clave quedó olvidada.',
  balances: 'Saldos en {{exchange}}',
  status_active: 'Conectado',
  status_active_about: 'La clave funciona y quedó demostrado que no puede retirar.',
  status_invalid: 'La clave ya no funciona',
  status_invalid_about:
    'El exchange ya no acepta esta clave. No se pone ninguna orden. Crea otra clave y vincúlala.',
  status_permissions_missing: 'Falta un permiso',
  status_permissions_missing_about:
    'A la clave le falta un permiso que los planes necesitan. No se pone ninguna orden. Crea otra clave con los tres permisos de la guía.',
  status_withdrawal_enabled: 'Retiro no descartado',
  status_withdrawal_enabled_about:
    'La última revisión no pudo demostrar que esta clave no puede retirar, así que no se usa. Bórrala en el exchange y vincula otra.',
  status_address_not_allowed: 'Dirección fuera de la lista de la clave',
  status_address_not_allowed_about:
    'La clave está limitada a otras direcciones IP. No se pone ninguna orden. Agrega la dirección de esta instalación o crea una clave sin ese límite.',
  status_unreachable: 'El exchange no responde',
  status_unreachable_about: 'Es del lado del exchange. No tienes que hacer nada; seguimos intentando.',
  verdict_PROBED: 'Se demostró que no puede retirar',
  verdict_INSUFFICIENT: 'No se puede usar',
  verdict_UNSAFE: 'Rechazada por seguridad',
} as const satisfies Translated<typeof linkEn>;
