// Bitso's error codes: the HTTP status of each category and what each code tells a person, in English and Spanish.

/** Codes that this exchange can answer with, and the ones of Bitso's table that a client should know by name. */
export const errorMessages = {
  '0101': ['Unknown error', 'Error desconocido'],
  '0201': ['Check your credentials', 'Revisa tus credenciales'],
  '0202': [
    'API key is not authorized to execute the requested method',
    'La llave de API no tiene permiso para usar este método',
  ],
  '0203': ['Session token is invalid or has expired', 'La sesión no es válida o ya venció'],
  '0206': ['Nonce must be an integer', 'El nonce debe ser un número entero'],
  '0207': ['Cannot perform request - invalid nonce', 'No se puede procesar la solicitud: nonce inválido'],
  '0208': ['This operation requires authentication', 'Esta operación requiere autenticación'],
  '0209': ['A second factor is required', 'Se requiere un segundo factor'],
  '0212': ['Access denied', 'Acceso denegado'],
  '0213': [
    'The IP address is not allowed for this API key',
    'La dirección IP no está permitida para esta llave',
  ],
  '0215': ['Invalid Nonce or Invalid Credentials', 'Nonce inválido o credenciales inválidas'],
  '0216': ['The account is restricted, contact support', 'La cuenta está restringida, contacta a soporte'],
  '0301': ['Unknown OrderBook', 'Libro de órdenes desconocido'],
  '0302': ['Invalid time or time in force', 'Valor de tiempo o vigencia inválido'],
  '0303': ['A required field is missing', 'Falta un campo obligatorio'],
  '0304': ['A field is either invalid or missing', 'Un campo es inválido o falta'],
  '0306': ['Invalid side: it must be buy or sell', 'Lado inválido: debe ser buy o sell'],
  '0307': [
    'Invalid order type: it must be limit or market',
    'Tipo de orden inválido: debe ser limit o market',
  ],
  '0308': ['Only one of major and minor may be given', 'Solo se puede indicar major o minor, no ambos'],
  '0309': ['One of major and minor must be given', 'Se debe indicar major o minor'],
  '0310': ['Unknown withdrawal id', 'Identificador de retiro desconocido'],
  '0311': ['Unknown funding id', 'Identificador de depósito desconocido'],
  '0312': ['Incorrect order id (oid)', 'Identificador de orden (oid) incorrecto'],
  '0313': ['The currency is not supported', 'La moneda no está disponible'],
  '0320': ['Invalid pagination parameters', 'Parámetros de paginación inválidos'],
  '0321': ['Incorrect trade id (tid)', 'Identificador de operación (tid) incorrecto'],
  '0322': ['The URL is invalid', 'La URL es inválida'],
  '0326': ['The API key is not active', 'La llave de API no está activa'],
  '0329': ['A market order needs major or minor', 'Una orden de mercado requiere major o minor'],
  '0330': ['Withdrawals are locked', 'Los retiros están bloqueados'],
  '0343': ['Incorrect amount', 'Monto incorrecto'],
  '0353': ['The withdrawal fee is above max_fee', 'La comisión de retiro supera max_fee'],
  '0356': ['The origin id is already in use by an active order', 'El origin_id ya lo usa una orden activa'],
  '0357': ['Incorrect origin id', 'El origin_id es incorrecto'],
  '0360': ['One of the alternative fields must be given', 'Se debe indicar uno de los campos alternativos'],
  '0361': [
    'Only one of the alternative fields may be given',
    'Solo se puede indicar uno de los campos alternativos',
  ],
  '0363': ['Unknown transaction id', 'Identificador de transacción desconocido'],
  '0372': ['A field has the wrong JSON type', 'Un campo tiene un tipo de JSON incorrecto'],
  '0373': ['The request has expired', 'La solicitud ya venció'],
  '0377': [
    'The order matched, its trades are being produced',
    'La orden se ejecutó y sus operaciones se están generando',
  ],
  '0378': ['The order has not matched yet', 'La orden aún no se ha ejecutado'],
  '0379': ['Insufficient balance', 'Saldo insuficiente'],
  '0401': ['The price is below the minimum of the book', 'El precio es menor que el mínimo del libro'],
  '0402': ['The price is above the maximum of the book', 'El precio es mayor que el máximo del libro'],
  '0403': ['The amount is below the minimum of the book', 'El monto es menor que el mínimo del libro'],
  '0404': ['The amount is above the maximum of the book', 'El monto es mayor que el máximo del libro'],
  '0405': ['The value is below the minimum of the book', 'El valor es menor que el mínimo del libro'],
  '0406': ['The value is above the maximum of the book', 'El valor es mayor que el máximo del libro'],
  '0407': ['Invalid price or precision', 'Precio o precisión inválidos'],
  '0408': ['The amount must be a positive number', 'El monto debe ser un número positivo'],
  '0410': ['Trading is disabled on this book', 'La operación está deshabilitada en este libro'],
  '0411': [
    'Market orders are disabled on this book',
    'Las órdenes de mercado están deshabilitadas en este libro',
  ],
  '0412': ['The stop price is below the minimum', 'El precio de activación es menor que el mínimo'],
  '0413': ['The stop price is above the maximum', 'El precio de activación es mayor que el máximo'],
  '0506': ['The funds are on hold', 'Los fondos están retenidos'],
  '0601': ['Not enough BTC', 'No hay suficiente BTC'],
  '0602': ['Not enough MXN', 'No hay suficiente MXN'],
  '0701': ['The account is not verified', 'La cuenta no está verificada'],
  '0705': ['The account is suspended', 'La cuenta está suspendida'],
  '0707': ['Two-factor authentication is locked', 'La verificación en dos pasos está bloqueada'],
  '0801': ['You have hit the request rate-limit', 'Alcanzaste el límite de solicitudes'],
  '0802': ['Too many attempts', 'Demasiados intentos'],
  '0901': ['The HTTP method is not supported', 'El método HTTP no está permitido'],
  '1000': ['The API is temporarily unavailable', 'La API no está disponible por el momento'],
  '1001': ['Too many open orders', 'Demasiadas órdenes abiertas'],
  '1002': ['The order could not be processed', 'No se pudo procesar la orden'],
  '1003': ['The operation timed out', 'La operación tardó demasiado'],
  '1004': ['The operation is deprecated', 'La operación está obsoleta'],
  '1005': ['Invalid operation', 'Operación inválida'],
  '1008': ['Trading is disabled on the account', 'La operación está deshabilitada en la cuenta'],
  '1401': ['Resource not found', 'Recurso no encontrado'],
} as const satisfies Record<string, readonly [english: string, spanish: string]>;

