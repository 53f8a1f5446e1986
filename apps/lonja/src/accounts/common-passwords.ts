// Passwords that guessers try first, also where fifteen characters are asked for, and the shapes that they are made of.

/** True for a known password, one that repeats a short piece, or a run along the keyboard. Lower case. */
export function isCommonPassword(folded: string): boolean {
  return common.has(folded) || repeatsAPiece(folded) || runs.some((run) => isRunOf(run, folded));
}

function repeatsAPiece(text: string): boolean {
  return /^(.{1,4})\1+.{0,3}$/su.test(text) && new Set(text).size <= 4;
}

function isRunOf(run: string, text: string): boolean {
  const twice = run + run;
  return twice.includes(text) || [...twice].reverse().join('').includes(text);
}

const runs = [
  '01234567890',
  '1234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertyuiop',
];

const common = new Set([
  '1q2w3e4r5t',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  'qwerty12345',
  'qwerty123456',
  'qwertyuiop123',
  'password10',
  'password11',
  'password12',
  'password123',
  'password1234',
  'password12345',
  'passw0rd123',
  'p@ssw0rd123',
  'passwordpassword',
  'contrasena',
  'contraseña',
  'contrasena1',
  'contrasena123',
  'contraseña123',
  'micontrasena',
  'micontraseña',
  'bienvenido1',
  'bienvenido123',
  'welcome123',
  'welcome1234',
  'iloveyou123',
  'teamomucho',
  'teamomucho1',
  'estrellita',
  'mexico2024',
  'mexico2025',
  'mexico2026',
  'guadalajara',
  'guadalupe1',
  'administrator',
  'administrador',
  'changeme123',
  'letmein123',
  'football123',
  'baseball123',
  'superman123',
  'princess123',
  'abc123456789',
  'abcd123456',
  'a123456789',
  '123456789a',
  '1234567890a',
  '123qweasdzxc',
  'qweasdzxc123',
  'bitcoin123',
  'bitcoin2024',
  'bitcoin2025',
  'bitcoin2026',
  'satoshinakamoto',
  'correcthorsebatterystaple',
]);
