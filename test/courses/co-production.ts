import type { Response } from 'supertest';
import { aCoordinator, aPerson, type TestPerson } from '../support/builders.js';
import type { TestCollege } from '../support/college.js';

/** A text that passes every gate. */
export const wholeContent = {
  summary: 'Two afternoons about saying yes, saying no, and noticing which of the two you mean.',
  outcomes: [{ text: 'I can say no without an excuse.', chime: 'empowerment' }],
  sessionPlans: [
    {
      order: 1,
      title: 'What a boundary is',
      minutesContact: 105,
      minutesBreak: 15,
      activities: [
        { kind: 'talk', minutes: 45, allowableForCeu: true, skippable: false },
        {
          kind: 'discussion',
          title: 'At home',
          minutes: 60,
          allowableForCeu: true,
          skippable: true,
          contentWarningCodes: ['family_conflict'],
        },
      ],
    },
    {
      order: 2,
      title: 'Saying it',
      minutesContact: 105,
      minutesBreak: 15,
      activities: [{ kind: 'practice', minutes: 105, allowableForCeu: true, skippable: true }],
    },
  ],
  materials: [{ title: 'Worksheet', format: 'PDF', url: 'https://example.org/worksheet.pdf', licence: 'CC BY 4.0' }],
  contentWarnings: [{ code: 'family_conflict', words: 'We talk about conflict in families.' }],
  categoryMinutes: [{ category: 'ethics', minutes: 60 }],
  whatToExpect: 'A small circle, two facilitators, tea.',
  whatYouCanSkip: 'Everything that is an exercise.',
  deliveryModes: ['in_person', 'online'],
};

/** The people around a version, and the version itself. */
export interface Group {
  versionId: string;
  courseId: string;
  coordinator: TestPerson;
  /** Lived experience. */
  ada: TestPerson;
  /** Learned experience. */
  ben: TestPerson;
  /** Lived experience, and no part in the group. */
  dee: TestPerson;
  /** Ids of the contributions of Ada and Ben. */
  contributions: { ada: string; ben: string };
}

/** Calls, and fails with the problem when the status is another. */
export async function expecting(status: number, call: Promise<Response>): Promise<Response> {
  const response = await call;
  if (response.status !== status)
    throw new Error(`Expected ${status}, got ${response.status}: ${JSON.stringify(response.body)}`);
  return response;
}

/** The code of a refusal, with every code that it lists. */
export const codesOf = ({ body }: Response): string[] => [
  body.code,
  ...(body.errors ?? []).map((error: { code: string }) => error.code),
];

export async function join(
  by: TestPerson,
  versionId: string,
  person: TestPerson,
  contributionRole: string,
): Promise<string> {
  const { body } = await expecting(
    201,
    by.post(`/course-versions/${versionId}/contributors`, { personId: person.id, contributionRole }),
  );
  await expecting(201, person.post(`/contributors/${body.id}/acceptance`));
  return body.id;
}

/** A draft with its whole text and its group, which has met. */
export async function aDraft(college: TestCollege, content: object = wholeContent): Promise<Group> {
  const coordinator = await aCoordinator(college);
  const [ada, ben, dee] = [
    await aPerson(college, { name: 'Ada' }),
    await aPerson(college, { name: 'Ben' }),
    await aPerson(college, { name: 'Dee' }),
  ];
  const { body: course } = await expecting(
    201,
    coordinator.post('/courses', { title: 'Building Better Boundaries', topic: 'boundaries' }),
  );
  const { body: version } = await expecting(201, coordinator.post(`/courses/${course.id}/versions`, content));
  const contributions = {
    ada: await join(coordinator, version.id, ada, 'lived'),
    ben: await join(coordinator, version.id, ben, 'learned'),
  };
  await expecting(
    201,
    ada.post(`/course-versions/${version.id}/meetings`, meetingOf(college, Object.values(contributions))),
  );
  return { versionId: version.id, courseId: course.id, coordinator, ada, ben, dee, contributions };
}

export const meetingOf = (college: TestCollege, attendeeIds: string[]) => ({
  heldAt: new Date(college.clock.now().getTime() - 86_400_000).toISOString(),
  minutes: 90,
  attendeeIds,
  decisions: 'Two sessions, with tea.',
});

export async function sign(
  { versionId }: Pick<Group, 'versionId'>,
  person: TestPerson,
  asRole: 'lived' | 'learned',
): Promise<Response> {
  const { body } = await expecting(200, person.get(`/course-versions/${versionId}`));
  return person.post(`/course-versions/${versionId}/sign-offs`, { asRole, contentHash: body.contentHash });
}

export const reviewBy = (person: TestPerson, outcome = 'approve') => ({
  outcome,
  reasons: 'Clear and kind.',
  reviewers: [{ personId: person.id, livedExperience: true }],
});

/** Hands in and approves. */
export async function approve({ versionId, coordinator, dee }: Group): Promise<void> {
  await expecting(201, coordinator.post(`/course-versions/${versionId}/submission`));
  await expecting(201, coordinator.post(`/course-versions/${versionId}/reviews`, reviewBy(dee)));
}

export async function signBoth(group: Group): Promise<void> {
  await expecting(201, sign(group, group.ada, 'lived'));
  await expecting(201, sign(group, group.ben, 'learned'));
}

export const publish = ({ coordinator, versionId }: Group): Promise<Response> =>
  coordinator.post(`/course-versions/${versionId}/publication`);

/** Through every gate into the prospectus. */
export async function aPublishedCourse(college: TestCollege, content: object = wholeContent): Promise<Group> {
  const group = await aDraft(college, content);
  await approve(group);
  await signBoth(group);
  await expecting(201, publish(group));
  return group;
}

/** Edits as this person, on the version that they have just read. */
export async function edit(
  { versionId }: Pick<Group, 'versionId'>,
  person: TestPerson,
  wish: object,
): Promise<Response> {
  const { headers } = await expecting(200, person.get(`/course-versions/${versionId}`));
  return person.patch(`/course-versions/${versionId}`, wish, { 'If-Match': headers['etag'] ?? '' });
}
