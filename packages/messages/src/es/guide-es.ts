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
    'Dale un nombre a la clave, por ejemplo Mandato. Si abajo aparece la dirección de esta instalación, limita la clave a ella. Activa SOLO Place orders (poner órdenes), View balances (ver saldos) y View account information (ver información de la cuenta). Deja apagados Make withdrawals (hacer retiros) y Perform security actions (acciones de seguridad). Abajo, haz clic en Add new API key y escribe el código de tu app.',
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
    'Dale un nombre a la clave. Puedes limitarla a la dirección que aparece abajo. Activa SOLO Poner órdenes, Ver saldos y Ver información de la cuenta. Abajo, haz clic en Agregar nueva clave de API y escribe el código de tu app.',
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
  kraken_1_title: 'Abre la configuración',
  kraken_1_body:
    'Inicia sesión en kraken.com desde un navegador. Arriba a la derecha, abre el menú de la cuenta, con el ícono de una persona, y elige Settings (configuración).',
  kraken_2_title: 'Activa la verificación en dos pasos',
  kraken_2_body:
    'En la configuración de seguridad, activa la verificación en dos pasos con una app de autenticación, que muestra un código nuevo cada 30 segundos. Si ya la tienes, sáltate este paso.',
  kraken_3_title: 'Empieza una clave nueva',
  kraken_3_body:
    'Abre la pestaña API y haz clic en Create API key (crear clave de API). Dale un nombre a la clave, por ejemplo Mandato.',
  kraken_4_title: 'Elige cinco permisos',
  kraken_4_body:
    'En Funds permissions (fondos) elige SOLO Query (consultar). En Orders and trades (órdenes y operaciones) elige los cuatro. Deja apagado todo lo demás, sobre todo Withdraw (retirar), Earn y los dos de direcciones de retiro.',
  kraken_5_title: 'Limita la clave a una dirección',
  kraken_5_body:
    'En el mismo formulario, activa la restricción a direcciones IP y escribe la dirección de esta instalación. También puedes poner un día en que la clave termina sola; entonces hay que reemplazarla antes de ese día.',
  kraken_6_title: 'Genera la clave y cópiala',
  kraken_6_body:
    'Haz clic en Generate key (generar clave) y copia la API key (clave) y la private key (clave privada). La clave privada se muestra una sola vez y nunca más. Si la pierdes, borra la clave y crea otra.',
  kraken_note:
    'Los nombres de los botones son los de las páginas de ayuda de Kraken, en inglés. Kraken enumera él mismo los permisos de una clave, así que se leerán, sin probar nada. Hay una cosa que no puede descartar: con Query, Kraken también deja que una clave mueva dinero a tu propia cartera de futuros ahí.',
  binance_1_title: 'Abre la gestión de API',
  binance_1_body:
    'Inicia sesión en binance.com desde un navegador. Arriba a la derecha, abre el ícono de perfil y elige API Management (gestión de API).',
  binance_2_title: 'Activa la verificación en dos pasos',
  binance_2_body:
    'En la configuración de seguridad, activa una app de autenticación, que muestra un código nuevo cada 30 segundos. Si ya la tienes, sáltate este paso: sin ella no se puede crear ninguna clave.',
  binance_3_title: 'Empieza una clave nueva',
  binance_3_body:
    'Haz clic en Create API (crear API), elige System generated (generada por el sistema) y ponle una etiqueta a la clave, por ejemplo Mandato. Self-generated es para quien trae su propio par de claves.',
  binance_4_title: 'Confírmala y copia la clave',
  binance_4_body:
    'Escribe los códigos que pide Binance. Después copia la API key (clave) y la secret key (clave secreta). La clave secreta se muestra una sola vez y nunca más. Si la pierdes, borra la clave y crea otra.',
  binance_5_title: 'Limita la clave a una dirección',
  binance_5_body:
    'Haz clic en Edit restrictions (editar restricciones) y elige Restrict access to trusted IPs only (solo IP de confianza). Escribe la dirección de esta instalación. Una clave sin esa lista puede perder con el tiempo el permiso de operar.',
  binance_6_title: 'Deja encendidos dos permisos',
  binance_6_body:
    'Marca SOLO Enable Reading (leer) y Enable Spot & Margin Trading (operar al contado y con margen). Deja apagado todo lo demás, sobre todo Enable Withdrawals (retiros) y todo lo que diga Transfer en su nombre. Haz clic en Save (guardar).',
  binance_note:
    'Los nombres de los botones son los de las páginas de Binance, en inglés. Binance enumera él mismo los permisos de una clave, así que se leerán, sin probar nada. Hay una cosa que no puede descartar: en cuentas de nivel VIP 4 o más, una clave que puede operar puede crear otra clave para operar con margen.',
} as const satisfies Translated<typeof guideEn>;
