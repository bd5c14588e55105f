import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { whyNotStarted } from '../../src/app/start-failure.rules.js';
import { whyNotConnected, whyNotMigrated, whyTooOld } from '../../src/database/connect-failure.rules.js';
import { connect } from '../../src/database/connect.js';
import { nextStep } from '../../src/embedded-postgres/embedded-postgres-error.js';
import { readConfig } from '../../src/platform/config.js';
import { cloneDatabase } from '../support/database.js';
import { repository } from '../support/repository.js';

const config = readConfig({ DATA_FOLDER: '/srv/college', KEYS_FOLDER: '/keys', SEAL_ANCHOR_FILE: '/seals/anchor' });
const fault = (fields: object) => Object.assign(new Error('in the words of the system'), fields);
const oneSentence = /^[^\n]+\.$/;

test.each([
  [{ code: 'EADDRINUSE', syscall: 'listen' }, /^PORT 3000 on 127\.0\.0\.1 is taken.*set PORT to a free one/],
  [{ code: 'EACCES', syscall: 'listen' }, /^PORT 3000.*from 1024 on/],
  [{ code: 'EADDRNOTAVAIL', syscall: 'listen' }, /^HOST 127\.0\.0\.1 is no address of this machine/],
  [{ code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: '127.0.0.1' }, /^HOST/],
  [
    { code: 'EACCES', syscall: 'mkdir', path: '/srv/college/postgres' },
    /^DATA_FOLDER \/srv\/college \(.*postgres\): this user/,
  ],
  [{ code: 'EACCES', path: '/srv' }, /^DATA_FOLDER \/srv\/college \(\/srv\)/],
  [{ code: 'EROFS', syscall: 'open', path: '/keys/tokens.json' }, /^KEYS_FOLDER \/keys .*read only/],
  [{ code: 'ENOTDIR', path: '/keys' }, /^KEYS_FOLDER \/keys: a file stands/],
  [{ code: 'ENOENT', path: '/seals' }, /^SEAL_ANCHOR_FILE .*Make it/],
  [{ code: 'ENOSPC', syscall: 'write' }, /the disk is full\. Make room on it/],
])('%j is a sentence that names the setting', (fields, says) => {
  const sentence = whyNotStarted(fault(fields), config);
  expect(sentence).toMatch(oneSentence);
  expect(sentence).toMatch(says);
});

test.each([
  new Error('a bug'),
  fault({ code: 'ENOENT', syscall: 'open', path: '/elsewhere' }),
  fault({ code: '23505' }),
])('%s keeps its stack', (error) => expect(whyNotStarted(error, config)).toBeUndefined());

test.each([
  [{ code: '53300' }, /no connection left/],
  [{ code: '28000' }, /host-based access/],
  [{ code: 'SELF_SIGNED_CERT_IN_CHAIN' }, /certificate is not trusted/],
  [{ code: 'ENOTFOUND' }, /nobody knows this host/],
  [{ code: 'XX000' }, /XX000/],
])('a connection refused with %j', (fields, says) => expect(whyNotConnected(fault(fields))).toMatch(says));

test('a migration that lacks a right, room or an extension is told, any other fault of it is not', () => {
  expect(whyNotMigrated(fault({ code: '42501' }))).toMatch(/lacks a right.*DIRECT_DATABASE_URL/);
  expect(whyNotMigrated(fault({ code: '53100' }))).toMatch(/disk is full/);
  expect(whyNotMigrated(fault({ code: '42601' }))).toBeUndefined();
});

test('an older PostgreSQL than the README names is refused with the oldest that will do', () => {
  const [, oldest = ''] = /a PostgreSQL (\d+) or newer/.exec(readFileSync(join(repository, 'README.md'), 'utf8')) ?? [];
  expect(whyTooOld(Number(oldest) - 1)).toMatch(
    new RegExp(`PostgreSQL ${Number(oldest) - 1}. Name a PostgreSQL ${oldest}`),
  );
  expect(whyTooOld(Number(oldest))).toBeUndefined();
});

test('what to do about a full disk is not another database', () => {
  expect(nextStep('could not write to file: No space left on device')).toMatch(/make room/);
  expect(nextStep('anything else')).toMatch(/DATABASE_URL/);
});

test('a real PostgreSQL says no in our words, without the password', async () => {
  const database = await cloneDatabase();
  const other = (change: (address: URL) => void) => {
    const address = new URL(database.url);
    change(address);
    return address.href;
  };
  const cases: [string, RegExp][] = [
    [other((address) => (address.password = 'tulip')), /does not take this user and password/],
    [other((address) => (address.pathname = '/nowhere')), /there is no such database/],
    [other((address) => (address.port = '1')), /nobody listens there/],
    [other((address) => (address.search = '?sslmode=no-verify')), /speaks no TLS/],
    [other((address) => (address.password = '')), /wants a password/],
    [other((address) => (address.search = '?sslrootcert=/nowhere.crt')), /a file that is not there/],
  ];
  try {
    for (const [address, says] of cases) {
      const { message } = await connect('DATABASE_URL', address).then(
        () => new Error('it let us in'),
        (error: Error) => error,
      );
      expect(message).toMatch(/^DATABASE_URL \(postgres(ql)?:\/\/[^@\n]*\): [^\n]*\.$/);
      expect(message).toMatch(says);
      expect(message).not.toContain('tulip');
    }
  } finally {
    await database.drop();
  }
});
