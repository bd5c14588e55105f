import { openTestCollege, type TestCollege } from '../support/college.js';
import { aDraft, expecting } from './co-production.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

test('two people who edit one draft at the same time never lose a change: one is told to look again, 500 times', async () => {
  const { versionId, ada, ben } = await aDraft(college);
  const path = `/course-versions/${versionId}`;
  let tag = (await expecting(200, ada.get(path))).headers['etag'] ?? '';
  for (let round = 1; round <= 500; round++) {
    const answers = await Promise.all([
      ada.patch(path, { summary: `Ada's words, ${round}` }, { 'If-Match': tag }),
      ben.patch(path, { whatToExpect: `Ben's words, ${round}` }, { 'If-Match': tag }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const won = answers.find(({ status }) => status === 200);
    const lost = answers.find(({ status }) => status === 412);
    expect(won === answers[0] ? won?.body.summary : won?.body.whatToExpect).toContain(`words, ${round}`);
    tag = lost?.headers['etag'] ?? '';
    expect(won?.headers['etag']).toContain(tag.slice(0, -1));
  }
}, 60_000);
