// The parameters of each verb as a form needs them: what each is, in plain words, and what it may be.

import type { SandboxParameter } from '../api-contract/sandbox-contract.ts';
import type { VerbName } from './fault-verb.ts';

/** In the order of the short form: `delay(500)`. */
export const verbParameters: Readonly<Record<VerbName, readonly SandboxParameter[]>> = {
  drop: [],
  delay: [wholeNumber('ms', ['Milliseconds to wait', 'Milisegundos de espera'], '2000')],
  dup: [choice('answer', ['Which answer is sent', 'Qué respuesta se envía'], ['second', 'first'])],
  reply: [
    wholeNumber('status', ['HTTP status, 200 to 599', 'Estado HTTP, de 200 a 599'], '502'),
    text('body', ['Text of the answer', 'Texto de la respuesta'], '<html>Bad gateway</html>'),
    text('code', ['Error code of the exchange, such as 0101', 'Código de error, como 0101'], ''),
    text('contentType', ['Content type of the answer', 'Tipo de contenido de la respuesta'], ''),
  ],
  reset_mid_body: [],
  trickle: [wholeNumber('bytesPerSecond', ['Bytes a second', 'Bytes por segundo'], '20')],
  read_lag: [
    wholeNumber('ms', ['Milliseconds before it is seen', 'Milisegundos antes de verse'], '20000'),
    choice('code', ['What order_trades answers', 'Qué responde order_trades'], ['', '0377', '0378']),
  ],
  release_lag: [
    wholeNumber('ms', ['Milliseconds until it is free', 'Milisegundos hasta liberarse'], '10000'),
  ],
  nonce: [
    choice('accept', ['Nonces that are accepted', 'Nonces que se aceptan'], ['v2', 'v1', 'both']),
    optional(wholeNumber('windowMs', ['Window in milliseconds', 'Ventana en milisegundos'], '')),
  ],
  unique: [
    choice(
      'scope',
      [
        'An id is taken: forever, while its order is open, or never (none)',
        'Un id se ocupa: siempre (forever), con su orden abierta (open), o nunca (none)',
      ],
      ['forever', 'open', 'none'],
    ),
  ],
  halt: [
    choice(
      'scope',
      [
        'What is closed: the whole book, its market orders, or the account',
        'Qué se cierra: todo el libro (book), sus órdenes de mercado (market) o la cuenta (account)',
      ],
      ['book', 'market', 'account'],
    ),
  ],
  delist: [],
  rules: [
    optional(decimal('tick', ['Price step', 'Paso de precio'], '100')),
    optional(decimal('min', ['Minimum value of an order', 'Valor mínimo de una orden'], '')),
    optional(decimal('fee', ['Fee as a fraction, such as 0.01', 'Comisión como fracción, como 0.01'], '')),
  ],
  partial: [optional(wholeNumber('levels', ['How many prices are taken', 'Cuántos precios se toman'], '1'))],
  cancel_remainder: [],
  rollback: [optional(wholeNumber('count', ['How many trades', 'Cuántas operaciones'], '1'))],
  drift: [
    text('asset', ['Currency, such as mxn', 'Moneda, como mxn'], 'mxn'),
    decimal('amount', ['Amount added to what is shown', 'Monto que se suma a lo mostrado'], '100'),
  ],
  ban: [choice('shape', ['How it is refused', 'Cómo se rechaza'], ['envelope', 'http_429', 'empty'])],
  key_off: [],
  price: [decimal('price', ['Price that is shown', 'Precio que se muestra'], '1')],
  ws: [
    choice(
      'effect',
      ['What the stream does', 'Qué hace el flujo'],
      ['gap', 'dup', 'freeze', 'flood', 'close'],
    ),
    wholeNumber('count', ['How many messages', 'Cuántos mensajes'], '1'),
  ],
};

type Words = readonly [english: string, spanish: string];

function wholeNumber(name: string, words: Words, example: string): SandboxParameter {
  return parameter(name, words, { kind: 'whole_number', example, isRequired: true });
}

function decimal(name: string, words: Words, example: string): SandboxParameter {
  return parameter(name, words, { kind: 'decimal', example, isRequired: true });
}

function text(name: string, words: Words, example: string): SandboxParameter {
  return parameter(name, words, { kind: 'text', example, isRequired: false });
}

function choice(name: string, words: Words, choices: readonly string[]): SandboxParameter {
  const [example = ''] = choices;
  return { ...parameter(name, words, { kind: 'choice', example, isRequired: example !== '' }), choices };
}

function optional(given: SandboxParameter): SandboxParameter {
  return { ...given, isRequired: false };
}

function parameter(
  name: string,
  [en, es]: Words,
  how: Pick<SandboxParameter, 'kind' | 'example' | 'isRequired'>,
): SandboxParameter {
  return { name, description: { en, es }, choices: [], ...how };
}
