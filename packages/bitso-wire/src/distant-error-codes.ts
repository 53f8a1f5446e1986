// What the rest of Bitso's error codes tell a person: codes that this exchange has no cause for and a dial can answer with.

import { isWireErrorCode, messageOfCode, type WireLanguage } from './error-codes.ts';

/** From the first code to the last, in the table's order; the reference tells many of them by groups only. */
const groups: readonly (readonly [first: string, last: string, english: string, spanish: string])[] = [
  ['0102', '0102', 'The Ripple withdrawal failed', 'El retiro de Ripple falló'],
  ['0204', '0204', 'The PIN is wrong', 'El PIN es incorrecto'],
  ['0205', '0205', 'Too many log-ins', 'Demasiados inicios de sesión'],
  ['0210', '0210', 'The device must be authenticated', 'Se debe autenticar el dispositivo'],
  ['0211', '0211', 'The device could not be authenticated', 'No se pudo autenticar el dispositivo'],
  ['0214', '0214', 'The reCAPTCHA failed', 'El reCAPTCHA falló'],
  ['0305', '0305', 'The SMS code is wrong', 'El código SMS es incorrecto'],
  ['0314', '0314', 'Automatic trading is unavailable', 'La operación automática no está disponible'],
  ['0315', '0319', 'The destination of the withdrawal is invalid', 'El destino del retiro es inválido'],
  ['0323', '0325', 'The telephone number cannot be used', 'El número de teléfono no se puede usar'],
  [
    '0327',
    '0328',
    'The service is not available in this place',
    'El servicio no está disponible en este lugar',
  ],
  [
    '0331',
    '0344',
    'The data of a person or an account is invalid',
    'Los datos de una persona o cuenta son inválidos',
  ],
  ['0345', '0345', 'The quote has expired or is invalid', 'La cotización venció o es inválida'],
  ['0346', '0352', 'The identity could not be verified', 'No se pudo verificar la identidad'],
  ['0354', '0354', 'There is no legal entity', 'No hay entidad legal'],
  ['0355', '0355', 'The hash is unknown', 'El hash es desconocido'],
  ['0358', '0359', 'The password does not follow the rules', 'La contraseña no cumple las reglas'],
  [
    '0362',
    '0366',
    'A setting is in a state that does not allow this',
    'Un ajuste no está en un estado que lo permita',
  ],
  ['0367', '0367', 'No quote can be given now', 'No se puede cotizar por ahora'],
  ['0368', '0368', 'The address is restricted', 'La dirección está restringida'],
  ['0369', '0371', 'The device or the file is invalid', 'El dispositivo o el archivo es inválido'],
  ['0374', '0374', 'The recovery code is wrong', 'El código de recuperación es incorrecto'],
  ['0375', '0375', 'Internal error', 'Error interno'],
  ['0376', '0376', 'The transfer limit was reached', 'Se alcanzó el límite de transferencias'],
  ['0381', '0389', 'The withdrawal request is invalid', 'La solicitud de retiro es inválida'],
  ['0414', '0417', 'Internal error', 'Error interno'],
  ['0501', '0504', 'A limit of the account was reached', 'Se alcanzó un límite de la cuenta'],
  ['0702', '0732', 'The state of the account does not allow this', 'El estado de la cuenta no lo permite'],
  [
    '1009',
    '1009',
    'Conversions are disabled on the account',
    'Las conversiones están deshabilitadas en la cuenta',
  ],
  ['1101', '1106', 'The withdrawal could not be processed', 'No se pudo procesar el retiro'],
  ['1201', '1299', 'The telephone number has a problem', 'El número de teléfono tiene un problema'],
  ['1301', '1402', 'The one-time password has a problem', 'La contraseña de un solo uso tiene un problema'],
];

/** What any code of four digits tells a person; a code without a text of its own says that it is invalid. */
export function messageOfAnyCode(code: string, language: WireLanguage): string {
  if (isWireErrorCode(code)) return messageOfCode(code, language);
  const group = groups.find(([first, last]) => first <= code && code <= last);
  if (group === undefined) return messageOfCode('0304', language);
  return group[language === 'es' ? 3 : 2];
}
