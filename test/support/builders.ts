import type { Response } from 'supertest';
import { College } from '../../src/college/college.entity.js';
import { SignOff } from '../../src/courses/approval/sign-off.entity.js';
import { Course } from '../../src/courses/catalogue/course.entity.js';
import { Contributor } from '../../src/courses/co-production/contributor.entity.js';
import { CourseVersion } from '../../src/courses/versions/course-version.entity.js';
import { Person } from '../../src/people/account/person.entity.js';
import { SafeContact } from '../../src/people/contact/safe-contact.entity.js';
import { Registration } from '../../src/people/registration/registration.entity.js';
import { RoleGrant } from '../../src/people/roles/role-grant.entity.js';
import { AccessTokens } from '../../src/people/sign-in/access-tokens.js';
import { SignIn } from '../../src/people/sign-in/sign-in.entity.js';
import type { Role } from '../../src/platform/actor.js';
import { findRow, insertRow, insertRows, updateRows } from '../../src/platform/database/tables.js';
import { newId } from '../../src/platform/ids.js';
import { Run } from '../../src/sessions/runs/run.entity.js';
import { Session } from '../../src/sessions/sessions/session.entity.js';
import { Term } from '../../src/sessions/terms/term.entity.js';
import type { INestApplicationContext } from '@nestjs/common';
import type { Clock } from '../../src/platform/clock.js';
import type { TestCollege } from './college.js';

/** What building needs of a college; the benchmark builds on one that no test opened. */
export type Site = Pick<TestCollege, 'sql' | 'http'> & { app: Pick<INestApplicationContext, 'get'>; clock: Clock };

type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';
type Headers = Record<string, string>;

/** Somebody who is signed in; `await eve.post('/runs/…/enrolments', {})` calls `/api/v1/runs/…/enrolments`. */
export class TestPerson {
  private token = { text: '', until: 0 };

  constructor(
    private readonly college: Site,
    readonly id: string,
    readonly chosenName: string,
    private readonly signInId: string,
  ) {}

  get = (path: string, headers?: Headers) => this.call('get', path, undefined, headers);
  post = (path: string, body?: object, headers?: Headers) => this.call('post', path, body, headers);
  patch = (path: string, body: object, headers?: Headers) => this.call('patch', path, body, headers);
  put = (path: string, body: object, headers?: Headers) => this.call('put', path, body, headers);
  delete = (path: string, headers?: Headers) => this.call('delete', path, undefined, headers);

  /** The same person at another process of the college. */
  at = (college: Site): TestPerson => new TestPerson(college, this.id, this.chosenName, this.signInId);

  /** An access token that is good at the college's present time. */
  async bearer(): Promise<string> {
    const now = this.college.clock.now();
    if (now.getTime() > this.token.until || now.getTime() < this.token.until - 500_000) {
      const { accessToken } = await this.college.app
        .get(AccessTokens)
        .issue({ personId: this.id, signInId: this.signInId, authenticatedAt: now, withFactor: false, shared: false });
      this.token = { text: accessToken, until: now.getTime() + 500_000 };
    }
    return this.token.text;
  }

  private async call(method: Method, path: string, body: object | undefined, headers: Headers = {}): Promise<Response> {
    const request = this.college.http[method](`/api/v1${path}`)
      .auth(await this.bearer(), { type: 'bearer' })
      .set(headers);
    return body === undefined ? request : request.send(body);
  }
}

export interface PersonOptions {
  name?: string;
  roles?: readonly Role[];
  born?: string;
  /** Whether the registration is active: charter accepted, safe contact set. */
  registered?: boolean;
}

