// The Spanish of what is in force on this installation.

import type { Translated } from '../catalogue.ts';
import type { protectionEn } from '../en/protection-en.ts';

export const protectionEs = {
  title: 'En vigor en esta instalación',
  intro:
    'Lo que mantiene fuera de la red al proceso que guarda las claves, tal como se comprobó la última vez que arrancó.',
  in_force: 'En vigor:',
  not_in_force: 'Aquí no:',
  no_network_globals: 'antes de que corriera nada más se quitó toda vía ya hecha hacia la red.',
  no_network_modules: 'el programa no lleva dentro ningún módulo de red y no puede cargar ninguno.',
  node_permission: 'Node.js mismo niega la red, cosa que hace desde la versión 26.',
  empty_network_namespace:
    'el sistema operativo le da al proceso una red sin conexiones, donde Linux lo permite.',
} as const satisfies Translated<typeof protectionEn>;
