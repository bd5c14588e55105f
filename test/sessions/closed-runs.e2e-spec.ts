import { aFacilitator } from '../attendance/a-course.js';
import { expecting } from '../courses/co-production.js';
import { aCoordinator, aPerson, aPublishedVersion, aRun, fromNow, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let casey: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  casey = await aCoordinator(college);
});
afterAll(() => college.close());

type Call = readonly [method: 'post' | 'patch', path: string, body: object, by?: TestPerson];

/** A run with sessions, a series and people who are asked to help, and every step that is for runs that go on. */
async function aRunAndItsSteps(): Promise<{ runId: string; steps: Call[] }> {
  const { id: runId, sessionIds } = await aRun(college);
  const session = `/sessions/${sessionIds[0]}`;
  const run = `/runs/${runId}`;
  const ada = await aFacilitator(college, runId, { part: 'learned' });
  const asked = await aPerson(college, { roles: ['facilitator'] });
  const other = await aPerson(college, { roles: ['facilitator'] });
  const made = async (path: string, body: object): Promise<string> =>
    (await expecting(201, casey.post(`${run}/${path}`, body))).body.id;
  const series = {
    firstDate: fromNow(college, { days: 30 }).toISOString().slice(0, 10),
    startTime: '10:00',
    endTime: '12:00',
    count: 2,
    plannedContactMinutes: 105,
  };
  const seriesId = await made('session-series', series);
  const offer = `/facilitator-assignments/${await made('facilitators', { personId: asked.id, deliveryRole: 'learned' })}`;
  const { body: facilitators } = await expecting(200, ada.get(`${run}/facilitators`));
  const adas = facilitators.items.find(({ personId }: { personId: string }) => personId === ada.id);
  const assignment = `/facilitator-assignments/${adas.id}`;
  const times = { localStart: '2030-03-01T10:00', localEnd: '2030-03-01T12:00', plannedContactMinutes: 105 };
  const { id: versionId } = await aPublishedVersion(college);
  return {
    runId,
    steps: [
      ['patch', run, { capacity: { kind: 'limited', places: 9 } }],
      ['post', `${run}/version-change`, { versionId, sessions: [] }],
      ['post', `${run}/facilitators`, { personId: other.id, deliveryRole: 'learned' }],
      ['post', `${run}/sessions`, times],
      ['post', `${run}/session-series`, series],
      ['post', `${run}/sessions/publication`, { dryRun: false }],
      ['post', `${offer}/acceptance`, {}, asked],
      ['post', `${offer}/decline`, {}, asked],
      ['post', `${assignment}/conflict`, { conflict: 'My sister has a place.' }, ada],
      ['post', `${assignment}/conflict-resolution`, { resolution: 'Somebody else marks her.' }],
      ['post', `${assignment}/standing-down`, {}],
      ['patch', session, { title: 'Tea' }],
      ['patch', `/session-series/${seriesId}`, { startTime: '11:00', endTime: '13:00' }],
      ['post', `${session}/publication`, {}],
      ['post', `${session}/rescheduling`, { localStart: times.localStart, localEnd: times.localEnd }],
      ['post', `${session}/delivery`, { presentFacilitatorIds: [ada.id] }],
      ['post', `${session}/cancellation`, { reason: 'Snow.' }],
    ],
  };
}

test.each(['cancelled', 'finished'])('a %s run stays as it is, with its sessions and who holds them', async (state) => {
  const { runId, steps } = await aRunAndItsSteps();
  await college.sql.query('update run set state = $2 where id = $1', [runId, state]);
  const answers: string[] = [];
  for (const [method, path, body, by = casey] of steps) {
    const version = method === 'patch' ? (await expecting(200, by.get(path))).headers['etag'] : undefined;
    const { status, body: answer } = await by[method](path, body, version ? { 'If-Match': version } : {});
    answers.push(`${method} ${path} ${status} ${answer.code}`);
  }
  expect(answers).toEqual(steps.map(([method, path]) => `${method} ${path} 409 run_closed`));
});

test('a run that was cancelled has no books to close', async () => {
  const { id } = await aRun(college, { state: 'cancelled' });
  expect((await casey.post(`/runs/${id}/closing`)).body).toMatchObject({ status: 409, code: 'state_conflict' });
});
