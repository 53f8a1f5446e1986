// The server's log: JSON lines on standard output, from which passwords, codes, tokens and keys are struck out.

import { type Logger, pino } from 'pino';

const secret = [
  'password',
  'code',
  'token',
  'cookie',
  'authorization',
  'secret',
  'sealed',
  'ciphertext',
  'apiKey',
  'apiSecret',
  'sealedSecret',
  'stepUpCode',
  'newPassword',
  'recoveryCodes',
  'passwordHash',
];

export function createLogger(): Logger {
  return pino({
    level: 'info',
    redact: {
      // `code` of an error is a word such as ECONNRESET; a person's code is only ever part of an input.
      paths: secret.flatMap((name) =>
        name === 'code'
          ? ['input.code', 'body.code']
          : [name, `*.${name}`, `*.*.${name}`, `*.headers.${name}`],
      ),
      censor: '[struck out]',
    },
  });
}
