import fc from 'fast-check';
import type { Response } from 'supertest';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aDraft, edit, type Group, join, publish, reviewBy, sign, wholeContent } from './co-production.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

let edits = 0;
const steps: Record<string, (group: Group) => Promise<Response>> = {
  'Ada signs as lived': (group) => sign(group, group.ada, 'lived'),
  'Ada signs as learned': (group) => sign(group, group.ada, 'learned'),
  'Ben signs as learned': (group) => sign(group, group.ben, 'learned'),
  'Ada takes it back': (group) => group.ada.delete(`/course-versions/${group.versionId}/sign-offs`),
  'Ben takes it back': (group) => group.ben.delete(`/course-versions/${group.versionId}/sign-offs`),
  'Ben edits': (group) =>
    edit(group, group.ben, { outcomes: [...wholeContent.outcomes, { text: `Edit ${++edits}`, chime: 'hope' }] }),
  'Ada steps back': (group) => group.ada.post(`/contributors/${group.contributions.ada}/stepping-back`),
  'it is handed in': (group) => group.coordinator.post(`/course-versions/${group.versionId}/submission`),
  'it is approved': (group) =>
    group.coordinator.post(`/course-versions/${group.versionId}/reviews`, reviewBy(group.dee)),
  'it is returned': (group) =>
    group.coordinator.post(`/course-versions/${group.versionId}/reviews`, reviewBy(group.dee, 'return')),
  'it is published': publish,
};

const straight = ['it is handed in', 'it is approved', 'Ada signs as lived', 'Ben signs as learned', 'it is published'];

test('no sequence of calls leads to a published version without two live sign-offs by two people on its content (BR-3)', async () => {
  let published = 0;
  const anyStep = fc.constantFrom(...Object.keys(steps));
  // Most walks go the straight way with detours, so that many of them come to an end.
  const walk = fc
    .array(fc.array(anyStep, { maxLength: 2 }), { minLength: straight.length, maxLength: straight.length })
    .map((detours) => straight.flatMap((step, index) => [...(detours[index] ?? []), step]));
  await fc.assert(
    fc.asyncProperty(walk, async (walked) => {
      const group = await aDraft(college);
      await join(group.coordinator, group.versionId, group.ada, 'learned');
      for (const step of walked) {
        const answer = await steps[step]?.(group);
        expect(answer?.status).toBeLessThan(500);
      }
      const [version] = await college.sql.query('select state, content_hash from course_version where id = $1', [
        group.versionId,
      ]);
      if (version.state !== 'published') return;
      published++;
      const live = await college.sql.query(
        `
          select as_role, person_id
          from sign_off
          where version_id = $1 and content_hash = $2 and withdrawn_at is null and voided_at is null`,
        [group.versionId, version.content_hash],
      );
      const signers = (role: string) =>
        live
          .filter((one: { as_role: string }) => one.as_role === role)
          .map((one: { person_id: string }) => one.person_id);
      expect(
        signers('lived').some((lived: string) => signers('learned').some((learned: string) => learned !== lived)),
      ).toBe(true);
    }),
    { numRuns: 25, examples: [[straight]] },
  );
  expect(published).toBeGreaterThan(0);
}, 180_000);
