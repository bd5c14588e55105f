import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { dateAt } from '../../platform/calendar.js';
import { type Actor, is } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { columnsOf, updateRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import { lockPerson } from '../ledger/ce-award.queries.js';
import { ceuRefusals } from '../ceu.refusals.js';
import { TranscriptRelease } from './transcript-release.entity.js';
import { releaseMoves, type ReleaseState } from './transcript-release.rules.js';
import type { TranscriptReleaseBody, TranscriptReleaseDto, TranscriptReleaseQuery } from './transcript.dto.js';
import { beginning, TranscriptService } from './transcript.service.js';
import { CertificatePrintService } from '../../certificates/certificate-print.service.js';
import { Replays } from '../../platform/endings/restore.decorators.js';

const releaseRows = `select ${columnsOf(TranscriptRelease, 'r')} from transcript_release r`;

/**
 * Transcripts that leave the college: each only after its learner authorised that very one, and each listed to them
 * (BR-116).
 */
@Injectable()
export class TranscriptReleaseService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly prints: CertificatePrintService,
    private readonly transcripts: TranscriptService,
    private readonly clock: Clock,
  ) {}

  /** Releases of my transcript, or, with `all`, those of everybody. Newest first. */
  async list(
    actor: Actor,
    { state, cursor, limit }: TranscriptReleaseQuery,
    all: boolean,
  ): Promise<Page<TranscriptReleaseDto>> {
    const scope = { list: all ? 'transcript-releases' : 'my-transcript-releases', state };
    const [after = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.database.rows<TranscriptRelease>(
      `
        ${releaseRows}
        where ($1 or r.person_id = $2) and ($3::text is null or r.state = $3) and ($4::uuid is null or r.id < $4)
        order by r.id desc
        limit $5`,
      [all, actor.personId, state ?? null, after, limit + 1],
    );
    return pageOf(
      found,
      limit,
      scope,
      ({ id }) => [id],
      (each) => present(actor, each),
    );
  }

  /** 404 for a release of somebody else, unless one is an administrator. */
  async one(actor: Actor, id: string): Promise<TranscriptReleaseDto> {
    const found = await this.database.manager.findOneBy(TranscriptRelease, { id });
    if (!found || (found.personId !== actor.personId && !is(actor, 'administrator')))
      throw refuse(platformRefusals.not_found);
    return present(actor, found);
  }

  /**
   * Asks for a release. The learner who asks authorises it with that; an administrator who asks has to wait for the
   * learner.
   */
  askForRelease(
    actor: Actor,
    personId: string,
    { recipient, purpose, from, to }: TranscriptReleaseBody,
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { timeZone } = await this.college.current(tx);
      const now = this.clock.now();
      const last = to ?? dateAt(now, timeZone);
      if (from !== undefined && from > last) throw refuse(ceuRefusals.period_reversed);
      await lockPerson(tx, personId);
      const state = personId === actor.personId ? 'authorised' : 'requested';
      const id = newId();
      await tx.insert(TranscriptRelease, {
        id,
        personId,
        recipient,
        purpose: purpose ?? null,
        fromOn: from ?? beginning,
        toOn: last,
        state,
        requestedBy: actor.personId,
        requestedAt: now,
        answeredAt: state === 'authorised' ? now : null,
      });
      await this.events.record(tx, actor, { type: `transcript_release.${state}`, subjectId: id, personId, to: state });
      return id;
    });
  }

  /**
   * The learner says yes, says no, or takes a yes back. 404 for a release of somebody else, 409 once it is too late.
   */
  answer(actor: Actor, id: string, answer: 'authorised' | 'refused' | 'withdrawn'): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const release = await lock(tx, id);
      if (release.personId !== actor.personId) throw refuse(platformRefusals.not_found);
      const to = transition(releaseMoves, release.state, answer);
      await tx.update(TranscriptRelease, { id }, { state: to, answeredAt: this.clock.now() });
      await this.events.record(tx, actor, { type: `transcript_release.${to}`, subjectId: id, from: release.state, to });
      return id;
    });
  }

  /** What a learner refused or took back is handed over to nobody after a restore (BR-191). */
  @Replays('transcript_release_ended', {
    'transcript_release.withdrawn': 'subject',
    'transcript_release.refused': 'subject',
  })
  endAgain(ids: string[]): Promise<void> {
    const answeredAt = this.clock.now();
    return this.database.transaction(async (tx) => {
      await updateRows(tx, TranscriptRelease, { id: ids, state: 'requested' }, { state: 'refused', answeredAt });
      await updateRows(tx, TranscriptRelease, { id: ids, state: 'authorised' }, { state: 'withdrawn', answeredAt });
    });
  }

  /**
   * An administrator hands it over: it is numbered and frozen as it stands now. 403 `transcript_release_not_authorised`
   * without the learner's yes, 422 `own_record` for one's own.
   */
  handOver(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const found = await tx.findOneBy(TranscriptRelease, { id });
      if (!found) throw refuse(platformRefusals.not_found);
      refuseOwnRecord(actor, found.personId);
      await lockPerson(tx, found.personId);
      const release = await lock(tx, id);
      if (release.state !== 'authorised' && release.state !== 'released')
        throw refuse(ceuRefusals.transcript_release_not_authorised);
      const to = transition(releaseMoves, release.state, 'released');
      const transcript = await this.transcripts.readIn(tx, release.personId, {
        to: release.toOn,
        ...(release.fromOn !== beginning && { from: release.fromOn }),
      });
      await this.transcripts.issue(tx, actor, id, transcript, { recipient: release.recipient, open: false });
      await tx.update(
        TranscriptRelease,
        { id },
        { state: to, releasedBy: actor.personId, releasedAt: this.clock.now() },
      );
      await this.events.record(tx, actor, {
        type: 'transcript_release.released',
        subjectId: id,
        personId: release.personId,
        from: release.state,
        to,
      });
      return id;
    });
  }

  /** What was handed over, as a PDF. 403 before that. */
  async document(actor: Actor, id: string): Promise<Buffer> {
    const release = await this.one(actor, id);
    if (release.state !== 'released') throw refuse(ceuRefusals.transcript_release_not_authorised);
    return this.prints.renderNewest('transcript', id);
  }
}

async function lock(tx: Tx, id: string): Promise<TranscriptRelease> {
  const found = await tx.findOne(TranscriptRelease, { where: { id }, lock: { mode: 'for_no_key_update' } });
  if (!found) throw refuse(platformRefusals.not_found);
  return found;
}

const mine: Partial<Record<ReleaseState, TranscriptReleaseDto['can']>> = {
  requested: ['authorise', 'refuse'],
  authorised: ['withdraw'],
  released: ['print'],
};
const administrators: Partial<Record<ReleaseState, TranscriptReleaseDto['can']>> = {
  authorised: ['hand_over'],
  released: ['print'],
};

function present(
  actor: Actor,
  { requestedBy, requestedAt, answeredAt, releasedAt, ...release }: TranscriptRelease,
): TranscriptReleaseDto {
  return {
    id: release.id,
    personId: release.personId,
    recipient: release.recipient,
    purpose: release.purpose,
    from: release.fromOn,
    to: release.toOn,
    state: release.state,
    byLearner: requestedBy === release.personId,
    requestedAt: requestedAt.toISOString(),
    answeredAt: answeredAt?.toISOString() ?? null,
    releasedAt: releasedAt?.toISOString() ?? null,
    can: (release.personId === actor.personId ? mine : administrators)[release.state] ?? [],
    version: release.version,
  };
}
