import { Injectable } from '@nestjs/common';
import { PrivateTextService } from '../../people/private-details/private-text.service.js';
import { type Actor, is } from '../../platform/actor.js';
import { judge, mostRows, resultOf } from '../../platform/batches/batch.rules.js';
import { Batches } from '../../platform/batches/batches.js';
import { Database } from '../../platform/database/database.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf, insertion } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { RunService } from '../../sessions/runs/run.service.js';
import { Enrolment } from '../enrolments/enrolment.entity.js';
import type { RunNoticeBody, RunNoticeDto } from './run-notice.dto.js';
import { RunNotice } from './run-notice.entity.js';
import { placeOf, requireGoingOn } from './run-notice.rules.js';

/** What is decided of one person whom a notice is for. */
interface Addressed {
  personId: string;
  at: Date;
}

/** Notices of those who run a course to its learners (BR-206). */
@Injectable()
export class RunNoticeService {
  constructor(
    private readonly database: Database,
    private readonly batches: Batches,
    private readonly events: Events,
    private readonly runs: RunService,
    private readonly texts: PrivateTextService,
  ) {}

  /**
   * Writes to everybody with a place, but for who sends it. 404 for a hidden run, 403 for whoever does not run it and, by
   * the days of the roster, `roster_closed` for its facilitators (BR-210).
   */
  async send(actor: Actor, runId: string, { text, dryRun = false }: RunNoticeBody): Promise<RunNoticeDto> {
    const { kept, ...done } = await this.batches.run(actor, dryRun, {
      judge: async (tx) => {
        const { now } = await this.mayWrite(tx, actor, runId);
        const placed = await rows<Pick<Enrolment, 'personId'>>(tx, withPlace, [runId, actor.personId, mostRows + 1]);
        return placed.map(({ personId }) => judge(personId, (): Addressed => ({ personId, at: now })));
      },
      write: (tx, people) => this.write(tx, actor, runId, text, people),
    });
    return { ...done, rows: kept.map((each) => ({ personId: each.id, ...resultOf(each) })) };
  }

  /** The text of a copy, for whom it is; undefined once it is gone. 503 `keys_out_of_reach` while their key is. */
  async of(personId: string, id: string): Promise<string | undefined> {
    const found = await this.database.manager.findOneBy(RunNotice, { id, personId });
    return found ? this.texts.open(personId, placeOf(id), { keyId: found.keyId, sealed: found.text }) : undefined;
  }

  /** Whether there is a copy still, and whom it is for has a place still. */
  async stands(tx: Tx, id: string): Promise<boolean> {
    return (await row(tx, standing, [id])) !== undefined;
  }

  private async mayWrite(tx: Tx, actor: Actor, runId: string): Promise<{ now: Date }> {
    const run = await this.runs.look(tx, runId);
    const { facilitates } = await this.runs.mustSee(tx, actor, runId, run.state);
    if (!is(actor, 'coordinator')) {
      if (!facilitates) throw refuse(platformRefusals.forbidden);
      await this.runs.requireRosterDays(tx, runId);
    }
    requireGoingOn(run.state);
    return run;
  }

  private async write(
    tx: Tx,
    actor: Actor,
    runId: string,
    text: string,
    people: [Addressed, ...Addressed[]],
  ): Promise<void> {
    const copies: RunNotice[] = [];
    for (const { personId, at: sentAt } of people) {
      const id = newId();
      const { keyId, sealed } = await this.texts.seal(tx, personId, placeOf(id), text);
      copies.push({ id, personId, runId, sentBy: actor.personId, sentAt, keyId, text: sealed });
    }
    await this.events.recordWith(
      tx,
      actor,
      insertion(RunNotice, copies),
      ...copies.map(({ id, personId }) => ({
        type: 'run_notice.sent',
        subjectId: id,
        personId,
        refs: { runId },
      })),
    );
  }
}

/** Those with a place on the run ($1) besides who writes ($2), in the order in which they came; $3 how many. */
const withPlace = `
  select ${columnsOf(Enrolment, 'e', 'personId')}
  from enrolment e
  where e.run_id = $1 and e.state = 'confirmed' and e.person_id <> $2
  order by e.id
  limit $3`;

const standing = `
  select
  from run_notice n
  join enrolment e on e.run_id = n.run_id and e.person_id = n.person_id and e.state = 'confirmed'
  where n.id = $1`;
