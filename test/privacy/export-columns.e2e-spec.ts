import { exportsSomething, personalTables } from '../../src/privacy/personal-tables.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const secret = 'a secret, or what is made of one';
const technical = 'how the system keeps a row, and nothing about anybody';
const twice = 'it goes home in another column';
const others = 'it names or counts other people';

/** Columns that do not go home, each with why; `*` is any table. */
const leftOut: Readonly<Record<string, string>> = {
  '*.id': technical,
  '*.version': technical,
  '*.key_id': technical,
  'message.attempts': technical,
  'calendar_feed.token_hash': secret,
  'ce_evidence_file.file_id': technical,
  'ce_evidence_file.sealed_key': secret,
  'external_ce_claim.fingerprint': technical,
  'certification_reference.referee_name': others,
  'certification_reference.referee_email': others,
  'certification_reference.secret_hash': secret,
  'attendance_mark.client_event_id': technical,
  'drop_in.anonymous_count': others,
  'booking.place_id': 'always empty for people',
  'certificate.content_hash': technical,
  'certificate.verify_hash': secret,
  'ce_requirement.number': technical,
  'practice_log.confirmed': 'follows from its verification, which goes home',
  'record_read.number': technical,
  'event.number': technical,
  'record_read.record_id': others,
  'record_read.request_id': technical,
  'record_read.reader_name': others,
  'record_read.salt': secret,
  'event.request_id': technical,
  'event.refs': others,
  'one_time_link.secret_hash': secret,
  'account_trace.account': secret,
  'device_token.hash': secret,
  'second_factor.secret': secret,
  'second_factor.last_step': secret,
  'second_factor.tries': technical,
  'second_factor.tries_since': technical,
  'second_factor.day_tries': technical,
  'second_factor.tries_day': technical,
  'emergency_contact_use.used_by_name': others,
  'sign_in.device_token': secret,
  'password_card.hash': secret,
  'password_card.sealed_days': secret,
  'password_card.tries': technical,
  'safe_contact.change_id': technical,
  'contact_change.new_email_canonical': twice,
  'contact_change.code_hash': secret,
  'contact_change.code_expires_at': secret,
  'contact_change.tries': technical,
  'contact_change.link_hash': secret,
  'contact_change.link_expires_at': secret,
  'person.email_canonical': twice,
  'person.demo': technical,
  'person.erased_at': 'empty while there is somebody to take anything home',
};

test('each column of each table about people goes home, or it is written down why not (BR-162)', async () => {
  const columns: { table: string; column: string }[] = await college.sql.query(`
    select table_name as "table", column_name as "column"
    from information_schema.columns
    where table_schema = 'public'`);
  const forgotten: string[] = [];
  const used = new Set<string>();
  for (const { table, rowsOf, exports, namesStaff = [] } of personalTables.filter(exportsSomething)) {
    const there = columns.filter((each) => each.table === table).map(({ column }) => column);
    expect([table, there.length]).not.toEqual([table, 0]);
    for (const column of there) {
      const named = (text: string) => new RegExp(`\\bt\\.${column}\\b`).test(text);
      if (named(exports) || named(rowsOf) || namesStaff.includes(column)) continue;
      const why = [`${table}.${column}`, `*.${column}`].find((name) => name in leftOut);
      if (why) used.add(why);
      else forgotten.push(`${table}.${column}`);
    }
  }
  expect(forgotten).toEqual([]);
  expect(Object.keys(leftOut).filter((name) => !used.has(name))).toEqual([]);
});
