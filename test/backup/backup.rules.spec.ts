import {
  addressForTools,
  complaintAbout,
  isCopied,
  isWalBetween,
  majorIn,
  manifestIn,
  overlap,
  sizeInWords,
  whyKeysTooOld,
  whyStopped,
} from '../../src/backup/backup.rules.js';
import { isOwner } from '../../src/embedded-postgres/owner-mark.rules.js';

const now = new Date('2026-11-12T12:00:00Z');

test.each([
  ['2026-11-12T12:00:00Z', true],
  ['2026-11-05T12:00:00Z', true],
  ['2026-11-05T11:59:59Z', false],
  ['2026-11-12T12:30:00Z', true],
  ['2026-11-13T12:00:00Z', false],
  ['some day', false],
])('keys that were backed up at %s are put back: %s', (madeAt, taken) => {
  const why = whyKeysTooOld(madeAt, now);
  expect(why ?? 'taken').toMatch(taken ? /^taken$/ : /would be readable again.*--old-keys/);
});

test.each([
  ['/backups/day', '/keys/day', false],
  ['/backups/day', '/backups/day', true],
  ['/backups/day', '/backups/day/keys', true],
  ['/backups/day/database', '/backups/day', true],
  ['/backups/day', '/backups/day-keys', false],
  ['/backups/day', '/backups/..day', false],
])('%s and %s lie within one another: %s', (one, other, expected) => expect(overlap(one, other)).toBe(expected));

const sha256 = 'a'.repeat(64);
const whole = {
  form: 1,
  what: 'database',
  how: 'files',
  madeAt: '2026-11-12T12:00:00.000Z',
  postgres: 18,
  migration: null,
  folders: ['data'],
  files: [{ path: 'data/PG_VERSION', bytes: 3, sha256 }],
};

test.each([
  ['as it is written', whole, true],
  ['of a later form', { ...whole, form: 2 }, false],
  ['without a date', { ...whole, madeAt: undefined }, false],
  ['without files', { ...whole, files: [] }, false],
  ['of what nobody knows', { ...whole, what: 'letters' }, false],
  ['with a file that is elsewhere', { ...whole, files: [{ path: '../keys/tokens.json', bytes: 3, sha256 }] }, false],
  ['with a file at the root', { ...whole, files: [{ path: '/etc/passwd', bytes: 3, sha256 }] }, false],
  ['with a folder that is elsewhere', { ...whole, folders: ['data/../..'] }, false],
  ['with half a hash', { ...whole, files: [{ path: 'data/PG_VERSION', bytes: 3, sha256: 'aa' }] }, false],
  ['that is null', null, false],
])('a manifest %s', (_what, manifest, taken) => {
  expect(manifestIn(JSON.stringify(manifest)) !== undefined).toBe(taken);
});

test('a manifest of which the end is missing', () => {
  expect(manifestIn(JSON.stringify(whole).slice(0, -5))).toBeUndefined();
});

test.each([
  [{ bytes: 3, sha256 }, undefined],
  [undefined, 'data/PG_VERSION is missing'],
  [{ bytes: 2, sha256 }, 'data/PG_VERSION has 2 bytes instead of 3'],
  [{ bytes: 3, sha256: 'b'.repeat(64) }, 'data/PG_VERSION is not as it was written'],
])('a file that is found as %j', (found, complaint) => {
  expect(complaintAbout({ path: 'data/PG_VERSION', bytes: 3, sha256 }, found)).toBe(complaint);
});

test.each([
  ['base/5/1249', true],
  ['base/5/pg_internal.init', false],
  ['base/5/t3_16384', false],
  ['base/pgsql_tmp', false],
  ['base/pgsql_tmp/pgsql_tmp12.0', false],
  ['global/pg_control', true],
  ['pg_wal', true],
  ['pg_wal/000000010000000000000002', false],
  ['pg_wal/archive_status', false],
  ['pg_replslot', true],
  ['pg_replslot/backup_12/state', false],
  ['pg_stat_tmp/global.stat', false],
  ['pg_xact/0000', true],
  ['postmaster.pid', false],
  ['postmaster.opts', false],
  ['backup_label', false],
  ['postgresql.auto.conf', true],
])('%s of a running server is copied: %s', (path, copied) => expect(isCopied(path)).toBe(copied));

test.each([
  ['000000010000000000000001', false],
  ['000000010000000000000002', true],
  ['0000000100000001000000FF', true],
  ['000000010000000200000000', false],
  ['00000002.history', true],
  ['000000010000000000000002.partial', false],
])('%s of the log is copied: %s', (name, copied) =>
  expect(isWalBetween(name, '000000010000000000000002', '0000000100000001000000FF')).toBe(copied),
);

test.each([
  ['pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)', 15],
  ['pg_restore (PostgreSQL) 18beta1', 18],
  ['GNU tar 1.34', undefined],
])('%s is of version %s', (text, major) => expect(majorIn(text)).toBe(major));

test.each([
  ['postgres://rc:tu%40lip@db:5433/college', 'postgres://rc@db:5433/college', 'tu@lip'],
  [
    'postgres://rc@db/college?password=tulip&sslmode=verify-full',
    'postgres://rc@db/college?sslmode=verify-full',
    'tulip',
  ],
  ['postgres://rc:tulip@db/college?sslmode=no-verify', 'postgres://rc@db/college?sslmode=require', 'tulip'],
  ['postgres://db/college', 'postgres://db/college', undefined],
])('%s for a program of PostgreSQL', (address, without, password) => {
  expect(addressForTools(address)).toEqual({ address: without, password });
});

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [61_000_000, '61.0 MB'],
])('%s bytes are %s', (bytes, words) => expect(sizeInWords(bytes)).toBe(words));

test.each([
  [{ code: 'ENOSPC' }, /^\/backups\/day: the disk is full\. Make room on it.*Nothing half-made is left\.$/],
  [{ code: 'EACCES', path: '/backups' }, /^\/backups: this user may not read or write it/],
  [{ code: '57P01' }, /^The database was stopped in the middle/],
  [{ code: '53100' }, /disk of the database is full/],
])('what stops a backup with %j', (fields, says) => {
  expect(whyStopped(Object.assign(new Error('no'), fields), '/backups/day')).toMatch(says);
});

test('what nobody expected stays what it is', () => expect(whyStopped(new Error('a bug'), '/backups')).toBeUndefined());

test('a database belongs to the folder whose link it knows, wherever that was moved to', () => {
  const found = { folder: '/srv/college', link: '12' };
  expect(isOwner(undefined, found)).toBe(true);
  expect(isOwner({ folder: '/old/college', link: '12' }, found)).toBe(true);
  expect(isOwner({ folder: '/srv/college', link: '11' }, found)).toBe(false);
});
