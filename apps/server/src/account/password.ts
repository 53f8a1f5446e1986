// Passwords: which are accepted, how they are kept (argon2id), and checking one in the same time for anybody.

import { hash, verify } from '@node-rs/argon2';

/** The fewest characters: what NIST 800-63B-4 asks of a password that may stand alone; no rule about their kinds. */
export const passwordLengthMin = 15;

/** OWASP's setting for argon2id, the library's default kind: 19 MiB, two passes, one lane. */
const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Argon2id hash in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalized(password), argon2);
}

/** Whether a hash was made with less work than is asked now, and is to be made again while the password is known. */
export function isHashedTooLightly(passwordHash: string): boolean {
  const [, kind, memory, passes] = /^\$([a-z0-9]+)\$v=19\$m=(\d+),t=(\d+),p=\d+\$/.exec(passwordHash) ?? [];
  if (kind !== 'argon2id') return true;
  return Number(memory) < argon2.memoryCost || Number(passes) < argon2.timeCost;
}

/**
 * Whether `password` is the one behind `passwordHash`. For a person who does not exist pass null: the answer is
 * false after the same work, so that time tells nobody who has an account.
 */
export async function isPasswordOf(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await nobodysHash()), normalized(password));
  return matches && passwordHash !== null;
}

let madeNobodysHash: Promise<string> | null = null;

function nobodysHash(): Promise<string> {
  madeNobodysHash ??= hashPassword('the password of nobody');
  return madeNobodysHash;
}

/** Why a password is not accepted, or null; `email` and `name` must not be the password either. */
export function passwordProblem(
  password: string,
  person: { readonly email: string; readonly name: string },
): 'password_too_short' | 'password_too_common' | null {
  const text = normalized(password);
  if ([...text].length < passwordLengthMin) return 'password_too_short';
  const folded = text.toLowerCase();
  const own = [person.email.toLowerCase(), person.name.toLowerCase()];
  const isEasy = own.includes(folded) || isSimplePattern(folded) || commonWords.has(withoutTail(folded));
  return isEasy ? 'password_too_common' : null;
}

/** One way of writing composed letters, so that a password typed on another device is the same one. */
function normalized(password: string): string {
  return password.normalize('NFKC');
}

/** A short piece repeated, or neighbours on the keyboard or in the alphabet. */
function isSimplePattern(text: string): boolean {
  if (/^(.{1,4})\1+.{0,3}$/su.test(text)) return true;
  return runs.some((run) => run.includes(text) || [...run].reverse().join('').includes(text));
}

const runs = [
  '012345678901234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertyuiopasdfghjklñzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn',
  '1q2w3e4r5t6y7u8i9o0p',
];

/** `password2024!` is as common as `password`. */
function withoutTail(text: string): string {
  return text.replace(/[\d\p{P}\p{S}]+$/u, '').replace(/^[\d\p{P}\p{S}]+/u, '');
}

/** The words that head every list of leaked passwords, and those of this product. */
const commonWords = new Set(
  `password passw0rd contraseña contrasena qwerty qwertyuiop letmein welcome bienvenido bienvenida iloveyou
   teamo tequiero teamomucho tequieromucho princesa princess dragon monkey football futbol baseball sunshine
   superman batman master admin administrator administrador trustno shadow michael jordan charlie jennifer
   america mexico guadalupe barcelona realmadrid clubamerica chivas cruzazul secret secreto changeme default
   asdfgh asdfghjkl zxcvbnm estrella mariposa corazon alejandro alejandra fernando fernanda gabriel gabriela
   computer internet samsung pokemon starwars whatever nothing access login starwars bitcoin ethereum crypto
   bitso mandato lonja exchange trading satoshi nakamoto hodl tothemoon`.split(/\s+/u),
);
