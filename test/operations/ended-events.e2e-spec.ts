import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Declarations } from '../../src/platform/discovery/declarations.js';
import { replays } from '../../src/platform/endings/restore.decorators.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { sourceFiles } from '../support/imports.js';
import { repository } from '../support/repository.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

/** Events that sound like an end and are not in the log beside the keys, each reason with its events. */
const notInTheLog: Readonly<Record<string, readonly string[]>> = {
  'a way into an account that every restore ends': ['sign_in.ended', 'contact_change.dropped'],
  'with a factor from before, a sign-in asks for more, not for less': ['second_factor.removed'],
  'a place or a wait: the college and the learner agree on it anew': [
    'enrolment.cancelled_by_college',
    'enrolment.declined',
    'enrolment.offer_declined',
    'enrolment.waiting_ended',
    'enrolment.withdrawn',
  ],
  'about what is offered, not about what somebody may see': [
    'ce_approval.withdrawn',
    'closure_day.removed',
    'course_proposal.declined',
    'sign_off.voided',
    'sign_off.withdrawn',
  ],
  'a message, judged anew when it is sent': ['message.withdrawn'],
  'help that was arranged or told, which shows nobody more': [
    'adjustment.ended',
    'data_request.closed',
    'drop_in.taken_back',
    'progression.taken_back',
    'welfare_follow_up.closed',
  ],
  'asked of an advisor or an administrator who still has to be asked again': [
    'learning_plan.advisor_declined',
    'role.declined',
  ],
  'part of an erasure, which is in the log itself': ['registration.erased'],
};

const ends =
  /\.(\w*_)?(ended|withdrawn|revoked|narrowed|erased|removed|dismissed|dropped|declined|stood_down|left|paused|taken_back|voided|closed)$/;

/** Every type that the code writes out, and every one that it puts together of a noun and the states of its table. */
function typesOfEvents(): string[] {
  const source = sourceFiles.map((file) => readFileSync(join(repository, 'src', file), 'utf8')).join('\n');
  const written = [...source.matchAll(/(?:type: |Replays\([^)]*|\? |: )'([a-z_]+\.[a-z_]+)'/g)].map(
    ([, type]) => type ?? '',
  );
  const schema = readFileSync(join(repository, 'migrations/schema.txt'), 'utf8');
  const made = [...source.matchAll(/type: `([a-z_]+)\.\$\{/g)].flatMap(([, noun]) => {
    const table = { facilitator: 'facilitator_assignment' }[noun ?? ''] ?? noun;
    const check = new RegExp(`constraint ${table}_state CHECK (.*)`).exec(schema)?.[1] ?? '';
    return [...check.matchAll(/'(\w+)'::text/g)].map(([, state]) => `${noun}.${state}`);
  });
  return [...new Set([...written, ...made])].sort();
}

test('each event that ends something is noted beside the keys, or says here why not (BR-191)', () => {
  const noted = new Set(
    college.app
      .get(Declarations)
      .find(replays)
      .flatMap(({ said }) => Object.keys(said.on)),
  );
  const types = typesOfEvents();
  const reasons = Object.values(notInTheLog).flat();
  expect(types.filter((type) => ends.test(type) && !noted.has(type) && !reasons.includes(type))).toEqual([]);
  expect([...noted].filter((type) => !types.includes(type))).toEqual([]);
  expect(reasons.filter((type) => noted.has(type) || !types.includes(type))).toEqual([]);
});
