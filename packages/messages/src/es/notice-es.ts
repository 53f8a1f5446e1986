// The Spanish of notices: what happened, what it means for the money, and what to do.

import type { Translated } from '../catalogue.ts';
import type { noticeEn } from '../en/notice-en.ts';

export const noticeEs = {
  title: 'Avisos',
  intro: 'Lo que debes saber sin tener que preguntarlo.',
  empty: 'Todavía no hay nada que avisarte.',
  older: 'Mostrar anteriores',
  unread: 'Nuevo',
  bell_none: 'Avisos',
  bell_one: 'Avisos: {{count}} nuevo',
  bell_many: 'Avisos: {{count}} de nuevos',
  bell_other: 'Avisos: {{count}} nuevos',
  from: 'Desde la dirección {{address}}.',
  to_profile: 'Ver tu cuenta',
  to_limits: 'Ver los límites',
  settings_title: 'Qué se te envía además',
  settings_intro: 'Los avisos siempre quedan aquí. Estos también se envían a {{email}}.',
  settings_none:
    'Esta instalación no envía nada, así que los avisos solo están aquí. Quien la administra puede cambiarlo con --notice-webhook.',
  settings_security: 'Cuenta y claves',
  settings_security_about:
    'Navegadores nuevos, contraseñas, verificación en dos pasos, llaves de acceso, claves agregadas o reemplazadas.',
  settings_exchange: 'Estado de un vínculo',
  settings_exchange_about: 'Una clave que empeoró, se congeló o está por vencer.',
  settings_plan: 'Planes y órdenes',
  settings_plan_about: 'Una orden que te necesita, una orden tardía, un presupuesto agotado.',
  settings_off_note: 'Los seguirás encontrando aquí, y que los desactivaste se te envía una vez.',
  settings_off_action: 'Enviar menos avisos: {{groups}}',
  settings_saved: 'Guardado.',
  signed_in_new_device: 'Tu cuenta se abrió en un navegador nuevo',
  signed_in_new_device_about:
    'Con esto no se compró nada ni se cambió ninguna clave. Si no fuiste tú, detén las compras, cambia tu contraseña y cierra esa sesión.',
  password_changed: 'Tu contraseña se cambió',
  password_changed_about:
    'Se cerraron todas las demás sesiones; los planes siguen igual. Si no fuiste tú, pide a quien administra esta instalación un enlace para poner otra.',
  password_reset: 'Se puso una contraseña nueva',
  password_reset_about:
    'Se hizo con un enlace creado en la máquina donde corre Mandato. Los planes siguen igual. Si no lo pediste, habla con quien administra esta instalación.',
  second_factor_turned_on: 'La verificación en dos pasos está activada',
  second_factor_turned_on_about:
    'Desde ahora, iniciar sesión y cambiar claves necesita también un código. Guarda tus códigos de recuperación en un lugar seguro.',
  second_factor_turned_off: 'Se desactivó la verificación en dos pasos',
  second_factor_turned_off_about:
    'Los planes siguen, y no se puede vincular nada durante 24 horas. Si no fuiste tú, cambia tu contraseña ya y actívala de nuevo.',
  recovery_codes_made: 'Se crearon códigos de recuperación nuevos',
  recovery_codes_made_about:
    'Los anteriores dejaron de servir. Tu dinero no cambia por esto. Si no fuiste tú, cambia tu contraseña y crea otros códigos.',
  recovery_code_used: 'Se usó un código de recuperación',
  recovery_code_used_about:
    'Sustituyó una vez a un código de tu app. Si no fuiste tú, cambia tu contraseña y crea códigos de recuperación nuevos.',
  passkey_added: 'Se agregó una llave de acceso',
  passkey_added_about:
    'Quien tenga ese dispositivo puede iniciar sesión con ella. Si no fuiste tú, quítala en tu perfil y cambia tu contraseña.',
  passkey_removed: 'Se quitó una llave de acceso',
  passkey_removed_about: 'Ya no abre tu cuenta. Los planes siguen. Si no fuiste tú, cambia tu contraseña.',
  passkey_suspect: 'Se bloqueó una llave de acceso',
  passkey_suspect_about:
    'Su número de usos retrocedió, como el de una copia, y por eso no se le dejó entrar. Quítala y agrega otra.',
  data_exported: 'Se descargaron tus datos',
  data_exported_about:
    'El archivo tiene tus planes, órdenes y cuenta, y ninguna clave ni contraseña. Si no fuiste tú, cambia tu contraseña.',
  trail_exported: 'Se descargó tu registro de auditoría',
  trail_exported_about:
    'El archivo dice qué se hizo en tu cuenta, y no tiene ninguna clave ni contraseña. Si no fuiste tú, cambia tu contraseña.',
  link_created: 'Se vinculó un exchange',
  link_created_about:
    'Quedó demostrado que la clave no puede retirar. No se compra nada hasta que inicies un plan. Si no fuiste tú, quita el vínculo y borra la clave en el exchange.',
  link_key_replaced: 'Se reemplazó la clave de un vínculo',
  link_key_replaced_about:
    'Sus planes siguen con la clave nueva. Borra la anterior en el exchange. Si no fuiste tú, quita el vínculo y borra allá las dos claves.',
  link_removed: 'Se quitó un vínculo',
  link_removed_about:
    'El firmante olvidó la clave y los planes terminaron. Tu dinero y tus monedas siguen donde estaban, en el exchange. Borra la clave también allá.',
  limits_loosening_asked: 'Se pidieron límites más amplios para una clave',
  limits_loosening_asked_about:
    'Todavía no valen: el firmante espera primero. Si no fuiste tú, retíralos antes de que valgan y cambia tu contraseña.',
  notices_changed: 'Cambió lo que se te envía',
  notices_changed_about:
    'Los avisos quedan aquí, se envíe lo que se envíe. Si no fuiste tú, actívalos de nuevo y cambia tu contraseña.',
  link_frozen: 'Se congeló un vínculo',
  link_frozen_about:
    'No se pone ninguna orden por él y sus planes esperan. Tu dinero está en el exchange, donde estaba.',
  link_worsened: 'Un vínculo congelado empeoró',
  link_worsened_about: 'No se pone ninguna orden por él. Tu dinero está en el exchange, donde estaba.',
  link_recovered: 'Una clave congelada está bien de nuevo',
  link_recovered_about:
    'El vínculo sigue congelado y no se compra nada hasta que tú lo termines. Si no sabes por qué pasó, mejor reemplaza la clave.',
  link_expires_soon: 'Una clave está por vencer',
  link_expires_soon_about:
    'Hasta entonces sus planes siguen; después esperan. Crea otra clave en el exchange y reemplaza esta antes de esa fecha.',
  link_expired: 'Una clave venció',
  link_expired_about:
    'No se pone ninguna orden por este vínculo y sus planes esperan. Tu dinero está en el exchange, donde estaba. Crea allá otra clave y reemplaza esta.',
  order_held: 'Una orden te necesita',
  order_held_about:
    'No se pudo averiguar si se realizó. Su monto sigue apartado y no se envía otra vez. Mira la orden y decide ahí.',
  order_late: 'Apareció una orden tardía',
  order_late_about:
    'Se creía que no existía, así que puedes haber gastado más de lo que esperabas. Está registrada completa y su plan espera. Mírala antes de dejar que el plan siga.',
  plan_stopped: 'Un plan agotó su presupuesto',
  plan_stopped_about:
    'Terminó y ya no compra nada. Lo que compró está en el exchange. Si quieres seguir, escribe otro plan.',
} as const satisfies Translated<typeof noticeEn>;
