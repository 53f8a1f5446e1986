// Blanks comments, and on request the text inside strings, so that a check sees code where there is code.

interface MaskState {
  readonly source: string;
  readonly keepStrings: boolean;
  readonly out: string[];
  at: number;
  /** The last character of code that was not white space: tells a division from a regular expression. */
  lastCode: string;
  /** One entry per open template hole, counting the braces open inside it. */
  readonly holes: number[];
}

/** `source` at the same length, comments blanked; strings are blanked too unless `keepStrings`. */
export function maskSource(source: string, keepStrings: boolean): string {
  const state: MaskState = { source, keepStrings, out: [], at: 0, lastCode: '', holes: [] };
  while (state.at < source.length) step(state);
  return state.out.join('');
}

function step(state: MaskState): void {
  const two = state.source.slice(state.at, state.at + 2);
  const first = two.charAt(0);
  if (two === '//') blankUntil(state, endOfLine(state.source, state.at), false);
  else if (two === '/*') blankUntil(state, after(state.source, '*/', state.at + 2), false);
  else if (first === "'" || first === '"') maskQuoted(state, first);
  else if (first === '`') maskTemplate(state, state.at + 1);
  else if (first === '/' && mayStartRegex(state)) maskRegex(state);
  else if (first === '}' && state.holes.at(-1) === 0) {
    state.holes.pop();
    maskTemplate(state, state.at + 1);
  } else {
    countBraces(state, first);
    copy(state, first);
  }
}

function countBraces(state: MaskState, char: string): void {
  const depth = state.holes.at(-1);
  if (depth === undefined) return;
  if (char === '{') state.holes[state.holes.length - 1] = depth + 1;
  if (char === '}') state.holes[state.holes.length - 1] = depth - 1;
}

function copy(state: MaskState, char: string): void {
  state.out.push(char);
  state.at += 1;
  if (char.trim() !== '') state.lastCode = char;
}

function blankUntil(state: MaskState, end: number, isString: boolean): void {
  const text = state.source.slice(state.at, end);
  state.out.push(isString && state.keepStrings ? text : text.replaceAll(/[^\n]/g, ' '));
  state.at = end;
}

function maskQuoted(state: MaskState, quote: string): void {
  copy(state, quote);
  let end = state.at;
  while (end < state.source.length && state.source[end] !== quote && state.source[end] !== '\n') {
    end += state.source[end] === '\\' ? 2 : 1;
  }
  blankUntil(state, Math.min(end, state.source.length), true);
  if (state.source[state.at] === quote) copy(state, quote);
}

/** Masks template text up to its closing back quote or its next hole; `textStart` is past the opening mark. */
function maskTemplate(state: MaskState, textStart: number): void {
  copy(state, state.source.charAt(state.at));
  let end = textStart;
  while (
    end < state.source.length &&
    state.source[end] !== '`' &&
    state.source.slice(end, end + 2) !== '${'
  ) {
    end += state.source[end] === '\\' ? 2 : 1;
  }
  blankUntil(state, Math.min(end, state.source.length), true);
  if (state.source[state.at] === '`') copy(state, '`');
  else if (state.at < state.source.length) {
    copy(state, '$');
    copy(state, '{');
    state.holes.push(0);
  }
}

function mayStartRegex(state: MaskState): boolean {
  if (state.lastCode === '' || '(,=:[!&|?{};+-*%~^>'.includes(state.lastCode)) return true;
  return /\b(?:return|typeof|case|in|of|void|yield|await)$/.test(state.out.slice(-12).join('').trimEnd());
}

function maskRegex(state: MaskState): void {
  const line = state.source.slice(state.at, endOfLine(state.source, state.at));
  const literal = /^\/(?:[^\\/[]|\\.|\[(?:[^\]\\]|\\.)*\])+\//.exec(line)?.[0];
  copy(state, '/');
  if (literal === undefined) return;
  blankUntil(state, state.at + literal.length - 2, true);
  copy(state, '/');
}

function endOfLine(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end === -1 ? source.length : end;
}

function after(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  return found === -1 ? source.length : found + mark.length;
}
