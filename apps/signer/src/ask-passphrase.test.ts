// What is typed or piped comes out as the bytes that were meant, and a terminal shows none of them.
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { askPassphrases, type PassphraseSource } from './ask-passphrase.ts';

const prompts = ['Present: ', 'New: '];

function terminal(): { readonly from: PassThrough & PassphraseSource; readonly modes: boolean[] } {
  const modes: boolean[] = [];
  const from = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => modes.push(isRaw),
  });
  return { from, modes };
}

async function texts(answer: Promise<readonly Buffer[] | null>): Promise<readonly string[] | null> {
  return (await answer)?.map((bytes) => bytes.toString()) ?? null;
}

it('askPassphrases() takes a line each from a pipe, whatever ends the lines, and the last one may lack its end', async () => {
  for (const piped of ['first one\nsecond ü\n', 'first one\r\nsecond ü\r\n', 'first one\nsecond ü']) {
    const from = new PassThrough();
    const to = new PassThrough();
    from.end(piped);
    expect(await texts(askPassphrases(prompts, from, to))).toEqual(['first one', 'second ü']);
    expect(to.read()).toBeNull();
  }
});

it('askPassphrases() shows a terminal the questions and nothing of the answers, and takes back what was erased', async () => {
  const { from, modes } = terminal();
  const to = new PassThrough();
  const asked = texts(askPassphrases(prompts, from, to));
  for (const typed of ['wronü', '\u007f\u007f', 'ng\r', 'right', '\r']) from.write(typed);
  expect(await asked).toEqual(['wrong', 'right']);
  expect(String(to.read())).toBe('Present: \nNew: \n');
  expect(modes).toEqual([true, false]);
});

it('askPassphrases() says null when the input ends early or is broken off, and leaves the terminal as it was', async () => {
  const piped = new PassThrough();
  piped.end('only one\n');
  expect(await askPassphrases(prompts, piped, new PassThrough())).toBeNull();
  const { from, modes } = terminal();
  const asked = askPassphrases(prompts, from, new PassThrough());
  from.write('half\u0003');
  expect(await asked).toBeNull();
  expect(modes).toEqual([true, false]);
});
