import { Injectable } from '@nestjs/common';
import type { College } from '../../college/college.entity.js';
import { CollegeService } from '../../college/college.service.js';
import { Policy } from '../../college/policy.dto.js';
import { dateAt } from '../../platform/calendar.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse, refuseUnmet, type UnmetGate } from '../../platform/errors/refusal.js';
import { factsOfOpenRuns, runFacts } from './run.queries.js';
import {
  type DeliveryMode,
  unmetByPeers,
  unmetForFitting,
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
} & Pick<College, 'policy' | 'timeZone'>;

export interface JudgedRun {
  id: string;
  state: RunState;
  courseId: string;
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
    private readonly clock: Clock,
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

  /** Which of these runs, or of all, are open, not over, and by now miss something that they need (BR-30). */
  async atRisk(runIds: string[] | null): Promise<Set<string>> {
    if (runIds?.length === 0) return new Set();
    return this.database.transaction(async (tx) => {
      const open = await rows<FactsRow>(tx, factsOfOpenRuns, [runIds, this.clock.now()]);
      const runs = await this.judged(tx, open);
      return new Set(runs.filter(({ facts, policy }) => unmetForOpening(facts, policy).length > 0).map(({ id }) => id));
    });
  }

  /**
   * Guards every way onto an open run: whoever is to be its peer is certified through its last session (BR-22, BR-179).
   * A draft is judged when it opens.
   */
  async requireCertified(tx: Tx, runId: string, personId: string): Promise<void> {
    const { state, facts } = await this.facts(tx, runId);
    if (state !== 'open') return;
    const own = facts.facilitators.filter((facilitator) => facilitator.personId === personId);
    refuseUnmet(unmetByPeers(own, facts.lastSessionOn));
  }

  /**
   * Guards every new, published or moved session of an open run: its peers are certified that long, and the run fits
   * into its room (BR-22, BR-25, BR-179). What was held already is judged when it is delivered.
   */
  async requireFitting(tx: Tx, runId: string, sessionIds: string[]): Promise<void> {
    const run = await this.facts(tx, runId);
    if (run.state !== 'open') return;
    const last = await row<{ day: string | null }>(
      tx,
      `select max(local_end)::date::text as day from session where id = any ($1) and starts_at > $2`,
      [sessionIds, this.clock.now()],
    );
    refuseUnmet(unmetForFitting(run, last?.day ?? null));
  }

  /** Which of these people count as peers of this run on a day: who holds what a peer of its course needs (BR-179). */
  async certifiedOn(tx: Tx, runId: string, personIds: string[], day: string): Promise<Set<string>> {
    const run = await this.facts(tx, runId);
    const through = await this.certifications.peersThrough(
      tx,
      personIds.map((personId) => ({ personId, courseId: run.courseId })),
      { day, policy: await this.college.policy(tx) },
    );
    return new Set(personIds.filter((personId) => through(personId, run.courseId) !== null));
  }

  /** Several runs at once; what is unknown is absent. */
  async factsOf(tx: Tx, runIds: string[]): Promise<JudgedRun[]> {
    return this.judged(tx, await rows<FactsRow>(tx, runFacts, [runIds]));
  }

  private async judged(tx: Tx, found: FactsRow[]): Promise<JudgedRun[]> {
    const [any] = found;
    if (!any) return [];
    const policy = { ...new Policy(), ...any.policy };
    const { allowPeerPlusPeerExpert } = policy;
    const through = await this.certifications.peersThrough(
      tx,
      found.flatMap(({ courseId, facilitators }) =>
        facilitators
          .filter(({ deliveryRole }) => deliveryRole === 'peer')
          .map(({ personId }) => ({ personId, courseId })),
      ),
      { day: dateAt(this.clock.now(), any.timeZone), policy },
    );
    return found.map(({ id, state, deliveryModes, courseId, maxLearnersPerFacilitator, ...run }) => ({
      id,
      state,
      courseId,
      deliveryModes,
      facts: {
        mode: run.mode,
        capacity: run.capacity,
        lastSessionOn: run.lastSessionOn,
        venue: run.venue,
        onlineRoom: run.onlineRoom,
        facilitators: run.facilitators.map((facilitator) => ({
          ...facilitator,
          certifiedThrough: through(facilitator.personId, courseId),
        })),
      },
      policy: { maxLearnersPerFacilitator, allowPeerPlusPeerExpert },
    }));
  }
}
