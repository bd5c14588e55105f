import { attendanceModes, markSources, markStates, noteCodes } from '../../src/attendance/register/attendance.rules.js';
import { completionOutcomes } from '../../src/attendance/completion/completion.rules.js';
import {
  attemptOutcomes,
  followUpMoves,
  followUpStates,
  followUpTriggers,
} from '../../src/attendance/welfare/welfare.rules.js';
import { contactChannels } from '../../src/people/contact/safe-contact.rules.js';
import { certificateKinds, certificateMoves, certificateStates } from '../../src/certificates/certificate.rules.js';
import { movesOf } from '../../src/platform/states/state-table.js';
import { checkedValues, triggerMoves } from '../support/catalog.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

test.each([
  ['attendance_mark_state', markStates],
  ['attendance_mark_mode', attendanceModes],
  ['attendance_mark_source', markSources],
  ['attendance_mark_note', noteCodes],
  ['welfare_follow_up_state', followUpStates],
  ['welfare_follow_up_trigger', followUpTriggers],
  ['welfare_attempt_channel', contactChannels],
  ['welfare_attempt_outcome', attemptOutcomes],
  ['completion_record_outcome', completionOutcomes],
  ['certificate_kind', certificateKinds],
  ['certificate_state', certificateStates],
])('the database knows the same values for %s as the code', async (constraint, values) => {
  expect(await checkedValues(college.sql, constraint)).toEqual([...values].sort());
});

test.each([
  ['welfare_follow_up_moves', followUpMoves],
  ['certificate_moves', certificateMoves],
])('the database allows the same %s as the code', async (trigger, moves) => {
  expect(await triggerMoves(college.sql, trigger)).toEqual(movesOf(moves));
});
