// The Spanish of every refusal: what happened, what it means for the money, and what to do.

import type { Translated } from '../catalogue.ts';
import type { errorEn } from '../en/error-en.ts';

export const errorEs = {
  title: 'Esto no funcionó',
  // Account
  email_malformed: 'Esto no es un correo electrónico. Escríbelo como nombre@ejemplo.com.',
  password_too_short: 'La contraseña es muy corta. Una frase que solo tú conozcas funciona bien.',
  password_too_common: 'Esta contraseña está en las listas que los atacantes prueban primero. Elige otra.',
  email_taken: 'Ya hay una cuenta con este correo. Mejor inicia sesión.',
  credentials_wrong: 'El correo o la contraseña no son correctos. Revisa los dos e intenta de nuevo.',
  session_expired:
    'Tu sesión se cerró porque la página estuvo abierta demasiado tiempo. No se cambió nada. Inicia sesión y hazlo de nuevo.',
  second_factor_needed:
    'Esto necesita un código de tu app de autenticación. No se cambió nada. Primero inicia sesión con un código.',
  second_factor_missing:
    'La verificación en dos pasos está desactivada. No se cambió nada. Primero actívala en tu perfil.',
  second_factor_on: 'La verificación en dos pasos ya está activada. No tienes que hacer nada.',
  password_wrong: 'La contraseña no es correcta. No se cambió nada. Intenta de nuevo.',
  enrolment_not_started: 'Esta configuración no se inició o ya caducó. No se cambió nada. Empieza de nuevo.',
  code_malformed: 'Un código tiene seis dígitos. Escribe el que tu app muestra ahora.',
  code_wrong:
    'El código no es correcto. Revisa que la hora de tu teléfono sea automática y escribe el código que se muestra ahora.',
  code_used: 'Este código ya se usó. Espera el siguiente, máximo 30 segundos.',
  too_many_tries: 'Demasiados intentos. No se cambió nada. Espera unos minutos e intenta de nuevo.',
  step_up_needed:
    'Esto necesita una confirmación nueva, y la que diste ya venció. No se cambió nada. Hazlo otra vez con un código nuevo.',
  second_factor_off: 'La verificación en dos pasos ya está desactivada. No hace falta hacer nada.',
  linking_held:
    'La verificación en dos pasos se desactivó en las últimas 24 horas, así que todavía no se vincula nada. No se guardó nada. Intenta de nuevo mañana.',
  session_unknown: 'Esta sesión ya terminó. No hace falta hacer nada.',
  reset_link_ended:
    'Este enlace ya se usó o tiene más de 30 minutos. No se cambió nada. Pide otro a quien administra Mandato.',
  passkeys_unavailable:
    'Las llaves de acceso no funcionan en esta dirección. Abre Mandato en http://localhost o en su dirección HTTPS e intenta de nuevo.',
  passkeys_too_many: 'Tienes 20 llaves de acceso, que es el máximo. Primero quita una.',
  passkey_unknown: 'Esta llave de acceso ya no existe. No hace falta hacer nada.',
  passkey_too_late: 'La pregunta a tu llave de acceso ya venció. No se cambió nada. Intenta de nuevo.',
  passkey_not_used:
    'Tu dispositivo no dio ninguna llave de acceso. No se cambió nada. Intenta de nuevo, o usa tu contraseña y un código.',
  passkey_refused:
    'No se aceptó esta llave de acceso. No se cambió nada. Intenta de nuevo, o inicia sesión con tu contraseña y un código.',
  // The pasted key
  key_empty: 'Falta la clave. Pégala aquí.',
  secret_empty: 'Falta el secreto. Pégalo aquí; si ya no lo tienes, borra la clave y crea otra.',
  same_text_twice:
    'La clave y el secreto son el mismo texto. Copia cada uno de su propio campo en el exchange.',
  inner_spaces: 'Hay un espacio en medio. Copia el texto otra vez, completo y sin saltos de línea.',
  characters_altered:
    'Esto tiene caracteres que ninguna clave tiene. Desactiva la traducción de páginas y cópialo otra vez.',
  key_and_secret_swapped:
    'La clave y el secreto están al revés. Pon el texto corto en Clave y el largo en Secreto.',
  characters_unexpected:
    'Esto tiene caracteres que ninguna clave tiene. Cópialo otra vez con el botón de copiar del exchange.',
  text_too_long: 'Esto es demasiado largo para una clave. Copia solo la clave o el secreto.',
  shape_unexpected: 'El exchange no lo escribe así: falta o sobra algo. Cópialo otra vez, completo.',
  // Links
  exchange_not_offered: 'Este exchange no se ofrece aquí. Elige uno de la lista.',
  exchange_coming:
    'Mandato todavía no opera en este exchange, así que no se acepta ninguna clave de ahí. No se abrió ni se guardó nada.',
  link_name_malformed: 'Este nombre no se puede usar. Usa hasta 60 letras y números.',
  credential_malformed:
    'La clave o el secreto no se ven como los hace el exchange. No se guardó nada. Copia los dos otra vez, sin espacios.',
  credential_swapped: 'La clave y el secreto están al revés. No se guardó nada. Pon cada uno en su campo.',
  sealed_for_another_key:
    'La página estuvo abierta demasiado tiempo y selló tu clave para un firmante anterior. No se guardó nada. Recarga la página y escríbela otra vez.',
  sealed_unreadable:
    'La clave sellada llegó dañada. No se guardó nada. Recarga la página y escríbela otra vez.',
  credential_already_stored:
    'Esta clave ya está vinculada. No se guardó por segunda vez. Crea otra clave o quita primero el otro vínculo.',
  attestation_missing: 'La revisión de la clave no terminó. No se guardó nada. Intenta de nuevo.',
  storage_failed:
    'La clave no se pudo guardar, así que no se vinculó. Intenta de nuevo; si vuelve a pasar, revisa el disco de la máquina donde corre Mandato.',
  signer_unavailable:
    'El firmante no está funcionando en este momento, o sus claves siguen bloqueadas. No se envió nada y tu dinero está intacto. Intenta de nuevo en un minuto.',
  exchange_unreachable:
    'El exchange no responde, o no por completo. No se guardó nada y tu dinero está intacto. Intenta de nuevo en unos minutos.',
  key_unknown_or_revoked:
    'El exchange no conoce esta clave: se escribió mal o se borró ahí. No se guardó nada. Cópiala otra vez o crea otra.',
  signature_wrong:
    'El secreto no corresponde a esta clave. No se guardó nada. Copia los dos otra vez; si ya no tienes el secreto, crea otra clave.',
  key_inactive:
    'La clave todavía no está activa en el exchange. No se guardó nada. Actívala ahí e intenta de nuevo.',
  key_expired: 'El exchange terminó esta clave por su antigüedad. No se guardó nada. Crea otra.',
  address_not_allowed:
    'La clave solo permite otras direcciones IP. No se guardó nada. Crea una clave sin ese límite, o con la dirección de esta instalación.',
  nonce_refused:
    'El exchange rechazó el orden de nuestras llamadas. Pasa cuando otro programa usa la misma clave. No se guardó nada. Crea una clave solo para Mandato.',
  account_restricted:
    'El exchange restringió tu cuenta. No se guardó nada y no se puso ninguna orden. Pregúntale al exchange qué falta.',
  permission_unknown:
    'La clave tiene un permiso que no conocemos, así que la contamos como insegura. Su secreto no se guardó. Crea una clave solo con los permisos de la guía.',
  withdrawal_allowed:
    'Esta clave puede retirar dinero. No la queremos: su secreto no se guardó. Bórrala en el exchange y crea una sin el permiso de hacer retiros.',
  transfer_allowed:
    'Esta clave puede mover dinero a otra cuenta. No la queremos: su secreto no se guardó. Bórrala en el exchange y crea una sin transferencias.',
  key_admin_allowed:
    'Esta clave puede crear o cambiar claves. No la queremos: su secreto no se guardó. Bórrala en el exchange y crea una sin eso.',
  withdrawal_not_excluded:
    'No pudimos demostrar que esta clave no puede retirar, así que su secreto no se guardó. Revisa que el permiso de hacer retiros esté apagado e intenta de nuevo, o crea otra clave.',
  place_orders_missing:
    'La clave no puede poner órdenes. No se guardó nada. Crea otra con el permiso de poner órdenes.',
  view_balances_missing:
    'La clave no puede ver saldos. No se guardó nada. Crea otra con el permiso de ver saldos.',
  view_account_missing:
    'La clave no puede ver la información de la cuenta. No se guardó nada. Crea otra con el permiso de ver información de la cuenta.',
  key_list_not_confirmed:
    'No confirmaste qué muestra de esta clave la lista del exchange. No se guardó nada. Mírala ahí y después marca la casilla.',
  account_differs:
    'No pudimos ver que esta clave sea de la misma cuenta del exchange. No se cambió nada. Crea la clave nueva en esa cuenta, o vincúlala como otro exchange.',
  link_unknown: 'Este vínculo ya no existe. Recarga la página.',
  link_orders_open:
    'Todavía se busca una orden en el exchange, y para eso hace falta la clave. Sus planes terminaron y no se compra nada nuevo. Quita el vínculo de nuevo en unos minutos.',
  link_still_unfit:
    'La revisión todavía no sale bien, así que sigue congelado. No se puso ninguna orden. Mira qué dice, o reemplaza la clave.',
  expiry_malformed:
    'Una clave solo puede vencer después de hoy y dentro de diez años. No se cambió nada. Revisa la fecha.',
  expiry_reported:
    'El propio exchange informa cuándo vence esta clave, así que no se toma otra fecha. No se cambió nada.',
  link_not_active:
    'Este vínculo no funciona por el momento, así que no se compra nada por él. Revisa Exchanges.',
  // Plans
  plan_zone_unknown:
    'Esta instalación no conoce la zona horaria de este plan, así que no puede decir cuándo toca. No se compra nada. Pide a quien la administra que actualice Node.js.',
  book_unknown: 'El exchange no ofrece esto. No se inició nada. Elige uno de la lista.',
  notional_malformed: 'Esto no es un monto. Usa dígitos y máximo un punto: 1000.50, no 1.000,50.',
  notional_not_positive: 'El monto debe ser mayor que cero.',
  notional_too_precise: 'El monto tiene demasiados decimales. Usa máximo dos, como en 500.50.',
  notional_below_minimum: 'El monto está por debajo del mínimo que acepta el exchange.',
  notional_above_maximum: 'El monto está por encima del máximo que acepta el exchange.',
  notional_above_balance:
    'El monto es mayor que lo que tienes disponible en el exchange. No se inició nada. Agrega dinero ahí o elige un monto menor.',
  budget_malformed: 'El límite total no es un monto. Usa dígitos y máximo un punto, o déjalo vacío.',
  budget_below_spent:
    'El límite total es menor que lo que el plan ya gastó o tiene apartado. No se cambió nada. Elige uno mayor.',
  budget_below_notional: 'El límite total es menor que el monto de una compra. Nunca se compraría nada.',
  schedule_malformed: 'El día o la hora no son válidos. Escribe la hora como 09:00.',
  zone_unknown: 'No conocemos esta zona horaria. Elige una de la lista, por ejemplo America/Mexico_City.',
  start_malformed: 'La fecha de inicio no es válida. Elige una fecha dentro de los próximos diez años.',
  start_in_past: 'La fecha de inicio ya pasó. Elige hoy o una fecha posterior.',
  plan_unknown: 'Este plan no existe. Recarga la página.',
  plan_stopped: 'Este plan se terminó para siempre. No se ordenó nada. Escribe uno nuevo.',
  plan_not_active: 'Este plan está en pausa. No se ordenó nada. Primero reanúdalo.',
  order_in_progress: 'Una orden de este plan ya va en camino. No se puso otra. Espera a que termine.',
  request_reused:
    'Esto se envió dos veces con contenido distinto. Corre el plan que se inició primero; no se inició nada más. Recarga la página.',
  order_unknown: 'Esta orden no existe. Recarga la página.',
  order_not_held: 'Esta orden ya no te necesita. No se cambió nada. Recarga la página para verla.',
  // Limits and stops
  limits_malformed: 'Estos límites no se pueden leer. No se cambió nada. Usa dígitos y a lo más un punto.',
  signer_clock_differs:
    'El reloj del firmante y el de Mandato difieren demasiado, así que tomó tu código por vencido y no aflojó nada. Lo que detuvo sigue detenido y tu dinero está intacto. Ajusta el reloj de la máquina donde corre Mandato e intenta de nuevo con otro código.',
  signer_write_failed:
    'El firmante no pudo escribirlo, así que nada cambió en él: sus límites y paros siguen como antes y tu dinero está intacto. Revisa el disco de la máquina donde corre Mandato e intenta de nuevo.',
  passphrase_too_short: 'La frase es muy corta: necesita al menos 12 caracteres. No se fijó nada.',
  passphrase_wrong:
    'Esta no es la frase de las claves guardadas. Siguen bloqueadas y no se compra nada. Revisa el idioma del teclado y las mayúsculas, e intenta de nuevo.',
  operator_only:
    'Solo quien opera esta instalación puede detener las compras de todos. No se cambió nada. Puedes detener las tuyas.',
  // Everything
  input_malformed:
    'Algo en la petición no era como se esperaba. No se cambió nada. Recarga la página e intenta de nuevo.',
  request_cross_site:
    'Esta petición vino de otro sitio web y se rechazó. No se cambió nada. Abre Mandato y hazlo desde ahí.',
  procedure_unknown: 'Esta página es más vieja que el servidor. No se cambió nada. Recarga la página.',
  internal_error:
    'Algo salió mal de nuestro lado. Lo que ya estaba registrado se conserva. Intenta de nuevo en un minuto.',
  server_unreachable:
    'Mandato no responde. Tu dinero está en el exchange y no se ve afectado. Revisa tu red e intenta de nuevo en un minuto.',
} as const satisfies Translated<typeof errorEn>;
