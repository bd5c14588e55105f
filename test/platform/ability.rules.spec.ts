import { deployMinutes, lacksOf } from '../../src/database/ability.rules.js';
import { neededStatements } from '../../src/database/api-rights.js';
import { type ApiSession, whyNotSafe } from '../../src/database/api-session.rules.js';
import { surelyAheadMs } from '../../src/platform/health/clock-difference.rules.js';

const now = 1_800_000_000_000;

test.each([
  ['the same', { asked: now, answered: now + 10, there: now + 5 }, 0],
  ['ahead', { asked: now + 2_000, answered: now + 2_000, there: now }, 2_000],
  ['behind', { asked: now, answered: now, there: now + 1_500 }, -1_500],
  ['a long way there and back says less', { asked: now + 2_000, answered: now + 3_000, there: now + 1_000 }, 1_000],
  ['nothing is sure within that way', { asked: now, answered: now + 3_000, there: now + 3_000 }, -0],
  ['a clock that was put back meanwhile', { asked: now + 10, answered: now, there: now + 5 }, 0],
])('two clocks: %s', (_, reading, ahead) => {
  expect(surelyAheadMs(reading)).toBeCloseTo(ahead);
});

const well = {
  readOnly: false,
  open: [],
  migrations: ['First1', 'Second2'],
  newerForMs: 0,
  clocks: { asked: now, answered: now, there: now },
  settings: { lock_timeout: '2s', role: 'rc_api' },
};

const later = ['First1', 'Second2', 'Third3'];

test.each([
  ['nothing', {}, []],
  ['a standby', { readOnly: true }, ['read_only']],
  ['row-level security that does not hold', { open: ['journal_entry'] }, ['row_security']],
  ['a later form during a deploy', { migrations: later, newerForMs: deployMinutes * 60_000 }, []],
  ['a later form for good', { migrations: later, newerForMs: deployMinutes * 60_000 + 1 }, ['schema']],
  ['a form that is neither', { migrations: ['First1', 'Third3'] }, ['schema']],
  ['an earlier form', { migrations: ['First1'] }, ['schema']],
  ['one second', { clocks: { asked: now + 1_000, answered: now + 1_000, there: now } }, []],
  ['more than one second', { clocks: { asked: now, answered: now, there: now + 1_001 } }, ['clock']],
  ['a setting that is lost', { settings: { lock_timeout: '0', role: 'rc_api' } }, ['settings']],
  ['the role that is lost', { settings: { lock_timeout: '2s', role: 'none' } }, ['settings']],
  ['settings of a later form', { settings: {}, migrations: later }, []],
  ['several', { readOnly: true, migrations: [] }, ['read_only', 'schema']],
])('what is lacking: %s', (_, facts, codes) => {
  expect(lacksOf({ ...well, ...facts }, ['First1', 'Second2'], well.settings).map(({ code }) => code)).toEqual(codes);
});

const settings = { statement_timeout: '5s', TimeZone: 'UTC', role: 'rc_api' };
const promised = { role: 'rc_api', settings, isPooled: true };
const asPromised: ApiSession = {
  login: 'api',
  database: 'college',
  user: 'rc_api',
  bypasses: false,
  open: [],
  settings,
};

test('a connection as promised is taken', () => {
  expect(whyNotSafe(asPromised, promised)).toBeUndefined();
});

test('where nobody knows of a pooler, what drops the settings is to be named', () => {
  const lost = { ...asPromised, user: 'owner', open: ['journal_entry'], settings: { ...settings, role: 'none' } };
  expect(whyNotSafe(lost, { ...promised, isPooled: false })).toMatch(
    /work as "owner" and not as rc_api.*name PostgreSQL itself in DIRECT_DATABASE_URL/,
  );
});

test.each<[string, Partial<ApiSession>, string]>([
  [
    'a role that passes over it',
    { bypasses: true, open: ['journal_entry'] },
    'alter role rc_api nosuperuser nobypassrls',
  ],
  ['a role that owns a table', { open: ['journal_entry'] }, 'journal_entry'],
  [
    'a login that is not the role',
    { user: 'api', settings: { ...settings, role: 'none' } },
    `Run: alter role "api" in database "college" set role = 'rc_api'`,
  ],
  [
    'lost settings',
    { settings: { ...settings, statement_timeout: '0' } },
    `statement_timeout is 0, not 5s. Run: alter role "api" in database "college" set statement_timeout = '5s'`,
  ],
  [
    'a name with a sign',
    { login: 'a"b', settings: {} },
    'alter role "a""b" in database "college" set statement_timeout',
  ],
])('a connection of the API that is refused: %s', (_, session, reason) => {
  expect(whyNotSafe({ ...asPromised, ...session }, promised)).toMatch(new RegExp(reason));
});

test('rights that are lacking are given, and what is too much is taken back first', () => {
  const has = [
    'alter table note enable row level security',
    'grant delete on note to rc_api',
    'grant select on note to public',
    'grant select on note to rc_api',
    'revoke execute on function read(of text) from public',
  ];
  expect(neededStatements(has, ['grant select on note to rc_api', 'grant update (read_at) on note to rc_api'])).toEqual(
    [
      'revoke delete on note from rc_api',
      'revoke select on note from public',
      'grant update (read_at) on note to rc_api',
    ],
  );
  expect(neededStatements(has, has)).toEqual([]);
});
