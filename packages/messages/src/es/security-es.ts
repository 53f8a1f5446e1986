// The Spanish of what Mandato can never do, how that is kept, and what the risk is.

import type { Translated } from '../catalogue.ts';
import type { securityEn } from '../en/security-en.ts';

export const securityEs = {
  title: 'Lo que Mandato nunca puede hacer',
  never_withdraw:
    'No puede retirar. Las claves que sí pueden se rechazan, y el firmante no conoce esa petición.',
  never_transfer: 'No puede mover dinero a otra cuenta.',
  never_change_account: 'No puede cambiar tu cuenta, tu contraseña ni tus claves en el exchange.',
  never_show_secret: 'No puede volver a mostrar tu secreto, ni a ti ni a nadie.',
  can_title: 'Lo que sí puede hacer',
  can_trade: 'Puede poner y cancelar órdenes dentro de los límites de tus planes.',
  can_read: 'Puede leer tus saldos y el estado de sus órdenes.',
  how_title: 'Cómo se cumple',
  how_seal:
    'Tu navegador sella la clave y el secreto para el firmante. El servidor pasa algo que no puede leer.',
  how_signer:
    'El firmante es un proceso aparte que no hace llamadas de red. Firma una lista corta de peticiones y nunca devuelve un secreto.',
  how_limits:
    'Rechaza montos, totales diarios, tipos de órdenes y precios fuera de los límites de cada clave. Límites más amplios valen solo después de una espera.',
  how_record:
    'Cada orden se registra antes de enviarse, para que ninguna se ponga dos veces y ninguna se pierda.',
  how_proof: 'Cada permiso se muestra con la llamada que lo demostró, la respuesta y la hora.',
  honest_title: 'De qué no protege esto',
  honest_server:
    'El sellado protege de registros, proxies y bases de datos con fugas. No protege de un servidor que entregue código alterado.',
  honest_key: 'Quien tuviera tu clave podría operar mal con ella, pero no retirar.',
  honest_unknown:
    'Bitso no deja preguntar si una clave puede cambiar la cuenta. Míralo en la lista de claves del exchange.',
  leak_title: 'Si crees que tu clave se filtró',
  leak_body: 'Bórrala en el exchange: deja de servir al instante. Después crea otra y vincúlala.',
  risk_title: 'Riesgo',
  risk_body:
    'Los precios de las criptomonedas suben y bajan mucho, y puedes perder todo lo que pongas. Comprar con regularidad no cambia eso. Mandato hace lo que escribiste; no da recomendaciones ni promete resultados.',
} as const satisfies Translated<typeof securityEn>;
