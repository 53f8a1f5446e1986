// The Spanish of the activity list: one sentence for each thing that happened.

import type { Translated } from '../catalogue.ts';
import type { activityEn } from '../en/activity-en.ts';

export const activityEs = {
  title: 'Actividad',
  intro: 'Qué se hizo, y qué no se hizo y por qué.',
  empty: 'Todavía no ha pasado nada.',
  older: 'Mostrar anteriores',
  to_link: 'Ver el vínculo',
  to_plan: 'Ver el plan',
  account_created: 'Cuenta creada.',
  signed_in: 'Iniciaste sesión.',
  signed_in_new_device:
    'Iniciaste sesión desde un navegador que no se había visto antes. Si no fuiste tú, cambia tu contraseña y cierra esa sesión.',
  password_changed: 'Contraseña cambiada. Se cerraron todas las demás sesiones.',
  password_reset:
    'Tu contraseña se cambió con un enlace creado en la máquina donde corre Mandato. Se cerraron todas las sesiones.',
  sessions_ended: 'Se cerraron sesiones.',
  second_factor_turned_on: 'Se activó la verificación en dos pasos.',
  second_factor_turned_off:
    'Se desactivó la verificación en dos pasos. No se puede vincular ningún exchange durante 24 horas.',
  recovery_codes_made: 'Se crearon códigos de recuperación nuevos; los anteriores dejaron de servir.',
  recovery_code_used: 'Se usó un código de recuperación.',
  trail_exported: 'Se descargó el registro de auditoría.',
  passkey_added: 'Se agregó una llave de acceso.',
  passkey_removed: 'Se quitó una llave de acceso.',
  passkey_suspect:
    'Se bloqueó una llave de acceso: su número de usos retrocedió, como el de una copia. Quítala y agrega otra.',
  data_exported: 'Se descargó todo lo que Mandato guarda sobre ti.',
  link_created: 'Exchange vinculado. Quedó demostrado que la clave no puede retirar.',
  link_refused: 'Se rechazó una clave; su secreto no se guardó.',
  link_removed: 'Vínculo quitado; la clave quedó olvidada.',
  link_key_replaced: 'Se reemplazó la clave de un vínculo. El firmante olvidó la anterior.',
  link_renamed: 'Se cambió el nombre de un vínculo.',
  link_paused: 'Pausaste un vínculo. Sus planes esperan.',
  link_resumed: 'Reanudaste un vínculo. Los planes que lo esperaban siguen.',
  link_frozen:
    'Una revisión de la clave salió peor que antes. El vínculo está congelado, sus planes en pausa, y no se pone ninguna orden.',
  link_released: 'Terminaste el congelamiento de un vínculo. Los planes que lo esperaban siguen.',
  link_worsened: 'Una revisión de una clave congelada volvió a salir peor.',
  link_recovered:
    'Una revisión de la clave volvió a salir bien. El vínculo sigue congelado hasta que tú lo termines.',
  plan_created: 'Plan iniciado.',
  plan_paused: 'Plan en pausa.',
  plan_resumed: 'Plan reanudado.',
  plan_stopped: 'Plan terminado.',
  order_recorded: 'Orden registrada, antes de enviar nada.',
  order_done: 'Orden realizada.',
  order_skipped: 'No se compró nada.',
  order_being_confirmed:
    'No llegó la respuesta del exchange. Estamos averiguando si la orden se puso y mientras tanto no ponemos otra.',
  order_held: 'Una orden necesita que la revises.',
  order_late: 'Apareció una orden que se creía inexistente. Ya está registrada y su plan quedó en pausa.',
  slot_missed: 'Se perdió una compra.',
  order_cancel_asked:
    'Las compras se detuvieron y se pidió al exchange cancelar una orden abierta. Solo sus operaciones dicen en qué quedó.',
  order_looked_for_again: 'Pediste volver a buscar una orden detenida.',
  order_closed: 'Cerraste una orden detenida como no comprada.',
  plan_amount_changed: 'Se cambió el monto de un plan.',
  buying_stopped: 'Las compras se detuvieron de inmediato.',
  buying_started: 'Las compras se permitieron de nuevo.',
  limits_tightened: 'Se bajaron los límites de una clave; valen de inmediato.',
  limits_loosening_asked: 'Se pidieron límites más amplios para una clave; valen solo después de la espera.',
  limits_loosening_withdrawn: 'Se retiraron los límites más amplios que se habían pedido.',
  detail_bought: 'Se compró {{bought}} {{base}} por {{spent}} {{quote}}.',
  detail_order: '{{amount}} de {{base}}.',
  detail_link: '{{name}}, clave que termina en {{hint}}.',
  detail_frozen: '«{{name}}»: {{cause}} {{remedy}}',
  detail_renamed: 'De {{before}} a {{name}}.',
  detail_replaced: '{{name}}: de la clave que termina en {{before}} a la que termina en {{hint}}.',
  detail_until: 'Buscamos hasta el {{until}}.',
} as const satisfies Translated<typeof activityEn>;
