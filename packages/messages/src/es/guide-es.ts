// The Spanish step-by-step guides for making a key at each exchange, with the names that are on its buttons.

import type { Translated } from '../catalogue.ts';
import type { guideEn } from '../en/guide-en.ts';

export const guideEs = {
  bitso_1_title: 'Abre tu perfil',
  bitso_1_body:
    'Inicia sesión en bitso.com desde un navegador y llega a la página de inicio. Arriba a la derecha, abre el ícono de usuario con tu nombre y elige Profile (Perfil).',
  bitso_2_title: 'Activa la verificación en dos pasos',
  bitso_2_body:
    'En Security > Account security (Seguridad > Seguridad de la cuenta), activa el 2FA con una app de autenticación, que muestra un código nuevo cada 30 segundos. Si ya lo tienes, sáltate este paso: sin él no se puede crear ninguna clave.',
  bitso_3_title: 'Empieza una clave nueva',
  bitso_3_body:
    'Elige API en el menú de la izquierda y haz clic en Add new API key (agregar nueva clave). Lee y acepta la información de seguridad y haz clic en Continue (Continuar).',
  bitso_4_title: 'Ponle nombre y activa tres permisos',
  bitso_4_body:
    'Dale un nombre a la clave, por ejemplo Mandato. Activa SOLO Place orders (poner órdenes), View balances (ver saldos) y View account information (ver información de la cuenta). Deja apagados Make withdrawals (hacer retiros) y Perform security actions (acciones de seguridad). Abajo, haz clic en Add new API key y escribe el código de tu app.',
  bitso_5_title: 'Copia la clave y el secreto',
  bitso_5_body:
    'El secreto se muestra una sola vez y nunca más. Si lo pierdes, borra la clave y crea otra. Deja la página abierta hasta que el vínculo funcione.',
  bitso_6_title: 'Vincúlala en Mandato',
  bitso_6_body: 'En Perfil > Exchanges > Vincular un exchange elige Bitso y pega la clave y el secreto.',
  bitso_7_title: 'Escribe un plan',
  bitso_7_body: 'Di cuánto, de qué, cada cuándo y con qué límites. A partir de ahí Mandato pone las órdenes.',
  add_key_button: 'Agregar nueva clave de API',
  bitso_note:
    'Los nombres de los botones son los de la guía de Bitso, en inglés; entre paréntesis va lo que significan. La clave también se puede limitar a un máximo de cinco direcciones IP.',
  practice_1_title: 'Abre tu perfil',
  practice_1_body:
    'Abre Lonja, crea tu cuenta o inicia sesión, y llega a la página de inicio. Arriba a la derecha, abre el ícono de usuario con tu nombre y elige Perfil.',
  practice_2_title: 'Activa la autenticación de dos factores',
  practice_2_body:
    'Haz clic en Activar los dos factores, escanea el código QR con una app de autenticación, que muestra un código nuevo cada 30 segundos, y escribe el código. Si ya la tienes, sáltate este paso: sin ella no se puede crear ninguna clave.',
  practice_3_title: 'Empieza una clave nueva',
  practice_3_body:
    'Elige API en el menú de la izquierda y haz clic en Agregar nueva clave de API. Lee y acepta la información de seguridad y haz clic en Continuar.',
  practice_4_title: 'Ponle nombre y activa tres permisos',
  practice_4_body:
    'Dale un nombre a la clave. Activa SOLO Poner órdenes, Ver saldos y Ver información de la cuenta. Abajo, haz clic en Agregar nueva clave de API y escribe el código de tu app.',
  practice_5_title: 'Copia la clave y el secreto',
  practice_5_body:
    'El secreto se muestra una sola vez y nunca más. Si lo pierdes, borra la clave y crea otra.',
  practice_6_title: 'Vincúlala en Mandato',
  practice_6_body:
    'En Perfil > Exchanges > Vincular un exchange elige Lonja (práctica) y pega la clave y el secreto.',
  practice_7_title: 'Escribe un plan',
  practice_7_body:
    'Di cuánto, de qué, cada cuándo y con qué límites. Mandato pone las órdenes con dinero de práctica.',
  practice_note:
    'Lonja funciona como Bitso, con dinero de práctica. Lo que aprendes aquí es lo que harás allá.',
} as const satisfies Translated<typeof guideEn>;