export type WireErrorCode = keyof typeof errorMessages;
export type WireLanguage = 'en' | 'es';

/** True for a code of the table; a real exchange may send others. */
export function isWireErrorCode(code: string): code is WireErrorCode {
  return Object.hasOwn(errorMessages, code);
}

/** What `code` tells a person. */
export function messageOfCode(code: WireErrorCode, language: WireLanguage): string {
  return errorMessages[code][language === 'es' ? 1 : 0];
}

/** The HTTP status of a code's category (its first two digits). */
export function httpStatusOfCode(code: string): number {
  if (code === '1006') return 204;
  return statusOfCategory[code.slice(0, 2)] ?? 400;
}

const statusOfCategory: Readonly<Record<string, number>> = {
  '01': 500,
  '02': 401,
  '08': 420,
  '11': 500,
  '14': 404,
};

/** The language that an `Accept-Language` header prefers among the two that we speak; English without one. */
export function languageOf(acceptLanguage: string | null): WireLanguage {
  const first = (acceptLanguage ?? '').slice(0, 200).split(',').map(languageRange).sort(byQuality)[0];
  return first?.language ?? 'en';
}

interface LanguageRange {
  readonly language: WireLanguage | null;
  readonly quality: number;
}

function languageRange(range: string): LanguageRange {
  const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
  const primary = tag.trim().split('-')[0];
  const q = parameters.map((text) => /^\s*q=([01](?:\.[0-9]{0,3})?)\s*$/.exec(text)?.[1]).find(Boolean);
  const language = primary === 'es' || primary === 'en' ? primary : null;
  return { language, quality: language === null ? -1 : Number(q ?? '1') };
}

function byQuality(a: LanguageRange, b: LanguageRange): number {
  return b.quality - a.quality;
}
