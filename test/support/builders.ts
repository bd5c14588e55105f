import type { Response } from 'supertest';
import { AccessTokens } from '../../src/people/sign-in/access-tokens.js';
import type { Role } from '../../src/platform/actor.js';
import { newId } from '../../src/platform/ids.js';
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
  const rows = Array.from({ length: count }, (_, index) => ({
    id: newId(),
    chosen_name: count === 1 ? name : `${name} ${index + 1}`,
    sign_in_id: newId(),
    contact_id: newId(),
  }));
  await college.sql.transaction(async (tx) => {
    const all = JSON.stringify(rows);
    const from = 'from json_to_recordset($1) as one(id uuid, chosen_name text, sign_in_id uuid, contact_id uuid)';
    await tx.query(
      `
        insert into person (id, chosen_name, date_of_birth, email, email_canonical, email_confirmed_at, created_at)
        select id, chosen_name, $2, id || '@example.org', id || '@example.org', $3, $3 ${from}`,
      [all, born, now],
    );
    await tx.query(
      `
        insert into role_grant (id, person_id, role, granted_at)
        select gen_random_uuid(), id, role, $3 ${from}
        cross join unnest($2::text[]) as role`,
      [all, ['learner', ...roles], now],
    );
    await tx.query(
      `
        insert into sign_in (id, person_id, started_at, last_used_at, expires_at)
        select sign_in_id, id, $2, $2, '2999-01-01' ${from}`,
      [all, now],
    );
    if (!registered) return;
    await tx.query(
      `
        insert into safe_contact (id, person_id, version, channels, confirmed_at)
        select contact_id, id, 1, '{"inApp": {"allowed": true}}', $2 ${from}`,
      [all, now],
    );
    await tx.query(
      `
        insert into registration (
          person_id, state, eligibility_basis, charter_version, charter_accepted_at, activated_at
        )
        select one.id, 'active', 'public', c.charter_version, $2, $2 ${from}
        cross join college c`,
      [all, now],
    );
  });
  return rows.map(({ id, chosen_name, sign_in_id }) => new TestPerson(college, id, chosen_name, sign_in_id));
}

/** The same person on another device. */
export async function signedInAgain(college: Site, { id, chosenName }: TestPerson): Promise<TestPerson> {
  const signInId = newId();
  await college.sql.query(
    `insert into sign_in (id, person_id, started_at, last_used_at, expires_at) values ($1, $2, $3, $3, '2999-01-01')`,
    [signInId, id, college.clock.now()],
  );
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
    await tx.query(
      `
        insert into course (id, title, topic, first_proposed_by_role, created_at)
        values ($1, $2, 'sleep', 'learner', $3)`,
      [courseId, title, now],
    );
    await tx.query(
      `
        insert into course_version (
          id, course_id, semver, state, summary, delivery_modes, capacity_default, cohort_minimum,
          max_learners_per_facilitator, minimum_age, content_warnings, content_hash, search, created_at
        )
        values (
          $1, $2, '1.0.0', 'approved', 'A course for a test.', '{in_person,online,hybrid,drop_in}', 12, 4, 10, $3,
          '[]', 'hash', '', $4
        )`,
      [id, courseId, minimumAge ?? null, now],
    );
    const signOffs: string[] = [];
    for (const [index, role] of (['lived', 'learned'] as const).entries()) {
      const [contributorId, signOffId] = [newId(), newId()];
      await tx.query(
        `
          insert into contributor (id, version_id, person_id, contribution_role, state, invited_at, joined_at)
          values ($1, $2, $3, $4, 'active', $5, $5)`,
        [contributorId, id, signers[index]?.id, role, now],
      );
      await tx.query(
        `
          insert into sign_off (id, version_id, contributor_id, person_id, as_role, content_hash, signed_at)
          values ($1, $2, $3, $4, $5, 'hash', $6)`,
        [signOffId, id, contributorId, signers[index]?.id, role, now],
      );
      signOffs.push(signOffId);
    }
    await tx.query(
      `
        update course_version
        set state = 'published', co_produced = true, published_at = $6,
          review_due_on = ($6::timestamptz + interval '1 year')::date, lived_sign_off_id = $2, lived_signer_id = $3,
          learned_sign_off_id = $4, learned_signer_id = $5
        where id = $1`,
      [id, signOffs[0], signers[0]?.id, signOffs[1], signers[1]?.id, now],
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
  await college.sql.query(
    `
      insert into run (
        id, version_id, term_id, mode, capacity, cohort_minimum, waitlist_on, approval_needed,
        first_session_mandatory, booking_opens_at, booking_closes_at, time_zone, state, opened_at, created_at
      )
      values ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9, $10, 'UTC', $11, $12, $12)`,
    [
      id,
      versionId,
      options.termId ?? null,
      mode,
      capacity,
      options.waitlistOn ?? true,
      options.approvalNeeded ?? false,
      options.firstSessionMandatory ?? false,
      options.bookingOpensAt ?? null,
      options.bookingClosesAt ?? null,
      state,
      now,
    ],
  );
  const sessionIds = starts.map(() => newId());
  for (const [index, start] of starts.entries()) {
    const end = new Date(start.getTime() + 2 * 3_600_000);
    await college.sql.query(
      `
        insert into session (
          id, run_id, position, local_start, local_end, time_zone, starts_at, ends_at, planned_contact_minutes, state,
          published_at
        )
        values (
          $1, $2, $3, $4, $5, 'UTC', $4::timestamp at time zone 'UTC', $5::timestamp at time zone 'UTC', 105,
          'published', $6
        )`,
      [sessionIds[index], id, index + 1, wallTime(start), wallTime(end), now],
    );
  }
  return { id, versionId, sessionIds };
}

/** A term around the college's present time. */
export async function aTerm(college: Site, { maxRunsPerLearner = 3 } = {}): Promise<string> {
  const id = newId();
  await college.sql.query(
    `
      insert into term (id, name, prospectus_opens_at, booking_opens_at, starts_on, ends_on, max_runs_per_learner)
      values (
        $1, 'A term', $2::timestamptz - interval '30 days', $2::timestamptz - interval '20 days',
        ($2::timestamptz - interval '10 days')::date, ($2::timestamptz + interval '90 days')::date, $3
      )`,
    [id, college.clock.now(), maxRunsPerLearner],
  );
  return id;
}

/** An instant so long after the college's present time. */
export const fromNow = (
  college: Site,
  { days = 0, hours = 0, minutes = 0 }: { days?: number; hours?: number; minutes?: number },
): Date => new Date(college.clock.now().getTime() + ((days * 24 + hours) * 60 + minutes) * 60_000);

const wallTime = (instant: Date): string => instant.toISOString().slice(0, 19);

function only<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('Expected one');
  return item;
}
