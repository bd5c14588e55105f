import { Injectable } from '@nestjs/common';
import { Registrations, type Standing } from '../people/registration.service.js';
import { rows, type Tx } from '../platform/database/sql.js';
import type { Clash, LearnerFacts } from './eligibility.rules.js';
import type { SettledRun } from './places.service.js';

/** What the rules of eligibility need to know of people, in two statements however many they are. */
@Injectable()
export class Learners {
  constructor(private readonly registrations: Registrations) {}

  /**
   * Locks these people (after the run: lock order run, then person) and reads their facts for this run. Somebody
   * unknown is absent. A place on the run `leaving` does not count: it is given up in the same step.
   */
  async lockFacts(tx: Tx, places: SettledRun, personIds: readonly string[], leaving?: string): Promise<Map<string, LearnerFacts>> {
    return this.factsOf(tx, places, await this.registrations.lockStandings(tx, personIds), leaving);
  }

  /** The same without a lock, to say what would happen. */
  async facts(tx: Tx, places: SettledRun, personIds: readonly string[]): Promise<Map<string, LearnerFacts>> {
    return this.factsOf(tx, places, await this.registrations.standings(tx, personIds));
  }

  private async factsOf(tx: Tx, { run, now }: SettledRun, standings: ReadonlyMap<string, Standing>, leaving: string | null = null): Promise<Map<string, LearnerFacts>> {
    const found = await rows<{ personId: string; enrolledAs: string | null; placesInTerm: number; clashes: Clash[] }>(tx, factsSql, [
      run.id, [...standings.keys()], run.mode === 'drop_in' ? null : run.termId, now, leaving,
    ]);
    return new Map(
      found.flatMap(({ personId, ...held }) => {
        const standing = standings.get(personId);
        return standing ? [[personId, { ...held, registrationActive: standing.active, registrationMissing: standing.missing, age: standing.age }]] : [];
      }),
    );
  }
}

/** Confirmed, or offered and the offer still stands. */
const held = `(e.state = 'confirmed' or (e.state = 'offered' and e.offer_expires_at > $4)) and e.run_id <> $1 and e.run_id is distinct from $5::uuid`;

const factsSql = `
  select p.id as "personId",
         (select e.id from enrolment e where e.run_id = $1 and e.person_id = p.id and e.state in ('requested', 'waitlisted', 'offered', 'confirmed')) as "enrolledAs",
         (select count(*)::integer from enrolment e join run r on r.id = e.run_id
           where e.person_id = p.id and r.term_id = $3::uuid and r.mode <> 'drop_in' and ${held}) as "placesInTerm",
         (select coalesce(json_agg(json_build_object('runId', other.run_id, 'courseTitle', c.title, 'startsAt', other.starts_at) order by other.starts_at), '[]')
            from enrolment e
            join session other on other.run_id = e.run_id and other.state <> 'cancelled'
            join session mine on mine.run_id = $1 and mine.state <> 'cancelled' and mine.starts_at < other.ends_at and other.starts_at < mine.ends_at
            join run r on r.id = e.run_id join course_version v on v.id = r.version_id join course c on c.id = v.course_id
           where e.person_id = p.id and mine.ends_at > $4 and ${held}) as clashes
    from unnest($2::uuid[]) as p (id)`;
