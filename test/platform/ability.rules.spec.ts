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
  ['several', { readOnly: true, migrations: [] }, ['read_only', 'schema']],
])('what is lacking: %s', (_, facts, codes) => {
  expect(lacksOf({ ...well, ...facts }, ['First1', 'Second2']).map(({ code }) => code)).toEqual(codes);
});

const promised = { role: 'rc_api', settings: { statement_timeout: '5s', TimeZone: 'UTC' }, ownsTables: false };
const asPromised: ApiSession = {
  login: 'api',
  user: 'rc_api',
  bypasses: false,
  open: [],
  settings: promised.settings,
};

test('a connection as promised, and a login of its own for which row-level security holds, are taken', () => {
  expect(whyNotSafe(asPromised, promised)).toBeUndefined();
  expect(whyNotSafe({ ...asPromised, user: 'api' }, promised)).toBeUndefined();
});

test.each<[string, Partial<ApiSession>, string]>([
  [
    'a role that passes over it',
    { bypasses: true, open: ['journal_entry'] },
    'alter role rc_api nosuperuser nobypassrls',
  ],
  ['a role that owns a table', { open: ['journal_entry'] }, 'journal_entry'],
  ['a superuser', { user: 'api', bypasses: true }, 'a login of its own'],
  ['an owner of the tables', { user: 'api', open: ['journal_entry'] }, `alter role "api" set role = 'rc_api'`],
  [
    'lost settings',
    { settings: { statement_timeout: '0', TimeZone: 'UTC' } },
    `statement_timeout is 0, not 5s. .*or run: alter role "api" set statement_timeout = '5s'`,
  ],
  ['a name with a sign', { login: 'a"b', settings: {} }, 'alter role "a""b" set statement_timeout'],
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
