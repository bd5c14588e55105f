import { Injectable } from '@nestjs/common';
import { PrivateTextService } from '../../people/private-details/private-text.service.js';
import { isEarlier } from '../../platform/access/after-card.js';
import { type Actor, is } from '../../platform/actor.js';
import { judge, mostRows, resultOf } from '../../platform/batches/batch.rules.js';
import { Batches } from '../../platform/batches/batches.js';
import { Database } from '../../platform/database/database.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf, insertion } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import type { PageQuery } from '../../platform/http/page-query.dto.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { laterUnlessDamaged } from '../../platform/keys/sealing.js';
import { RunService } from '../../sessions/runs/run.service.js';
import { Enrolment } from '../enrolments/enrolment.entity.js';
import { hasPlaceSql } from '../enrolments/enrolment.sql.js';
import type { MyNoticeDto, RunNoticeBody, RunNoticeDto } from './run-notice.dto.js';
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
      judge: async (tx, trying) => {
        const { now } = await this.mayWrite(tx, actor, runId, trying);
        const placed = await rows<Pick<Enrolment, 'personId'>>(tx, withPlace, [runId, actor.personId, mostRows + 1]);
        return placed.map(({ personId }) => judge(personId, (): Addressed => ({ personId, at: now })));
      },
      write: (tx, people) => this.write(tx, actor, runId, text, people),
    });
    return { ...done, rows: kept.map((each) => ({ personId: each.id, ...resultOf(each) })) };
  }

  /**
   * What was written to me on runs on which I have a place, newest first, whatever I said of ways; but for what a card
   * closes (BR-206, BR-215). 503 `keys_out_of_reach` while my key is.
   */
  async mine(actor: Actor, { cursor, limit }: PageQuery): Promise<Page<MyNoticeDto>> {
    const scope = { list: 'notices', of: actor.personId };
    const [at = null, id = null] = decodeCursor(cursor, scope, 2) ?? [];
    const since = actor.afterCard?.since ?? null;
    const found = await this.database.rows<RunNotice>(writtenTo, [actor.personId, since, at, id, limit + 1]);
    const texts = new Map(
      await Promise.all(found.map(async (copy) => [copy.id, await laterUnlessDamaged(this.open(copy))] as const)),
    );
    return pageOf(
      found,
      limit,
      scope,
      (copy) => [copy.sentAt.toISOString(), copy.id],
      (copy) => ({
        id: copy.id,
        runId: copy.runId,
        sentAt: copy.sentAt.toISOString(),
        text: texts.get(copy.id) ?? null,
      }),
    );
  }

  /**
   * The text of a copy, for whom it is; undefined once it is gone, and of what a card closes (BR-215). 503
   * `keys_out_of_reach` while their key is.
   */
  async of(reader: Pick<Actor, 'personId' | 'afterCard'>, id: string): Promise<string | undefined> {
    const found = await this.database.manager.findOneBy(RunNotice, { id, personId: reader.personId });
    return found && !isEarlier(reader, found.sentAt) ? this.open(found) : undefined;
  }

  /** Whether there is a copy still, and whom it is for has a place still. */
  async stands(tx: Tx, id: string): Promise<boolean> {
    return (await row(tx, standing, [id])) !== undefined;
  }

  /** Under the lock of the run, so that nobody's place ends meanwhile; a dry run only looks. */
  private async mayWrite(tx: Tx, actor: Actor, runId: string, dryRun: boolean): Promise<{ now: Date }> {
    const run = await (dryRun ? this.runs.look(tx, runId) : this.runs.lockRun(tx, runId));
    const { facilitates } = await this.runs.mustSee(tx, actor, runId, run.state);
    if (!is(actor, 'coordinator')) {
      if (!facilitates) throw refuse(platformRefusals.forbidden);
      await this.runs.requireRosterDays(tx, runId);
    }
    requireGoingOn(run.state);
    return run;
  }

  private open({ id, personId, keyId, text }: RunNotice): Promise<string> {
    return this.texts.open(personId, placeOf(id), { keyId, sealed: text });
  }

  private async write(
    tx: Tx,
    actor: Actor,
    runId: string,
    text: string,
    people: [Addressed, ...Addressed[]],
  ): Promise<void> {
    const sealFor = await this.texts.sealingForAll(
      tx,
      people.map(({ personId }) => personId),
    );
    const copies = people.map(({ personId, at: sentAt }): RunNotice => {
      const id = newId();
      const { keyId, sealed } = sealFor(personId, placeOf(id), text);
      return { id, personId, runId, sentBy: actor.personId, sentAt, keyId, text: sealed };
    });
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

/**
 * Copies for $1 written since $2, with the place that they are for still theirs; from before $3 and $4 on, $5 how many.
 */
const writtenTo = `
  select ${columnsOf(RunNotice, 'n')}
  from run_notice n
  where n.person_id = $1
    and ($2::timestamptz is null or n.sent_at >= $2)
    and ($3::timestamptz is null or (n.sent_at, n.id) < ($3, $4::uuid))
    and exists (
      select
      from enrolment e
      where e.run_id = n.run_id and e.person_id = n.person_id and ${hasPlaceSql('e.state')}
    )
  order by n.sent_at desc, n.id desc
  limit $5`;

const standing = `
  select
  from run_notice n
  join enrolment e on e.run_id = n.run_id and e.person_id = n.person_id and e.state = 'confirmed'
  where n.id = $1`;
