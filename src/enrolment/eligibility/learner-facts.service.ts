import { Injectable } from '@nestjs/common';
import type { EligibilityRule } from '../../courses/versions/content.dto.js';
import { unmetConditions } from '../../courses/catalogue/eligibility.rules.js';
import { standingOf } from '../../people/registration/standing.rules.js';
import type { StandingRow } from '../../people/registration/standing.sql.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import type { Clash, LearnerFacts } from './eligibility.rules.js';
import { completedCourses, learnerFacts } from '../enrolments/enrolment.queries.js';
import type { SettledRun } from '../seats/settled-run.js';

/** What the rules of eligibility need to know of people, in one statement however many they are. */
@Injectable()
export class LearnerFactsService {
  /**
   * Reads these people's facts for this run; a command has locked them by a statement before (after the run: lock order
   * run, then person). Somebody unknown is absent. Age is that of the day of the first session, the first one to come
   * once the run has begun (BR-185). A place on the run `leaving` does not count: it is given up in the same step.
   */
  async facts(
    tx: Tx,
    { run, now }: SettledRun,
    personIds: readonly string[],
    leaving: string | null = null,
  ): Promise<Map<string, LearnerFacts>> {
    const term = run.mode === 'drop_in' ? null : run.termId;
    const found = await rows<FactsRow>(tx, learnerFacts, [run.id, personIds, term, now, leaving]);
    const completed = await this.completedCourses(tx, run.eligibilityRules, personIds);
    return new Map(
      found.map((row): [string, LearnerFacts] => {
        const standing = standingOf(row, now);
        const age = standing.ageAt(run.starts.find((start) => start > now) ?? now);
        return [
          row.id,
          {
            enrolledAs: row.enrolledAs,
            facilitatesHere: row.facilitatesHere,
            placesInTerm: row.placesInTerm,
            clashes: row.clashes,
            registrationActive: standing.active,
            registrationAway: standing.away,
            consentWithdrawn: standing.consentWithdrawn,
            registrationMissing: standing.missing,
            age,
            unmetConditions: unmetConditions(run.eligibilityRules, {
              age,
              area: standing.residenceArea,
              eligibilityBasis: standing.eligibilityBasis,
              completedCourseIds: completed.get(row.id) ?? [],
            }),
          },
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

type FactsRow = StandingRow &
  Pick<LearnerFacts, 'enrolledAs' | 'facilitatesHere' | 'placesInTerm'> & { clashes: Clash[] };
