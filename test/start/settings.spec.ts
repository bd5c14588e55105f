import { type Config, readConfig, settingNames } from '../../src/platform/config.js';
import { StartError } from '../../src/platform/start-error.js';

const complaintOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(StartError);
    return (error as Error).message.replace(/^Please check these settings:\n- /, '');
  }
  return 'none';
};

/** For each setting a value that is wrong, what is said of it, and what must not be. */
const wrong: [(typeof settingNames)[number], string, RegExp, string?][] = [
  ['HOST', ' ', /a text.*It is " " now/],
  ['PORT', '65536', /a whole number from 0 to 65535\. It is "65536" now\./],
  ['PORT', '0x10', /a whole number from 0 to 65535\. It is "0x10" now\./],
  ['PORT', '-1', /It is "-1" now\./],
  ['PUBLIC_URL', 'college.example', /begins with http:\/\/ or https:\/\//],
  ['PUBLIC_URL', 'ftp://college.example/a', /It is "ftp:\/\/college\.example\/a" now\./],
  [
    'DATABASE_URL',
    'mysql://rc:tulip@db/college',
    /begins with postgres:\/\/.*It is "mysql:\/\/db\/college" now/,
    'tulip',
  ],
  ['DATABASE_URL', 'postgres://rc:tu/lip@db/college', /@ as %40.*not shown/, 'lip'],
  ['DATABASE_URL', 'postgres://rc:tulip%@db/college', /stand encoded/, 'tulip'],
  ['DATABASE_URL', 'rc:tulip@db/college', /not shown/, 'tulip'],
  ['MIGRATION_DATABASE_URL', 'postgres://rc:tulip@db/college', /it needs DATABASE_URL beside it/, 'tulip'],
  ['READ_DATABASE_URL', 'postgres://rc:tulip@db/college', /it needs DATABASE_URL beside it/, 'tulip'],
  ['READ_LAG_SECONDS', '1', /a whole number from 2 to 300\. It is "1" now\./],
  ['POOL_SIZE', '1', /a whole number from 2 to 200\. It is "1" now\./],
  ['DATA_FOLDER', 'a\nb', /without control characters/],
  ['KEYS_FOLDER', '\t', /without control characters/],
  ['KEYS_DATABASE_URL', 'https://keys', /begins with postgres:/],
  ['BACKUP_KEPT_DAYS', '0', /from 1 to 3650/],
  ['CORS_ORIGINS', 'https://a.example,*', /separated by commas/],
  ['CORS_ORIGINS', 'https://a.example/', /origins such as/],
  ['CORS_ORIGINS', 'https://me:tulip@a.example', /origins such as/, 'tulip'],
  ['TRUSTED_PROXY_HOPS', '6', /from 0 to 5/],
  ['PUBLIC_READS_PER_MINUTE', '0', /from 1 to 1000000/],
  ['LOG_LEVEL', 'loud', /one of fatal, error, warn, info, debug, silent\. It is "loud" now\./],
  ['METRICS_TOKEN', 'tulip', /at least 20 characters\. It has 5 characters now\./, 'tulip'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://rc:tul#ip@traces.example', /not shown/, 'tul'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'traces.example:4318', /begins with http:\/\/ or https:\/\//],
  ['WORKER', 'none', /one of in-process, separate/],
  ['SMTP_URL', 'mail.example:587', /begins with smtp:\/\/ or smtps:\/\//],
  ['SMTP_URL', 'smtp://rc:tul#ip@mail.example', /not shown/, 'tul'],
  ['MAIL_FROM', 'The college', /an e-mail address/],
  ['SECOND_FACTOR', 'yes', /one of staff, optional/],
  ['SEAL_ANCHOR_FILE', '\u0007', /without control characters/],
  ['DRAIN_SECONDS', '61', /from 0 to 60/],
  ['PG_DUMP', ' ', /a text/],
  ['PG_RESTORE', '\n', /a text/],
];

test.each(wrong)(
  '%s=%j: one line names it and what is allowed, and shows no password',
  (name, value, says, secret = 'tulip') => {
    const complaint = complaintOf({ [name]: value });
    expect(complaint).toMatch(new RegExp(`^${name}: [^\\n]*\\.$`));
    expect(complaint).toMatch(says);
    expect(complaint).not.toContain(secret);
  },
);

test('the table above has every setting', () => {
  expect([...new Set(wrong.map(([name]) => name))].sort()).toEqual([...settingNames].sort());
});

const right: [keyof Config, string][] = [
  ['DATABASE_URL', 'postgres://rc:p%40ss@college_db:5433/college?sslmode=verify-full'],
  ['CORS_ORIGINS', 'https://a.example, http://localhost:5173,capacitor://localhost'],
  ['MAIL_FROM', 'messages@college.example'],
  ['PUBLIC_URL', 'http://localhost:3000'],
];

test.each(right)('%s=%j is taken', (name, value) => {
  expect(complaintOf({ [name]: value })).toBe('none');
});

test('a name that is nearly that of a setting is a slip, unless the setting is given too', () => {
  expect(complaintOf({ KEYS_FOLDR: '/keys' })).toBe(
    'KEYS_FOLDR: there is no such setting; rename it to KEYS_FOLDER, or take it away.',
  );
  expect(complaintOf({ DATABASE_URI: 'postgres://rc:tulip@db/college' })).not.toContain('tulip');
  expect(complaintOf({ smtp_url: 'smtp://mail.example' })).toContain('SMTP_URL');
  expect(complaintOf({ SMPT_URL: 'smtp://mail.example' })).toContain('SMTP_URL');
  expect(complaintOf({ LOGLEVEL: 'debug', LOG_LEVEL: 'info' })).toBe('none');
  expect(complaintOf({ HOSTS: 'x', SPORT: 'y', DB_PASSWORD: 'z', DATABASE_NAME: 'college' })).toBe('none');
});

test('a standby is another server than the one that it follows', () => {
  const DATABASE_URL = 'postgres://rc@db/college';
  expect(complaintOf({ DATABASE_URL, READ_DATABASE_URL: 'postgres://rc@db:5432/college' })).toMatch(
    /^READ_DATABASE_URL: it names the server of DATABASE_URL/,
  );
  expect(complaintOf({ DATABASE_URL, READ_DATABASE_URL: 'postgres://rc@standby/college' })).toBe('none');
});

test('keys are kept apart from the database that they open', () => {
  const database = 'postgres://rc@db/college';
  expect(complaintOf({ DATABASE_URL: database, KEYS_DATABASE_URL: 'postgres://keys@db:5432/college' })).toMatch(
    /^KEYS_DATABASE_URL: it names the database of DATABASE_URL/,
  );
  expect(complaintOf({ DATABASE_URL: database, KEYS_DATABASE_URL: 'postgres://keys@db/keys' })).toBe('none');
});
