// The trail, spoiled in every way we know: the first bad row is named, and an untouched trail is whole.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  openTemporaryDatabase,
  serverKeyForTests,
  type TemporaryDatabase,
} from '../store/temporary-database.ts';
import { countFound, tamper, tamperings, trailForTests } from './tamper-with-trail.ts';
import { exportHead, readAnchor } from './trail-anchor.ts';
import { noteInTrail } from './trailed-database.ts';
import { verifyEntries, verifyTrail } from './verify-trail.ts';

const mac = serverKeyForTests.trailMac;

describe('verifyEntries()', () => {
  it('item 67: finds each of 700 spoiled trails and names the first bad row', () => {
    const { found, missed } = countFound({ mac, length: 40 }, 700);
    expect(missed.map(({ how, firstBad }) => ({ how, firstBad }))).toEqual([]);
    expect(found).toBe(700);
    const ways = new Set(tamperings.map((_, seed) => tamper(trailForTests(mac, 40), seed).how));
    expect(ways.size).toBe(tamperings.length);
  });

  it('finds nothing wrong with a whole trail, with or without an anchor', () => {
    const entries = trailForTests(mac, 40);
    const anchor = { seq: 30, hash: entries[29]?.hash ?? '', atMs: 0 };
    expect(verifyEntries(entries, { mac, anchor })).toMatchObject({ kind: 'whole', entries: 40 });
    expect(verifyEntries(entries, { mac, anchor: null })).toMatchObject({ kind: 'whole', entries: 40 });
    expect(verifyEntries([], { mac, anchor: null })).toMatchObject({ kind: 'whole', entries: 0 });
  });

  it('item 68: sees by the anchor alone that the end was cut off', () => {
    const entries = trailForTests(mac, 40);
    const cut = entries.slice(0, 25);
    const anchor = { seq: 40, hash: entries[39]?.hash ?? '', atMs: 0 };
    expect(verifyEntries(cut, { mac, anchor: null })).toMatchObject({ kind: 'whole' });
    expect(verifyEntries(cut, { mac, anchor })).toEqual({
      kind: 'bad',
      seq: 26,
      fault: 'cut_off',
      entries: 25,
    });
  });

  it('sees that another trail, though whole, is not the one that the anchor names', () => {
    const anchor = { seq: 10, hash: 'f'.repeat(64), atMs: 0 };
    expect(verifyEntries(trailForTests(mac, 40), { mac, anchor })).toMatchObject({
      seq: 10,
      fault: 'anchor_differs',
    });
  });
});

describe('the trail of a database', () => {
  let database: TemporaryDatabase;
  let folder: string;
  let file: string;
  const note = (userId: string, count = 1) =>
    database.db.transaction((tx) => {
      for (let i = 0; i < count; i += 1)
        noteInTrail(tx, { userId, what: 'signed_in', details: { n: String(i) } });
      return Promise.resolve();
    });
  const verdict = () => {
    const anchor = readAnchor(file);
    return verifyTrail(database.db, { mac, anchor: anchor === 'unreadable' ? null : anchor });
  };
  const spoil = async (statement: ReturnType<typeof sql>) => {
    await database.db.execute(sql`alter table audit_entries disable trigger audit_entries_stay`);
    await database.db.execute(statement);
  };
  beforeAll(async () => {
    database = await openTemporaryDatabase();
    folder = mkdtempSync(path.join(tmpdir(), 'mandato-trail-'));
  });
  afterAll(async () => {
    await database.discard();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    file = path.join(folder, `${Math.trunc(performance.now() * 1000)}.json`);
    await spoil(sql`truncate audit_entries`);
    await database.db.execute(sql`update audit_head set seq = 0, hash = ${'0'.repeat(64)}`);
    await database.db.execute(sql`alter table audit_entries enable trigger audit_entries_stay`);
  });

  it('item 67: numbers entries without a gap however many are written at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, who) => note(`user-${who}`, 3)));
    expect(await verdict()).toMatchObject({ kind: 'whole', entries: 60 });
  });

  it('item 67: keeps nothing of a transaction that is undone', async () => {
    const undone = database.db.transaction((tx) => {
      noteInTrail(tx, { userId: 'u', what: 'signed_in', details: {} });
      return Promise.reject(new Error('undone'));
    });
    await expect(undone).rejects.toThrow('undone');
    await note('u');
    expect(await verdict()).toMatchObject({ kind: 'whole', entries: 1 });
  });

  it('item 67: refuses to note anything outside the transaction of what it tells', () => {
    expect(() => noteInTrail(database.db, { userId: 'u', what: 'signed_in', details: {} })).toThrow(
      'transaction',
    );
  });

  it('item 67: has the database refuse every change of an entry', async () => {
    await note('u', 3);
    const changes = [
      sql`update audit_entries set what = 'x' where seq = 2`,
      sql`delete from audit_entries where seq = 2`,
      sql`truncate audit_entries`,
    ];
    for (const change of changes) {
      const refused = database.db.execute(change);
      await expect(refused).rejects.toMatchObject({
        cause: { message: expect.stringContaining('never changed') },
      });
    }
    expect(await verdict()).toMatchObject({ kind: 'whole', entries: 3 });
  });

  it('item 67: names the row that was edited, removed or put in where the refusal was switched off', async () => {
    await note('u', 6);
    await spoil(sql`update audit_entries set details = '{"n":"9"}' where seq = 4`);
    expect(await verdict()).toMatchObject({ kind: 'bad', seq: 4, fault: 'entry_altered', entries: 3 });
    await spoil(sql`delete from audit_entries where seq = 2`);
    expect(await verdict()).toMatchObject({ kind: 'bad', seq: 2, fault: 'seq_broken', entries: 1 });
    await spoil(sql`insert into audit_entries select 0, at, user_id, session_id, address, what, details,
      prev_hash, hash from audit_entries where seq = 1`);
    expect(await verdict()).toMatchObject({ kind: 'bad', seq: 1, fault: 'seq_broken', entries: 0 });
  });

  it('item 68: sees that the end was cut off, head and all, and leaves the anchor as a witness', async () => {
    await note('u', 5);
    expect(await exportHead(database.db, file, 1)).toBe('exported');
    const before = readFileSync(file, 'utf8');
    await spoil(sql`delete from audit_entries where seq > 3`);
    expect(await verdict()).toMatchObject({ kind: 'bad', seq: 4, fault: 'cut_off' });
    await database.db.execute(
      sql`update audit_head set seq = 3, hash = (select hash from audit_entries where seq = 3)`,
    );
    await note('u', 4);
    expect(await verdict()).toMatchObject({ kind: 'bad', seq: 5, fault: 'anchor_differs' });
    expect(await exportHead(database.db, file, 2)).toBe('anchor_not_in_trail');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('item 68: exports the newest head, readable by its owner alone', async () => {
    expect(await exportHead(database.db, file, 1)).toBe('exported');
    await note('u', 2);
    expect(await exportHead(database.db, file, 2)).toBe('exported');
    expect(readAnchor(file)).toMatchObject({ seq: 2, atMs: 2 });
    expect(await verdict()).toMatchObject({ kind: 'whole', entries: 2 });
  });
});
