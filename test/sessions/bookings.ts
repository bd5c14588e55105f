import { setTimeout as wait } from 'node:timers/promises';
import { aPerson, aPublishedVersion, somePeople, type TestPerson } from '../support/builders.js';
import type { TestCollege } from '../support/college.js';
import { anAcceptance } from './a-run.js';

/** Rooms and people that everybody wants at the same time. */
export interface Contest {
  planners: TestPerson[];
  runs: string[];
}

/** A run for each pair of a room and a facilitator, so that runs clash in either. */
export async function aContest(college: TestCollege, rooms: number, people: number): Promise<Contest> {
  const casey = await aPerson(college, { name: 'Casey', roles: ['coordinator'] });
  const { id: versionId } = await aPublishedVersion(college);
  const facilitators: TestPerson[] = [];
  for (let index = 0; index < people; index++)
    facilitators.push(await aPerson(college, { name: `Facilitator ${index}`, roles: ['facilitator'] }));
  const runs: string[] = [];
  for (let index = 0; index < rooms; index++) {
    const venue = await casey.post('/venues', {
      name: `Room ${index}`,
      address: 'Somewhere',
      timeZone: 'Europe/London',
      capacity: 20,
    });
    for (const facilitator of facilitators) {
      const run = await casey.post('/runs', { versionId, mode: 'in_person', venueId: venue.body.id });
      await anAcceptance(casey, run.body.id, facilitator, 'learned');
      runs.push(String(run.body.id));
    }
  }
  return { planners: await somePeople(college, 40, { name: 'Planner', roles: ['coordinator'] }), runs };
}

/**
 * Plans `count` sessions at the same time, at pseudo-random quarters of hours of one week; answers how each call ended.
 */
export async function planAtOnce({ planners, runs }: Contest, count: number): Promise<Map<string, number>> {
  const outcomes = new Map<string, number>();
  const plan = async (index: number): Promise<void> => {
    const quarter = (index * 7919) % (5 * 24);
    const startsAt = new Date(Date.UTC(2027, 4, 3 + Math.floor(quarter / 24), 8, (quarter % 24) * 15));
    const wall = (instant: Date) => instant.toISOString().slice(0, 16);
    const body = {
      localStart: wall(startsAt),
      localEnd: wall(new Date(startsAt.getTime() + 60 * 60_000)),
      plannedContactMinutes: 50,
    };
    const planner = planners[index % planners.length];
    if (!planner) throw new Error('Nobody plans');
    for (;;) {
      const answer = await planner.post(`/runs/${runs[(index * 104_729) % runs.length]}/sessions`, body);
      if (answer.status === 503 || answer.status === 429) {
        await wait(50); // busy: come back, as the answer says
        continue;
      }
      const outcome = answer.status === 201 ? 'planned' : String(answer.body.code);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      return;
    }
  };
  await Promise.all(Array.from({ length: count }, (_, index) => plan(index)));
  return outcomes;
}

/**
 * Pairs of sessions that share a room or a facilitator at the same time, or a facilitator across venues within half an
 * hour.
 */
export async function overlaps(college: TestCollege, { runs }: Contest): Promise<{ shared: number; rushed: number }> {
  const [found]: { shared: number; rushed: number }[] = await college.sql.query(
    `
      with held as (
        select s.id, s.starts_at, s.ends_at, r.venue_id, a.person_id
        from session s
        join run r on r.id = s.run_id
        join facilitator_assignment a on a.run_id = r.id and a.state = 'accepted'
        where s.state <> 'cancelled' and r.id = any ($1)
      )
      select count(*) filter (
          where (a.venue_id = b.venue_id or a.person_id = b.person_id)
            and a.starts_at < b.ends_at
            and b.starts_at < a.ends_at
        )::int as shared,
        count(*) filter (
          where a.person_id = b.person_id
            and a.venue_id <> b.venue_id
            and a.starts_at < b.ends_at + interval '30 minutes'
            and b.starts_at < a.ends_at + interval '30 minutes'
        )::int as rushed
      from held a
      join held b on a.id < b.id`,
    [runs],
  );
  if (!found) throw new Error('An aggregate always answers');
  return found;
}
