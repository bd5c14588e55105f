import { Injectable } from '@nestjs/common';
import type { EligibilityRule } from '../../courses/versions/content.dto.js';
import { unmetConditions } from '../../courses/catalogue/eligibility.rules.js';
import { RegistrationService, type RegistrationStatus } from '../../people/registration/registration.service.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import type { Clash, LearnerFacts } from './eligibility.rules.js';
import { completedCourses, learnerFacts } from '../enrolments/enrolment.queries.js';
import type { SettledRun } from '../seats/run-seat.service.js';

/** What the rules of eligibility need to know of people, in two statements however many they are. */
@Injectable()
export class LearnerFactsService {
  constructor(private readonly registrations: RegistrationService) {}

  /**
   * Locks these people (after the run: lock order run, then person) and reads their facts for this run. Somebody
   * unknown is absent. Age is that of the day of the first session, the first one to come once the run has begun
   * (BR-185). A place on the run `leaving` does not count: it is given up in the same step.
   */
  async lockFacts(
    tx: Tx,
    places: SettledRun,
    personIds: readonly string[],
    leaving?: string,
  ): Promise<Map<string, LearnerFacts>> {
    return this.factsOf(tx, places, await this.registrations.lockStatusesOf(tx, personIds), leaving);
  }

  /** The same without a lock, to say what would happen. */
  async facts(tx: Tx, places: SettledRun, personIds: readonly string[]): Promise<Map<string, LearnerFacts>> {
    return this.factsOf(tx, places, await this.registrations.statusesOf(tx, personIds));
  }

  private async factsOf(
    tx: Tx,
    { run, now }: SettledRun,
    standings: ReadonlyMap<string, RegistrationStatus>,
    leaving: string | null = null,
  ): Promise<Map<string, LearnerFacts>> {
    const found = await rows<
      Pick<LearnerFacts, 'enrolledAs' | 'facilitatesHere' | 'placesInTerm'> & { personId: string; clashes: Clash[] }
    >(tx, learnerFacts, [run.id, [...standings.keys()], run.mode === 'drop_in' ? null : run.termId, now, leaving]);
    const completed = await this.completedCourses(tx, run.eligibilityRules, [...standings.keys()]);
    return new Map(
      found.flatMap(({ personId, ...held }) => {
        const standing = standings.get(personId);
        if (!standing) return [];
        const { residenceArea: area, eligibilityBasis } = standing;
        const age = standing.ageAt(run.starts.find((start) => start > now) ?? now);
        const conditions = unmetConditions(run.eligibilityRules, {
          age,
          area,
          eligibilityBasis,
          completedCourseIds: completed.get(personId) ?? [],
        });
        return [
          [
            personId,
            {
              ...held,
              registrationActive: standing.active,
              registrationAway: standing.away,
              consentWithdrawn: standing.consentWithdrawn,
              registrationMissing: standing.missing,
              age,
              unmetConditions: conditions,
            },
          ],
        ];
      }),
    );
  }

  /** Read only where a course asks for another one. */
  private async completedCourses(
    tx: Tx,
    rules: readonly EligibilityRule[],
    personIds: readonly string[],
  ): Promise<Map<string, string[]>> {
    if (!rules.some(({ type }) => type === 'prior_course')) return new Map();
    const found = await rows<{ personId: string; courseIds: string[] }>(tx, completedCourses, [personIds]);
    return new Map(found.map(({ personId, courseIds }) => [personId, courseIds]));
  }
}
