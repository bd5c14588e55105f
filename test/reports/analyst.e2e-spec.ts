import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { repository } from '../support/repository.js';
import { aFinishedRun, aTermOf } from './a-period.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

/** Every route that reads, by its path. */
const reading = readFileSync(join(repository, 'test/snapshots/routes.txt'), 'utf8')
  .split('\n')
  .flatMap((line) => /^GET (\/\S+)/.exec(line)?.[1] ?? []);

test('no route tells an analyst how many people were on a run, that a report would hide (BR-166)', async () => {
  await aTermOf(college, '2026-01-01', '2026-03-31');
  const shared = { on: '2026-02-03', capacity: 8, strand: 'Arts' };
  const few = await aFinishedRun(college, { ...shared, attended: 2, dna: 1, sentWord: 0 });
  const others = await aFinishedRun(college, { ...shared, attended: 3, dna: 0, sentWord: 1, unmet: 1 });
  college.clock.moveTo('2026-06-01T12:00:00Z');
  const tally = await aPerson(college, { roles: ['analyst'] });
  const idsOf = ({ id, sessionIds, people }: typeof few) => [id, ...sessionIds, ...people.map((each) => each.id)];
  /** What a route answers about a run, without what tells two runs apart. */
  const about = async (run: typeof few, path: string, id: string) => {
    const answer = await tally.get(path.replace(/:\w+/, id));
    const text = JSON.stringify({ status: answer.status, body: answer.body });
    return idsOf(run)
      .reduce((said, each) => said.replaceAll(each, 'id'), text)
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, 'id');
  };
  const open: string[] = [];
  const different: string[] = [];
  for (const path of reading.filter((each) => each.split(':').length === 2)) {
    for (const which of [0, 1]) {
      const [one, other] = [
        await about(few, path, idsOf(few)[which] ?? ''),
        await about(others, path, idsOf(others)[which] ?? ''),
      ];
      if (one.startsWith('{"status":200')) open.push(path);
      if (one !== other) different.push(`${path}\n${one}\n${other}`);
    }
  }
  expect(open).toContain('/runs/:id');
  expect(different).toEqual([]);
  for (const path of reading.filter((each) => !each.includes(':'))) {
    const items: unknown = (await tally.get(path)).body?.items;
    if (!Array.isArray(items)) continue;
    const said = (run: typeof few) => {
      const item = items.find((each: { id?: string }) => each.id === run.id);
      return { ...item, id: null, courseId: null, versionId: null, sessions: null, can: null };
    };
    expect([path, said(few)]).toEqual([path, said(others)]);
  }
});
