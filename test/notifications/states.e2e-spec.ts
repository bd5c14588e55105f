import {
  isConfidential,
  messageKinds,
  messageMoves,
  messageStates,
  mostAttempts,
  nextAttempt,
} from '../../src/notifications/message.rules.js';
import { automaticChannels, suppressionReasons } from '../../src/notifications/safe-contact.rules.js';
import { staffTaskKinds, staffTaskOutcomes, staffTaskReasons } from '../../src/notifications/staff-task.rules.js';
import { movesOf } from '../../src/platform/states/state-table.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

test.each([
  ['message_kind', messageKinds],
  ['message_state', messageStates],
  ['message_suppression', suppressionReasons],
  ['message_channel', automaticChannels],
  ['staff_task_kind', staffTaskKinds],
  ['staff_task_about', messageKinds.filter((kind) => !isConfidential(kind))],
  ['staff_task_reason', staffTaskReasons],
  ['staff_task_outcome', staffTaskOutcomes],
])('the database knows the same values as the code: %s', async (name, values) => {
  const [{ words }] = await college.sql.query(
    'select pg_get_constraintdef(oid) as words from pg_constraint where conname = $1',
    [name],
  );
  expect([...words.matchAll(/'(\w+)'/g)].map(([, word]) => word).sort()).toEqual([...values].sort());
});

test('the database allows the same moves of a message as the code', async () => {
  const [trigger] = await college.sql.query(
    `select encode(tgargs, 'escape') as words from pg_trigger where tgname = 'message_moves'`,
  );
  expect(trigger.words.split('\\000').filter(Boolean).sort()).toEqual(movesOf(messageMoves));
});

test('a letter is tried again after longer and longer waits, and not for ever', () => {
  const now = new Date('2026-06-01T12:00:00Z');
  const waits = Array.from({ length: mostAttempts }, (_, index) => nextAttempt(index + 1, now)).map(
    (at) => at && (at.getTime() - now.getTime()) / 60_000,
  );
  expect(waits).toEqual([1, 4, 16, 64, null]);
});
