import type { INestApplicationContext } from '@nestjs/common';
import { Contributors } from '../courses/contributor.service.js';
import { Courses } from '../courses/course.service.js';
import { Meetings } from '../courses/meeting.service.js';
import { Publications } from '../courses/publication.service.js';
import { Reviews } from '../courses/review.service.js';
import { SignOffs } from '../courses/sign-off.service.js';
import { CourseVersions } from '../courses/version.service.js';
import type { Cast } from './cast.js';
import type { DemoCourse } from './demo-courses.js';

/** Who brings what to a course of the demo; Cy wishes to stay unnamed. */
const group = [
  { key: 'ada', contributionRole: 'lived' },
  { key: 'ben', contributionRole: 'learned' },
  { key: 'cy', contributionRole: 'supporter' },
] as const;

/** Writes and publishes one course the way people do it; answers the id of the published version. */
export async function publishCourse(
  app: INestApplicationContext,
  cast: Cast,
  { title, topic, audience, content }: DemoCourse,
  heldAt: Date,
): Promise<string> {
  const coordinator = cast.as('coordinator');
  const contributors = app.get(Contributors);
  const courseId = await app.get(Courses).create(coordinator, { title, topic, audience });
  const versionId = await app.get(CourseVersions).create(coordinator, courseId, content);
  const attendeeIds: string[] = [];
  for (const { key, contributionRole } of group) {
    const id = await contributors.invite(coordinator, versionId, { personId: cast.as(key).personId, contributionRole });
    await contributors.accept(cast.as(key), id);
    const { version } = await contributors.one(cast.as(key), id);
    await contributors.change(cast.as(key), id, version, {
      creditAs: { kind: key === 'cy' ? 'anonymous' : 'name' },
      workMinutes: 240,
      remuneration: 'honorarium',
    });
    attendeeIds.push(id);
  }
  await app.get(Meetings).record(cast.as('ada'), versionId, {
    heldAt: heldAt.toISOString(),
    minutes: 90,
    attendeeIds,
    decisions: 'We keep more time for quiet than for slides.',
  });
  await app.get(Publications).submit(cast.as('ben'), versionId);
  const reviewers = [{ personId: cast.as('dee').personId, livedExperience: true }];
  await app.get(Reviews).review(coordinator, versionId, {
    outcome: 'approve',
    reasons: 'Warm, clear, and nobody is put on the spot.',
    reviewers,
  });
  const { contentHash } = await app.get(CourseVersions).read(cast.as('ada'), versionId);
  await app.get(SignOffs).sign(cast.as('ada'), versionId, { asRole: 'lived', contentHash });
  await app.get(SignOffs).sign(cast.as('ben'), versionId, { asRole: 'learned', contentHash });
  return app.get(Publications).publish(coordinator, versionId);
}