/** People who are signed in, without the cost of a password each; all alike but for their numbers. */
export async function somePeople(
  college: Site,
  count: number,
  { name = 'Robin', roles = [], born = '1990-04-12', registered = false }: PersonOptions = {},
): Promise<TestPerson[]> {
  const now = college.clock.now();
  const people = Array.from({ length: count }, (_, index) => ({
    personId: newId(),
    signInId: newId(),
    chosenName: count === 1 ? name : `${name} ${index + 1}`,
  }));
  await college.sql.transaction(async (tx) => {
    const each = <T>(row: (one: (typeof people)[number]) => T): T[] => people.map(row);
    await insertRows(
      tx,
      Person,
      each(({ personId: id, chosenName }) => ({
        id,
        chosenName,
        dateOfBirth: born,
        email: `${id}@example.org`,
        emailCanonical: `${id}@example.org`,
        emailConfirmedAt: now,
        createdAt: now,
      })),
    );
    for (const role of ['learner', ...roles] as const)
      await insertRows(
        tx,
        RoleGrant,
        each(({ personId }) => ({ id: newId(), personId, role, grantedAt: now })),
      );
    await insertRows(
      tx,
      SignIn,
      each(({ signInId, personId }) => signInOf(signInId, personId, now)),
    );
    if (!registered) return;
    await insertRows(
      tx,
      SafeContact,
      each(({ personId }) => ({
        id: newId(),
        personId,
        version: 1,
        channels: { inApp: { allowed: true } },
        confirmedAt: now,
      })),
    );
    const charter = await findRow(tx, College, { onlyOne: true }, ['charterVersion']);
    await insertRows(
      tx,
      Registration,
      each(({ personId }) => ({
        personId,
        state: 'active',
        eligibilityBasis: 'public',
        charterVersion: charter?.charterVersion,
        charterAcceptedAt: now,
        activatedAt: now,
      })),
    );
  });
  return people.map(({ personId, chosenName, signInId }) => new TestPerson(college, personId, chosenName, signInId));
}

const signInOf = (id: string, personId: string, now: Date): Partial<SignIn> => ({
  id,
  personId,
  startedAt: now,
  lastUsedAt: now,
  expiresAt: new Date('2999-01-01'),
});

/** The same person on another device. */
export async function signedInAgain(college: Site, { id, chosenName }: TestPerson): Promise<TestPerson> {
  const signInId = newId();
  await college.sql.transaction((tx) => insertRow(tx, SignIn, signInOf(signInId, id, college.clock.now())));
  return new TestPerson(college, id, chosenName, signInId);
}

/** One person; without roles a learner who has not registered yet. */
export async function aPerson(college: Site, options: PersonOptions = {}): Promise<TestPerson> {
  return only(await somePeople(college, 1, options));
}

/** A learner with an active registration. */
export const aLearner = (college: Site, options: PersonOptions = {}): Promise<TestPerson> =>
  aPerson(college, { ...options, registered: true });

export const someLearners = (college: Site, count: number): Promise<TestPerson[]> =>
  somePeople(college, count, { registered: true });

export const aCoordinator = (college: Site): Promise<TestPerson> =>
  aPerson(college, { name: 'Casey', roles: ['coordinator'] });

export interface VersionOptions {
  title?: string;
  minimumAge?: number;
}

/** A published, dual-signed version of a course of its own. */
export async function aPublishedVersion(
  college: Site,
  { title = 'Quiet Mornings', minimumAge }: VersionOptions = {},
): Promise<{ id: string; courseId: string }> {
  const [courseId, id] = [newId(), newId()];
  const now = college.clock.now();
  const signers = await somePeople(college, 2, { name: 'Signer', roles: ['facilitator'] });
  await college.sql.transaction(async (tx) => {
    await insertRow(tx, Course, {
      id: courseId,
      title,
      topic: 'sleep',
      firstProposedByRole: 'learner',
      createdAt: now,
    });
    await insertRow(tx, CourseVersion, {
      id,
      courseId,
      semver: '1.0.0',
      state: 'approved',
      summary: 'A course for a test.',
      deliveryModes: ['in_person', 'online', 'hybrid', 'drop_in'],
      capacityDefault: 12,
      cohortMinimum: 4,
      maxLearnersPerFacilitator: 10,
      minimumAge: minimumAge ?? null,
      contentWarnings: [],
      contentHash: 'hash',
      search: '',
      createdAt: now,
    });
    const signOff = async (signer: TestPerson | undefined, role: 'lived' | 'learned') => {
      const [contributorId, signOffId] = [newId(), newId()];
      await insertRow(tx, Contributor, {
        id: contributorId,
        versionId: id,
        personId: signer?.id,
        contributionRole: role,
        state: 'active',
        invitedAt: now,
        joinedAt: now,
      });
      await insertRow(tx, SignOff, {
        id: signOffId,
        versionId: id,
        contributorId,
        personId: signer?.id,
        asRole: role,
        contentHash: 'hash',
        signedAt: now,
      });
      return signOffId;
    };
    const [lived, learned] = signers;
    await updateRows(
      tx,
      CourseVersion,
      { id },
      {
        livedSignOffId: await signOff(lived, 'lived'),
        livedSignerId: lived?.id,
        learnedSignOffId: await signOff(learned, 'learned'),
        learnedSignerId: learned?.id,
        state: 'published',
        coProduced: true,
        publishedAt: now,
        reviewDueOn: dateOf(fromNow(college, { days: 365 })),
      },
    );
  });
  return { id, courseId };
}

