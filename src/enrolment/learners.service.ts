import { Injectable } from '@nestjs/common';
import { Registrations, type Standing } from '../people/registration.service.js';
import { rows, type Tx } from '../platform/database/sql.js';
import type { Clash, LearnerFacts } from './eligibility.rules.js';
import { learnerFacts } from './enrolment.queries.js';
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
    const found = await rows<{ personId: string; enrolledAs: string | null; placesInTerm: number; clashes: Clash[] }>(tx, learnerFacts, [
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
