import { FacilitatorPresence, SessionWaiver } from '../../src/sessions/delivery/facilitator-presence.entity.js';
import { Term } from '../../src/sessions/terms/term.entity.js';
import { newId } from '../../src/platform/ids.js';
import { aPublishedVersion, aRun, type RunOptions, somePeople, type TestPerson } from '../support/builders.js';
import type { TestCollege } from '../support/college.js';

/** A term from one day to another. */
export async function aTermOf(college: TestCollege, from: string, to: string, name = 'A term'): Promise<string> {
  const id = newId();
  const daysBefore = (days: number) => new Date(Date.parse(from) - days * 86_400_000);
  await college.sql.manager.insert(Term, {
    id,
    name,
    prospectusOpensAt: daysBefore(30),
    bookingOpensAt: daysBefore(20),
    startsOn: from,
    endsOn: to,
    maxRunsPerLearner: 3,
  });
  return id;
}

export interface FinishedRun extends RunOptions {
  /** The day of its one session. */
  on: string;
  strand?: string;
  basis?: 'lived_experience' | 'supporter' | 'staff' | 'volunteer' | 'public';
  attended?: number;
  dna?: number;
  sentWord?: number;
  unmet?: number;
  /** Whether those who attended completed. */
  completed?: boolean;
  peerPresent?: boolean;
  coDelivered?: boolean;
  waived?: boolean;
  /** Who is there already, and is among those who attended. */
  known?: TestPerson[];
}

/** A run that is over, with so many people who came, did not come, or never got a place. */
export async function aFinishedRun(
  college: TestCollege,
  {
    on,
    strand,
    basis = 'public',
    attended = 0,
    dna = 0,
    sentWord = 0,
    unmet = 0,
    completed = true,
    peerPresent = true,
    coDelivered = true,
    waived = false,
    known = [],
    ...options
  }: FinishedRun,
) {
  const { sql } = college;
  const version = options.versionId ? { id: options.versionId } : await aPublishedVersion(college, options);
  if (strand)
    await sql.query('update course set strand = $2 where id = (select course_id from course_version where id = $1)', [
      version.id,
      strand,
    ]);
  const start = new Date(`${on}T10:00:00Z`);
  const run = await aRun(college, {
    ...options,
    versionId: version.id,
    capacity: options.capacity ?? 500,
    starts: [start],
  });
  const [sessionId = ''] = run.sessionIds;
  const others = attended + dna + sentWord + unmet - known.length;
  const fresh = others > 0 ? await somePeople(college, others, { registered: true }) : [];
  const people = [...known, ...fresh];
  await sql.query('update registration set eligibility_basis = $2, activated_at = $3 where person_id = any ($1)', [
    fresh.map(({ id }) => id),
    basis,
    start,
  ]);
  await sql.query(
    `
      insert into enrolment (id, run_id, person_id, state, source, joined_at, confirmed_at, ended_at)
      select gen_random_uuid(), $1, p.id,
        case when p.n > $5 then 'offer_expired' when p.n <= $3 and $4 then 'completed' else 'not_completed' end,
        'self', $6::timestamptz - interval '3 days', case when p.n <= $5 then $6::timestamptz - interval '3 days' end,
        $6
      from unnest($2::uuid[]) with ordinality p (id, n)`,
    [run.id, people.map(({ id }) => id), attended, completed, attended + dna + sentWord, start],
  );
  await sql.query(
    `
      update session
      set state = 'delivered', delivered_at = ends_at, delivered_contact_minutes = 105, co_delivered = $2
      where id = $1`,
    [sessionId, coDelivered],
  );
  await sql.query(
    `
      insert into attendance_mark (
        id, attendance_id, enrolment_id, session_id, sequence, state, minutes_present, source, occurred_at,
        recorded_at
      )
      select gen_random_uuid(), gen_random_uuid(), e.id, $1, 1,
        case when p.n <= $3 then 'present' when p.n <= $4 then 'dna' else 'apology' end,
        case when p.n <= $3 then 105 else 0 end, 'register', $6, $6
      from unnest($2::uuid[]) with ordinality p (id, n)
      join enrolment e on e.person_id = p.id and e.run_id = $7
      where p.n <= $5`,
    [sessionId, people.map(({ id }) => id), attended, attended + dna, attended + dna + sentWord, start, run.id],
  );
  const [peer] = await somePeople(college, 1, { name: 'Ada', roles: ['facilitator'] });
  await sql.manager.insert(FacilitatorPresence, {
    sessionId,
    personId: peer?.id,
    deliveryRole: 'peer',
    present: peerPresent,
    certified: true,
    recordedBy: peer?.id,
    recordedAt: start,
  });
  if (waived)
    await sql.manager.insert(SessionWaiver, {
      sessionId,
      reason: 'The peer fell ill.',
      givenBy: peer?.id,
      givenAt: start,
    });
  return { ...run, people };
}

export interface ReadFigure {
  key: string;
  group: { dimension: string; value: string }[];
  numerator: number | null;
  denominator: number | null;
  value: number | null;
  suppressed: boolean;
  remark: string | null;
  definition: string;
}

/** A figure of an answer, by its group's values. */
export function figureIn(body: { figures: ReadFigure[] }, key: string, ...values: string[]): ReadFigure {
  const found = body.figures.find(
    (figure) => figure.key === key && figure.group.map(({ value }) => value).join() === values.join(),
  );
  if (!found) throw new Error(`No figure ${key} of ${values.join()}`);
  return found;
}