export interface RunOptions extends VersionOptions {
  versionId?: string;
  termId?: string;
  capacity?: number | null;
  mode?: 'in_person' | 'online' | 'hybrid' | 'drop_in';
  state?: 'draft' | 'open' | 'finished' | 'cancelled';
  waitlistOn?: boolean;
  approvalNeeded?: boolean;
  firstSessionMandatory?: boolean;
  bookingOpensAt?: Date;
  bookingClosesAt?: Date;
  /**
   * Starts of its published sessions, each two hours long; by default one in a week, later for each further run, so
   * that runs do not meet at the same time.
   */
  starts?: readonly Date[];
}

export interface TestRun {
  id: string;
  versionId: string;
  sessionIds: string[];
}

let runsMade = 0;

/** A run that is open for booking, with its sessions published, made directly in the database. */
export async function aRun(college: Site, options: RunOptions = {}): Promise<TestRun> {
  const {
    capacity = 12,
    mode = 'online',
    state = 'open',
    starts = [fromNow(college, { days: 7, hours: 3 * runsMade++ })],
  } = options;
  const id = newId();
  const versionId = options.versionId ?? (await aPublishedVersion(college, options)).id;
  const now = college.clock.now();
  const sessions = starts.map((start) => ({ id: newId(), start }));
  await college.sql.transaction(async (tx) => {
    await insertRow(tx, Run, {
      id,
      versionId,
      termId: options.termId ?? null,
      mode,
      capacity,
      cohortMinimum: 1,
      waitlistOn: options.waitlistOn ?? true,
      approvalNeeded: options.approvalNeeded ?? false,
      firstSessionMandatory: options.firstSessionMandatory ?? false,
      bookingOpensAt: options.bookingOpensAt ?? null,
      bookingClosesAt: options.bookingClosesAt ?? null,
      timeZone: 'UTC',
      state,
      openedAt: now,
      createdAt: now,
    });
    const version = await findRow(tx, CourseVersion, { id: versionId }, ['sessionPlans']);
    await insertRows(
      tx,
      Session,
      sessions.map(({ id: sessionId, start }, index) => {
        const end = new Date(start.getTime() + 2 * 3_600_000);
        return {
          id: sessionId,
          runId: id,
          planOrder: version?.sessionPlans[index]?.order ?? null,
          localStart: wallTime(start),
          localEnd: wallTime(end),
          timeZone: 'UTC',
          startsAt: new Date(`${wallTime(start)}Z`),
          endsAt: new Date(`${wallTime(end)}Z`),
          plannedContactMinutes: 105,
          state: 'published',
          publishedAt: now,
        };
      }),
    );
  });
  return { id, versionId, sessionIds: sessions.map((session) => session.id) };
}

/** A term around the college's present time. */
export async function aTerm(college: Site, { maxRunsPerLearner = 3 } = {}): Promise<string> {
  const id = newId();
  await college.sql.transaction((tx) =>
    insertRow(tx, Term, {
      id,
      name: 'A term',
      prospectusOpensAt: fromNow(college, { days: -30 }),
      bookingOpensAt: fromNow(college, { days: -20 }),
      startsOn: dateOf(fromNow(college, { days: -10 })),
      endsOn: dateOf(fromNow(college, { days: 90 })),
      maxRunsPerLearner,
    }),
  );
  return id;
}

/** An instant so long after the college's present time. */
export const fromNow = (
  college: Site,
  { days = 0, hours = 0, minutes = 0 }: { days?: number; hours?: number; minutes?: number },
): Date => new Date(college.clock.now().getTime() + ((days * 24 + hours) * 60 + minutes) * 60_000);

const wallTime = (instant: Date): string => instant.toISOString().slice(0, 19);
const dateOf = (instant: Date): string => instant.toISOString().slice(0, 10);

function only<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('Expected one');
  return item;
}
