// The Spanish of passkeys, of setting a forgotten password anew, and of taking one's data along.

import type { Translated } from '../catalogue.ts';
import type { passkeyEn } from '../en/passkey-en.ts';

export const passkeyEs = {
  title: 'Llaves de acceso',
  intro:
    'Una llave de acceso (passkey) vive en tu teléfono, tu computadora o una llave de seguridad y se abre con tu huella, tu rostro o un PIN. Con ella inicias sesión sin contraseña ni código, y confirmas acciones.',
  unavailable:
    'Las llaves de acceso no funcionan en esta dirección. Abre Mandato en http://localhost en la máquina donde corre, o en su dirección HTTPS.',
  unsupported: 'Este navegador no tiene llaves de acceso.',
  empty: 'Todavía no tienes llaves de acceso.',
  name: 'Nombre de la llave nueva',
  name_hint: 'Por ejemplo, el dispositivo que la guarda.',
  name_needed: 'Ponle un nombre, de hasta 60 letras.',
  add: 'Agregar una llave de acceso',
  added: 'Llave de acceso agregada.',
  remove: 'Quitar',
  remove_named: 'Quitar la llave de acceso {{name}}',
  removed: 'Llave de acceso quitada. Bórrala también en el dispositivo.',
  add_named: 'Agregar la llave de acceso {{name}}',
  made: 'Agregada {{made}}',
  last_used: 'Último uso: {{used}}',
  never_used: 'Sin usar todavía',
  synced: 'Tu proveedor la guarda también en tus otros dispositivos',
  suspect: 'Bloqueada',
  suspect_why: 'Su número de usos retrocedió, como el de una copia. Quítala y agrega otra.',
  use: 'Usar una llave de acceso',
  sign_in: 'Iniciar sesión con una llave de acceso',
  or: 'o',
  force_title: 'Tu cuenta de un vistazo',
  force_second_factor: 'Verificación en dos pasos',
  force_recovery: 'Códigos de recuperación que quedan',
  force_passkeys: 'Llaves de acceso',
  force_sessions: 'Sesiones abiertas',
  force_none: 'Ninguna',
  reset_title: 'Crea una contraseña nueva',
  reset_intro:
    'Este enlace sirve una vez. Después inicias sesión con la contraseña nueva, y con un código si la verificación en dos pasos está activada.',
  reset_submit: 'Guardar la contraseña nueva',
  reset_done: 'Tu contraseña nueva está guardada y se cerraron todas las sesiones. Inicia sesión con ella.',
  reset_no_link: 'Esta dirección no está completa. Abre el enlace otra vez, tal como te lo dieron.',
  export_title: 'Tus datos',
  export_intro:
    'Todo lo que Mandato guarda sobre ti en un archivo: cuenta, vínculos, planes, órdenes, operaciones, actividad y registro. No contiene ninguna clave ni secreto.',
  export: 'Descargar mis datos',
  exported: 'Descargado.',
} as const satisfies Translated<typeof passkeyEn>;
