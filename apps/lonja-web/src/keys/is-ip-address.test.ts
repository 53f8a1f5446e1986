// What counts as one literal IP address; the platform's own URL parser is the measure for IPv6.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIpAddress } from './is-ip-address.ts';

describe('isIpAddress()', () => {
  it('accepts every IPv4 and IPv6 address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        expect(isIpAddress(text)).toBe(true);
      }),
    );
  });

  it('agrees with the URL parser about text that looks like IPv6', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f.]{0,5}(:[0-9a-f.]{0,4}){1,8}$/), (text) => {
        expect(isIpAddress(text)).toBe(URL.canParse(`http://[${text}]`));
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuses ranges, ports, brackets, zones and names', () => {
    for (const text of [
      '',
      '10.0.0.0/8',
      '1.2.3.4:80',
      '[::1]',
      'fe80::1%eth0',
      'localhost',
      '1.2.3',
      '01.2.3.4',
    ]) {
      expect(isIpAddress(text), text).toBe(false);
    }
  });
});
