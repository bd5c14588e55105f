import { peerTracks } from '../../src/certification/schemes/scheme.rules.js';
import { Policy } from '../../src/college/policy.dto.js';
import { movesOf } from '../../src/platform/states/state-table.js';
import {
  assignmentMoves,
  assignmentStates,
  conflictStates,
  deliveryRoles,
} from '../../src/sessions/facilitators/facilitator.rules.js';
import { cameraRules, deliveryModes, runMoves, runStates } from '../../src/sessions/runs/run.rules.js';
import { sessionMoves, sessionStates } from '../../src/sessions/sessions/session.rules.js';
import { accessFeatures } from '../../src/sessions/venues/venue.dto.js';
import { titleStyles } from '../../src/timetable/calendar-feeds/calendar-feed.dto.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => {
  college = await openTestCollege();
});
afterAll(() => college.close());

const quoted = (words: string) => [...words.matchAll(/'(\w+)'/g)].map(([, word]) => word).sort();

test.each([
  ['run_mode', deliveryModes],
  ['run_state', runStates],
  ['run_camera_rule', cameraRules],
  ['session_state', sessionStates],
  ['facilitator_assignment_role', deliveryRoles],
  ['facilitator_presence_role', deliveryRoles],
  ['facilitator_assignment_state', assignmentStates],
  ['facilitator_assignment_conflict', conflictStates],
  ['venue_access_known', accessFeatures],
  ['calendar_feed_titles', titleStyles],
  ['course_peer_track_known', peerTracks],
])('the database knows the same words as the code (%s)', async (name, words) => {
  const [found] = await college.sql.query(
    'select pg_get_constraintdef(oid) as words from pg_constraint where conname = $1',
    [name],
  );
  expect(quoted(found.words)).toEqual([...words].sort());
});

test.each([
  ['run_moves', runMoves],
  ['session_moves', sessionMoves],
  ['facilitator_assignment_moves', assignmentMoves],
])('the database allows the same moves as the code (%s)', async (name, moves) => {
  const [trigger] = await college.sql.query(
    `select encode(tgargs, 'escape') as words from pg_trigger where tgname = $1`,
    [name],
  );
  expect(trigger.words.split('\\000').filter(Boolean).sort()).toEqual(movesOf(moves));
});

test("the database keeps the same time to travel free as the college's settings do by default (BR-27)", async () => {
  const [found] = await college.sql.query(
    `select substring(prosrc from '::integer, ([0-9]+)') as minutes from pg_proc where proname = 'rebook'`,
  );
  expect(Number(found.minutes)).toBe(new Policy().travelBufferMinutes);
});
