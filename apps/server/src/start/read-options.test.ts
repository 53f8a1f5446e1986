// The command line of the server: what is assumed of an exchange, what only crash tests may ask for, and what is not understood.

import { describe, expect, it, test } from 'vitest';
import { PlainFailure } from './plain-failure.ts';
import { readOptions } from './read-options.ts';

const clock = ['--sandbox-clock', '1000,60,2000'];

function spans(...args: string[]) {
  const options = readOptions(args);
  return options === 'help' ? null : [options.requestWindowMs, options.settleTimeMs];
}

describe('readOptions()', () => {
  it('readOptions() assumes ten minutes each for the window and the settle time', () => {
    expect(spans()).toEqual([600_000, 600_000]);
  });

  it('readOptions() takes a measured window and settle time in seconds', () => {
    expect(spans('--request-window', '60', '--settle-time', '90')).toEqual([60_000, 90_000]);
  });

  it.each(['0', '29', '-60', '1.5', '60s', '', '86401', '1e3'])(
    'readOptions() refuses a window of "%s"',
    (text) => {
      expect(() => readOptions([`--request-window=${text}`])).toThrow(PlainFailure);
      expect(() => readOptions([`--settle-time=${text}`])).toThrow(PlainFailure);
    },
  );
});

test('readOptions() reads the measured times of the practice exchange, and keeps the cautious ones without them', () => {
  expect(readOptions([])).toMatchObject({ practiceTiming: null, dieAt: null });
  expect(readOptions(['--practice-timing', '7000,6000'])).toMatchObject({
    practiceTiming: { requestWindowMs: 7_000, settleTimeMs: 6_000 },
  });
  for (const text of ['7000', '7000,-1', 'a,b', ''])
    expect(() => readOptions(['--practice-timing', text])).toThrow('--practice-timing takes W,S');
});

test('readOptions() takes a moment to die at on a sandbox clock alone', () => {
  expect(readOptions(['--die-at', 'journaled:3', ...clock])).toMatchObject({
    dieAt: { point: 'journaled', count: 3 },
  });
  expect(() => readOptions(['--die-at', 'journaled:3'])).toThrow('needs --sandbox-clock');
  for (const text of ['nowhere:1', 'journaled', 'journaled:0', 'journaled:x'])
    expect(() => readOptions(['--die-at', text, ...clock])).toThrow('--die-at takes POINT:N');
});

test('readOptions() sends notices only where people’s addresses stay private, and knows two sources of the key', () => {
  const webhookOf = (...args: string[]) => {
    const options = readOptions(args);
    return options === 'help' || options.role === 'worker' ? null : options.noticeWebhook;
  };
  const sourceOf = (...args: string[]) => {
    const options = readOptions(args);
    return options === 'help' || options.role === 'worker' ? null : options.keySource;
  };
  expect(webhookOf()).toBeNull();
  expect(webhookOf('--notice-webhook', 'https://mail.example.com/in')?.url.href).toBe(
    'https://mail.example.com/in',
  );
  expect(webhookOf('--notice-webhook', 'http://127.0.0.1:9000/')?.token).toBeNull();
  for (const url of [
    'http://mail.example.com/in',
    'http://127.0.0.1.example.com/',
    'file:///tmp/x',
    'mail',
  ]) {
    expect(() => webhookOf('--notice-webhook', url)).toThrow(PlainFailure);
  }
  expect([sourceOf(), sourceOf('--key-source', 'passphrase')]).toEqual(['file', 'passphrase']);
  expect(() => sourceOf('--key-source', 'hope')).toThrow(PlainFailure);
});
