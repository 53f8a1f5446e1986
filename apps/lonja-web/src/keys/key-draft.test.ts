// What is wrong with the form of a new key, and what of it is sent.
import { describe, expect, it } from 'vitest';
import { draftAddresses, draftFaults, emptyDraft, type KeyDraft, togglePermission } from './key-draft.ts';

const good: KeyDraft = { ...emptyDraft, name: 'Mandato', permissions: new Set(['place_orders']) };

describe('emptyDraft', () => {
  it('has no permission on and no restriction', () => {
    expect(emptyDraft.permissions.size).toBe(0);
    expect(emptyDraft.isRestricted).toBe(false);
  });
});

describe('draftFaults()', () => {
  it('finds nothing wrong with a name and a permission', () => {
    expect(draftFaults(good)).toBeNull();
  });

  it('misses a name of spaces and a permission', () => {
    expect(draftFaults({ ...emptyDraft, name: '  ' })).toMatchObject({
      isNameMissing: true,
      isPermissionMissing: true,
    });
  });

  it('wants an address once the restriction is on', () => {
    expect(draftFaults({ ...good, isRestricted: true, addresses: ['', ' '] })?.isAddressMissing).toBe(true);
  });

  it('names the rows that hold no address, and only while the restriction is on', () => {
    const addresses = ['203.0.113.7', '', '10.0.0.0/8', ' 2001:db8::7 '];
    expect(draftFaults({ ...good, isRestricted: true, addresses })?.malformedRows).toEqual(new Set([2]));
    expect(draftFaults({ ...good, isRestricted: false, addresses })).toBeNull();
  });
});

describe('draftAddresses()', () => {
  it('trims, drops empty rows and repetitions', () => {
    const addresses = [' 203.0.113.7', '', '203.0.113.7', '::1'];
    expect(draftAddresses({ ...good, isRestricted: true, addresses })).toEqual(['203.0.113.7', '::1']);
  });

  it('sends none when the restriction is off', () => {
    expect(draftAddresses({ ...good, addresses: ['203.0.113.7'] })).toEqual([]);
  });
});

describe('togglePermission()', () => {
  it('switches on and off again, leaving the set it was given alone', () => {
    const none: KeyDraft['permissions'] = new Set();
    const on = togglePermission(none, 'place_orders');
    expect([...on]).toEqual(['place_orders']);
    expect(togglePermission(on, 'place_orders').size).toBe(0);
    expect(none.size).toBe(0);
  });
});
