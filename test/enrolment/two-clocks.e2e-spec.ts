import { SealChainService } from '../../src/platform/audit/seal-chain.service.js';
import { RunEnrolmentService } from '../../src/enrolment/enrolments/run-enrolment.service.js';
import { aCoordinator, aRun, fromNow, someLearners, type TestPerson, type TestRun } from '../support/builders.js';
import { openTwoProcesses, type TestCollege } from '../support/college.js';
import { runCommand } from '../support/command.js';
import { forgetLimits } from '../support/limits.js';
import { requirePromises } from '../support/invariants.js';

/** Who has a clock that is right, and who has one that is behind. */
let [here, there]: TestCollege[] = [];
const [right, behind] = [() => here as TestCollege, () => there as TestCollege];

const enrol = async (person: TestPerson, run: TestRun): Promise<{ id: string; state: string }> => {
  const { status, body } = await person.post(`/runs/${run.id}/enrolments`, {});
  expect({ status, code: body.code }).toEqual({ status: 201, code: undefined });
  return body;
};
const queueOf = async (run: TestRun): Promise<string[]> => {
  const { body } = await (await aCoordinator(right())).get(`/runs/${run.id}/waitlist?limit=100`);
  return body.items.map(({ personId }: { personId: string }) => personId);
};
const withdraw = (person: TestPerson, { id }: { id: string }) => person.post(`/enrolments/${id}/withdrawal`);
const stateOf = async (person: TestPerson, { id }: { id: string }) =>
  (await person.get(`/enrolments/${id}`)).body.state;

describe.each([{ seconds: 0.2 }, { seconds: 1 }, { minutes: 10 }])('two processes, one clock behind by %o', (skew) => {
  beforeAll(async () => ([here, there] = await openTwoProcesses(skew)));
  beforeEach(() => forgetLimits(right()));
  afterEach(() => requirePromises(right()));
  afterAll(() => behind().close());

  test('those who ask one after another stand in the queue in that order, wherever each asked (BR-49)', async () => {
    const [keeper, ...people] = (await someLearners(right(), 41)) as [TestPerson, ...TestPerson[]];
    const run = await aRun(right(), { capacity: 1 });
    const place = await enrol(keeper, run);
    for (const [index, person] of people.entries()) await enrol(index % 2 === 0 ? person : person.at(behind()), run);
    expect(await queueOf(run)).toEqual(people.map(({ id }) => id));
    await withdraw(keeper.at(behind()), place);
    expect(await queueOf(run)).toEqual(people.map(({ id }) => id));
    const { body } = await (await aCoordinator(right())).get(`/runs/${run.id}/waitlist?limit=1`);
    expect(body.items[0]).toMatchObject({ personId: people[0]?.id, state: 'offered' });
  });

  test('those who have a place and leave it at the other process have left', async () => {
    const run = await aRun(right(), { capacity: 40 });
    for (const person of await someLearners(right(), 20)) {
      const place = await enrol(person, run);
      expect((await withdraw(person.at(behind()), place)).status).toBe(201);
      expect(await stateOf(person, place)).toBe('withdrawn');
      const again = await enrol(person.at(behind()), run);
      expect((await withdraw(person, again)).status).toBe(201);
    }
  });

  test('the log is sealed, verified and read in order, whoever wrote and whoever seals', async () => {
    const [eve] = (await someLearners(right(), 1)) as [TestPerson];
    const run = await aRun(right(), { capacity: 5 });
    await right().app.get(SealChainService).extendChains();
    const place = await enrol(eve.at(behind()), run);
    await right().app.get(SealChainService).extendChains();
    await withdraw(eve, place);
    await behind().app.get(SealChainService).extendChains();
    const said = await right().sql.query('select type from event where subject_id = $1 order by number', [place.id]);
    expect(said).toEqual([{ type: 'enrolment.confirmed' }, { type: 'enrolment.withdrawn' }]);
    expect(await runCommand(right(), 'commands/audit-events')).toMatchObject({ code: 0 });
  });

  test('an offer that was made at one process is judged by both alike (BR-52)', async () => {
    const [eve, fay, gil, hal] = (await someLearners(right(), 4)) as [TestPerson, TestPerson, TestPerson, TestPerson];
    const run = await aRun(right(), { capacity: 1, starts: [fromNow(right(), { days: 30 })] });
    const [first, second, third] = [await enrol(eve, run), await enrol(fay, run), await enrol(gil, run)];
    await withdraw(eve.at(behind()), first);
    expect(await stateOf(fay, second)).toBe('offered');
    for (const clock of [right().clock, behind().clock]) clock.forward({ hours: 48, minutes: -4 });
    const made = Date.parse((await fay.get(`/enrolments/${second.id}`)).body.offer.expiresAt);
    right().clock.moveTo(new Date(made + 1000));
    // Whatever comes next on the run ends the offer for good.
    await enrol(hal, run);
    const { status, body } = await fay.at(behind()).post(`/enrolments/${second.id}/offer/acceptance`, {});
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'offer_expired' });
    expect(await stateOf(gil.at(behind()), third)).toBe('offered');
    expect((await gil.at(behind()).post(`/enrolments/${third.id}/offer/acceptance`, {})).body.state).toBe('confirmed');
    await right().app.get(RunEnrolmentService).settleDue();
    expect(await stateOf(gil, third)).toBe('confirmed');
  });
});
