import type { INestApplicationContext } from '@nestjs/common';
import { ContributorService } from '../courses/co-production/contributor.service.js';
import { CourseService } from '../courses/catalogue/course.service.js';
import { MeetingService } from '../courses/co-production/meeting.service.js';
import { PublicationService } from '../courses/approval/publication.service.js';
import { ReviewService } from '../courses/approval/review.service.js';
import { SignOffService } from '../courses/approval/sign-off.service.js';
import { CourseVersionService } from '../courses/versions/course-version.service.js';
import { madeAsExample } from '../platform/ids.js';
import type { Cast } from './cast.js';
import type { DemoCourse } from './courses/demo-course.js';

/** The course that examples of the API's document name. */
const exampleCourse = 'Building Better Boundaries';

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
  const contributors = app.get(ContributorService);
  const isExample = title === exampleCourse;
  const courseId = await madeAsExample(isExample ? 'course' : undefined, () =>
    app.get(CourseService).create(coordinator, { title, topic, audience }),
  );
  const versionId = await madeAsExample(isExample ? 'version' : undefined, () =>
    app.get(CourseVersionService).create(coordinator, courseId, content),
  );
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
  await app.get(MeetingService).recordMeeting(cast.as('ada'), versionId, {
    heldAt: heldAt.toISOString(),
    minutes: 90,
    attendeeIds,
    decisions: 'We keep more time for quiet than for slides.',
  });
  await app.get(PublicationService).submit(cast.as('ben'), versionId);
  const reviewers = [{ personId: cast.as('dee').personId, livedExperience: true }];
  await app.get(ReviewService).review(coordinator, versionId, {
    outcome: 'approve',
    reasons: 'Warm, clear, and nobody is put on the spot.',
    reviewers,
  });
  const { contentHash } = await app.get(CourseVersionService).read(cast.as('ada'), versionId);
  await app.get(SignOffService).sign(cast.as('ada'), versionId, { asRole: 'lived', contentHash });
  await app.get(SignOffService).sign(cast.as('ben'), versionId, { asRole: 'learned', contentHash });
  return app.get(PublicationService).publish(coordinator, versionId);
}
