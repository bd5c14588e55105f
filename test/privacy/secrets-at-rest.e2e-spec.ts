import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const hashed = 'only a hash of it is kept';
const sealed = 'sealed under a key that is not in the database';
const names = 'names a key, a hash or a version, and opens nothing';
const digest = 'a digest of what stands beside it, to see that nothing was changed';
const time = 'a time or a number';

/**
 * Every column that is called like a secret, each with how it is kept. A new one is entered here; in the clear only with
 * why it opens nothing.
 */
const kept: Readonly<Record<string, string>> = {
  '*.key_id': names,
  '*.password_hash': 'a slow hash: people choose what it is of',
  '*.content_hash': digest,
  '*.code_version': names,
  'attendance_mark.note_code': 'one of three words',
  'calendar_feed.token_hash': hashed,
  'ce_evidence_file.sealed_key': sealed,
  'certificate.verify_hash': hashed,
  'certificate_address.sealed': sealed,
  'certificate_address.token': 'printed before addresses were sealed; a night seals it',
  'certification.register_link': 'leads to the page of another register, which is public',
  'certification_reference.secret_hash': hashed,
  'contact_change.code_hash': hashed,
  'contact_change.code_expires_at': time,
  'contact_change.link_hash': hashed,
  'contact_change.link_expires_at': time,
  'course_file.key': 'opens a file about nobody, which everybody on the course may read; its pieces are no secret',
  'device_token.hash': hashed,
  'emergency_contact.sealed': sealed,
  'idempotency_key.key': 'chosen by an app for one try, and good only for who is signed in',
  'instrument.code': 'the name of a questionnaire',
  'journal_attachment.sealed_key': sealed,
  'journal_comment.sealed': sealed,
  'journal_grant.sealed_key': sealed,
  'journal_reader_code.hash': hashed,
  'journal_version.sealed_key': sealed,
  'measurement_response.sealed': sealed,
  'one_time_link.secret_hash': hashed,
  'online_room.join_link':
    'leads into a room of another service, is shown to all who take part, and lets in whom its host lets in',
  'password_card.hash': hashed,
  'password_card.sealed_days': time,
  'password_recovery_code.hash': hashed,
  'rate_count.key': 'a hash under a key of the key folder',
  'record_read.salt': 'makes a digest of names that outlives them tell nothing; it goes with the row',
  'recovery_code.hash': hashed,
  'refresh_token.hash': hashed,
  'renewal_credit.event_key': names,
  'report.hash': digest,
  'seal.hash': digest,
  'seal.sealed_at': time,
  'sealed.hash': digest,
  'second_factor.secret': sealed,
  'sign_in.device_token': hashed,
  'stored_file_chunk.sealed': sealed,
  'support_need.sealed': sealed,
};

test('each column that is called like a secret says how it is kept, and none in the clear opens anything (BR-235)', async () => {
  const columns: { table: string; column: string; type: string }[] = await college.sql.query(`
    select c.table_name as "table", c.column_name as "column", c.data_type as type
    from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
      and c.column_name ~ '(token|secret|code|key|hash|link|password|passphrase|salt|sealed|pin)(_|$)|(^|_)url'
    order by 1, 2`);
  const said = ({ table, column }: { table: string; column: string }): string | undefined =>
    [`${table}.${column}`, `*.${column}`].find((name) => name in kept);
  expect(columns.filter((each) => said(each) === undefined)).toEqual([]);
  const used = new Set(columns.map(said));
  expect(Object.keys(kept).filter((name) => !used.has(name))).toEqual([]);
  const bytes = columns.filter((each) => [hashed, sealed].includes(kept[said(each) ?? ''] ?? ''));
  expect(bytes.filter(({ type }) => type !== 'bytea' && type !== 'USER-DEFINED')).toEqual([]);
});
