import type { INestApplicationContext } from '@nestjs/common';
import { hash } from '@node-rs/argon2';
import { DataSource } from 'typeorm';
import { collegeWithoutHttp } from '../app/college-without-http.js';
import { CollegeTextService } from '../college/college-text.service.js';
import { CollegeService } from '../college/college.service.js';
import { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { DatabaseUrls } from '../platform/database/database-urls.js';
import { RegistrationService } from '../people/registration/registration.service.js';
import { SafeContactService } from '../people/contact/safe-contact.service.js';
import { Cast } from './cast.js';
import { publishCourse } from './course-story.js';
import { demoRuns } from './demo-runs.js';
import { demoCourses } from './courses/demo-courses.js';
import { demoCharter, demoPrivacyNotice } from './demo-texts.js';
import { StoryTime } from './story-time.js';
import { demoPassword, demoPeople } from './demo-people.js';
import { inLanes } from './in-lanes.js';
import { holdLastTerm } from './last-term-story.js';
import { certifyPeers, demoZone, enrolThemselves, holdSession, openRun, preparePlaces } from './run-story.js';

/** Fills an empty database with a college at work, through the same services that people use. */
export async function seedDemoCollege(config: Config, urls: DatabaseUrls): Promise<void> {
  const clock = new Clock();
  const story = new StoryTime(clock);
  const app = await collegeWithoutHttp({ config, urls, clock });
  try {
    story.goTo(-172);
    const passwordHash = await hash(demoPassword, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    const cast = await Cast.enter(app.get(DataSource), passwordHash, clock.now());
    const { version } = await app.get(CollegeService).current();
    await app.get(CollegeService).change(cast.as('admin'), version, {
      name: 'Riverbend Recovery College (demo)',
      timeZone: demoZone,
      letterhead: {
        lines: ['1 Riverbend Walk', 'A made-up town'],
        signatory: 'Marlow Quill',
        signatoryTitle: 'Head of the college',
      },
    });
    await app.get(CollegeTextService).write(cast.as('admin'), 'charter', demoCharter);
    await app.get(CollegeTextService).write(cast.as('admin'), 'privacy_notice', demoPrivacyNotice);
    await register(app, cast);
    const versions = new Map<string, string>();
    await inLanes(
      demoCourses,
      async (course) => void versions.set(course.title, await publishCourse(app, cast, course, clock.now())),
    );
    await certifyPeers(app, cast, ['ada', 'iris']);
    const places = await preparePlaces(app, cast);
    await holdLastTerm(app, cast, story, versions, places);
    story.goTo(-50);
    const held: { day: number; hold: () => Promise<void> }[] = [];
    for (const demoRun of demoRuns(versions, places)) {
      const opened = await openRun(app, cast, demoRun);
      await enrolThemselves(app, cast, opened.runId, demoRun);
      for (const [position, day] of demoRun.days.entries())
        held.push({ day, hold: () => holdSession(app, cast, demoRun, opened, position) });
    }
    for (const { day, hold } of held.filter((session) => session.day < 0)) {
      story.goTo(day + 1);
      await hold();
    }
  } finally {
    await app.close();
  }
}

/** Everybody but the newcomer Robin Lake has registered. */
async function register(app: INestApplicationContext, cast: Cast): Promise<void> {
  const joining = demoPeople.filter(({ key, roles }) => roles.includes('learner') && key !== 'learner');
  await inLanes(joining, async ({ key, basis = 'lived_experience' }) => {
    const person = cast.as(key);
    await app.get(SafeContactService).replaceMine(person, { channels: { inApp: { allowed: true } } });
    await app
      .get(RegistrationService)
      .complete(person, { eligibilityBasis: basis, dateOfBirth: '1988-05-17', charterVersionAccepted: 1 });
  });
}
