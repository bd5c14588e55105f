import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { Database } from '../../platform/database/database.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse, type UnmetGate } from '../../platform/errors/refusal.js';
import { runFacts } from './run.queries.js';
import {
  type DeliveryMode,
  unmetForOpening,
  type RosteredFacilitator,
  type RunFacts,
  type RunPolicy,
  type RunState,
} from './run.rules.js';
import { CertificationQueryService } from '../../certification/certifications/certification-query.service.js';

type FactsRow = Omit<RunFacts, 'facilitators'> & {
  id: string;
  state: RunState;
  courseId: string;
  deliveryModes: DeliveryMode[];
  maxLearnersPerFacilitator: number;
  facilitators: Omit<RosteredFacilitator, 'certifiedThrough'>[];
};

export interface JudgedRun {
  id: string;
  state: RunState;
  /** What the version is made for. */
  deliveryModes: DeliveryMode[];
  facts: RunFacts;
  policy: RunPolicy;
}

/** What a run still needs before it opens, and whether an open one has lost something of it. */
@Injectable()
export class RunReadinessService {
  constructor(
    private readonly database: Database,
    private readonly certifications: CertificationQueryService,
    private readonly college: CollegeService,
  ) {}

  /** Every unmet gate of BR-21 to BR-26; empty when the run can be open. */
  async unmet(tx: Tx, runId: string): Promise<UnmetGate[]> {
    const { facts, policy } = await this.facts(tx, runId);
    return unmetForOpening(facts, policy);
  }

  /** The facts that the gates judge. 404 for an unknown run. */
  async facts(tx: Tx, runId: string): Promise<JudgedRun> {
    const [run] = await this.factsOf(tx, [runId]);
    if (!run) throw refuse(platformRefusals.not_found);
    return run;
  }

  /** Which of these runs are open and by now miss something that they need (BR-30). */
  async atRisk(runIds: string[]): Promise<Set<string>> {
    if (runIds.length === 0) return new Set();
    return this.database.transaction(async (tx) => {
      const runs = await this.factsOf(tx, runIds);
      return new Set(
        runs
          .filter(({ state, facts, policy }) => state === 'open' && unmetForOpening(facts, policy).length > 0)
          .map(({ id }) => id),
      );
    });
  }

  private async factsOf(tx: Tx, runIds: string[]): Promise<JudgedRun[]> {
    const found = await rows<FactsRow>(tx, runFacts, [runIds]);
    const { allowPeerPlusPeerExpert } = await this.college.policy(tx);
    const through = await this.certifications.peersThrough(
      tx,
      found.flatMap(({ courseId, facilitators }) =>
        facilitators
          .filter(({ deliveryRole }) => deliveryRole === 'peer')
          .map(({ personId }) => ({ personId, courseId })),
      ),
    );
    return found.map(({ id, state, deliveryModes, courseId, maxLearnersPerFacilitator, facilitators, ...run }) => ({
      id,
      state,
      deliveryModes,
      facts: {
        ...run,
        facilitators: facilitators.map((facilitator) => ({
          ...facilitator,
          certifiedThrough: through(facilitator.personId, courseId),
        })),
      },
      policy: { maxLearnersPerFacilitator, allowPeerPlusPeerExpert },
    }));
  }
}
