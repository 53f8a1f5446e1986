import { describe, expect, it } from 'vitest';
import { exchangeProfiles, isComing } from './exchange-profile.ts';

const exchanges = ['bitso', 'practice', 'kraken', 'binance'] as const;

describe.each(exchanges)('exchangeProfiles.%s', (exchange) => {
  const profile = exchangeProfiles[exchange];

  it('exchangeProfiles wants nothing on by which money leaves, and draws what to leave off', () => {
    const wanted = profile.switches.filter(({ isWanted }) => isWanted).map(({ name }) => name);
    expect(wanted.filter((name) => /withdr|transfer|security|earn|deposit|loan|futures/i.test(name))).toEqual(
      [],
    );
    const off = profile.switches.filter(({ isWanted }) => !isWanted).map(({ name }) => name);
    expect(off.some((name) => /withdraw/i.test(name))).toBe(true);
    expect(new Set(profile.switches.map(({ id }) => id)).size).toBe(profile.switches.length);
  });

  it('exchangeProfiles numbers the guide from one, and shows the code, the switches, the list and the secret', () => {
    expect(profile.guide.map(({ number }) => number)).toEqual(profile.guide.map((_step, index) => index + 1));
    const scenes = profile.guide.flatMap((step) => step.scenes);
    expect(scenes).toEqual(expect.arrayContaining(['profile_menu', 'two_factor', 'permissions', 'secret']));
    expect(scenes.filter((scene) => scene.includes('addresses'))).toHaveLength(1);
    expect(new Set(scenes).size).toBe(scenes.length);
  });
});

it('isComing() is true of exactly the exchanges that are not traded at', () => {
  expect(exchanges.filter(isComing)).toEqual(['kraken', 'binance']);
});
