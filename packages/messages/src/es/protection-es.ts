// The Spanish of what is in force on this installation.

import type { Translated } from '../catalogue.ts';
import type { protectionEn } from '../en/protection-en.ts';

export const protectionEs = {
  title: 'En vigor en esta instalación',
  intro:
    'Lo que mantiene fuera de la red al proceso que guarda las claves, tal como se comprobó la última vez que arrancó.',
  locked_title: 'Las claves de los exchanges están bloqueadas',
  locked_about:
    'Se cifraron con una frase, así que no se compra nada hasta que se escriba. Tu dinero está en el exchange, donde estaba.',
  locked_ask: 'Pide a quien administra esta instalación que las desbloquee.',
  passphrase: 'Frase de las claves',
  passphrase_hint:
    'La primera vez, así se fija: al menos 12 caracteres. Nadie puede recuperarla; sin ella hay que volver a vincular las claves.',
  unlock: 'Desbloquear',
  unlocked: 'Desbloqueado. Los planes siguen.',
  in_force: 'En vigor:',
  not_in_force: 'Aquí no:',
  no_network_globals: 'antes de que corriera nada más se quitó toda vía ya hecha hacia la red.',
  no_network_modules: 'el programa no lleva dentro ningún módulo de red y no puede cargar ninguno.',
  node_permission: 'Node.js mismo niega la red, cosa que hace desde la versión 26.',
  key_title: 'Lo que abre las claves guardadas',
  key_from_file:
    'Un archivo de clave fuera del directorio de datos. Una copia de los datos sola no abre nada; quien pueda leer todos los archivos del usuario del sistema con el que corre Mandato puede abrirlas.',
  key_from_passphrase:
    'Una frase que no está escrita en ninguna parte. Después de cada arranque nada puede abrirlas hasta que la escriba quien administra la instalación.',
  empty_network_namespace:
    'el sistema operativo le da al proceso una red sin conexiones, donde Linux lo permite.',
} as const satisfies Translated<typeof protectionEn>;
