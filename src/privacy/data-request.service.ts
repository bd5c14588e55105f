import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { CollegeService } from '../college/college.service.js';
import { aDay, later } from '../platform/calendar.js';
import type { Actor } from '../platform/actor.js';
import { refuseAfterCard } from '../platform/access/after-card.js';
import { refuseOwnRecord } from '../platform/access/own-record.rules.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { changed, row, type Tx } from '../platform/database/sql.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { refuse } from '../platform/errors/refusal.js';
import { Events } from '../platform/events/events.js';
import { decodeCursor } from '../platform/http/cursor.js';
import { type Page, pageOf } from '../platform/http/pagination.js';
import { newId } from '../platform/ids.js';
import { transition } from '../platform/states/state-table.js';
import type {
  DataRequestAnswerBody,
  DataRequestBody,
  DataRequestDto,
  DataRequestExtensionBody,
  DataRequestsQuery,
  StaffDataRequestsQuery,
} from './data-request.dto.js';
import {
  answerDue,
  canExtend,
  dataRequestActions,
  dataRequestMoves,
  type DataRequestState,
  isLate,
  takesOutOrErases,
  saysEnough,
} from './data-request.rules.js';
import { privacyRefusals } from './privacy.refusals.js';
import { DataRequest } from './data-request.entity.js';
import { requests, type Traces } from './data-request.queries.js';

const mostOpen = 20;

/** What people ask the college to do with what it holds about them, with a clock that they can see (BR-160). */
@Injectable()
export class DataRequestService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
  ) {}

  /** 422 `too_many_data_requests` while 20 are open; 403 `closed_after_card` for what takes records out or erases them. */
  async askForRequest(actor: Actor, { kind, wish }: DataRequestBody): Promise<string> {
    if (takesOutOrErases(kind)) refuseAfterCard(actor);
    return this.database.command(actor, async (tx) => {
      await changed(tx, 'select from person where id = $1 for no key update', [actor.personId]);
      const open = await tx.countBy(DataRequest, { personId: actor.personId, answeredAt: IsNull() });
      if (open >= mostOpen) throw refuse(privacyRefusals.too_many_data_requests, { values: { most: mostOpen } });
      const { dataRequestDays } = await this.college.policy(tx);
      const id = newId();
      const now = this.clock.now();
      const dueAt = later(now, dataRequestDays * aDay);
      await tx.insert(DataRequest, { id, personId: actor.personId, kind, wish: wish ?? null, receivedAt: now, dueAt });
      await this.events.record(tx, actor, {
        type: 'data_request.received',
        subjectId: id,
        personId: actor.personId,
        to: 'received',
        refs: { dueAt: dueAt.toISOString() },
      });
      return id;
    });
  }

  mine(actor: Actor, { cursor, limit }: DataRequestsQuery): Promise<Page<DataRequestDto>> {
    return this.page(
      actor,
      { list: 'my-data-requests', personId: actor.personId },
      'r.person_id = $3::uuid',
      actor.personId,
      cursor,
      limit,
    );
  }

  /** Everybody's, for administrators. */
  list(actor: Actor, { state, cursor, limit }: StaffDataRequestsQuery): Promise<Page<DataRequestDto>> {
    return this.page(
      actor,
      { list: 'data-requests', state },
      `case when $3::text is null then r.state <> 'closed' else r.state = $3 end`,
      state ?? null,
      cursor,
      limit,
    );
  }

  /** For administrators, and for the person. */
  async one(actor: Actor, id: string): Promise<DataRequestDto> {
    const found = await this.database.row<DataRequest>(`${requests} where r.id = $1`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return this.presentRequest(actor, found);
  }

  /** It is clear who asks. */
  verify(actor: Actor, id: string): Promise<string> {
    return this.step(actor, id, 'verified', { identityCheckedAt: this.clock.now() });
  }

  start(actor: Actor, id: string): Promise<string> {
    return this.step(actor, id, 'working');
  }

  /**
   * 422 `data_request_answer_incomplete` for a refusal without a reason and a way to complain, or a part without a
   * reason.
   */
  async answer(actor: Actor, id: string, { outcome, reason, complaintRoute }: DataRequestAnswerBody): Promise<string> {
    if (!saysEnough(outcome, reason, complaintRoute))
      throw refuse(privacyRefusals.data_request_answer_incomplete, { at: [reason ? '/complaintRoute' : '/reason'] });
    return this.step(actor, id, outcome, { answeredAt: this.clock.now(), reason, complaintRoute });
  }

  close(actor: Actor, id: string): Promise<string> {
    return this.step(actor, id, 'closed');
  }

  /** Once, before the time is over, with a reason that the person reads: otherwise 422 `data_request_not_extended`. */
  extend(actor: Actor, id: string, { days, reason }: DataRequestExtensionBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const found = await this.toHandle(tx, actor, id);
      const { dataRequestExtensionDays: most } = await this.college.policy(tx);
      if (days > most || !canExtend(found, this.clock.now())) throw refuse(privacyRefusals.data_request_not_extended);
      await tx.update(DataRequest, { id }, { handledBy: actor.personId, extensionDays: days, extensionReason: reason });
      await this.events.record(tx, actor, {
        type: 'data_request.extended',
        subjectId: id,
        personId: found.personId,
        refs: { days, dueAt: answerDue({ ...found, extensionDays: days }).toISOString() },
      });
      return id;
    });
  }

  private step(actor: Actor, id: string, to: DataRequestState, traces: Traces = {}): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { personId, state } = await this.toHandle(tx, actor, id);
      transition(dataRequestMoves, state, to);
      await tx.update(DataRequest, { id }, { ...traces, state: to, handledBy: actor.personId });
      await this.events.record(tx, actor, { type: `data_request.${to}`, subjectId: id, personId, from: state, to });
      return id;
    });
  }

  /** 422 `own_data_request`: nobody decides on what they asked for themselves. */
  private async toHandle(tx: Tx, actor: Actor, id: string): Promise<DataRequest> {
    const found = await row<DataRequest>(tx, `${requests} where r.id = $1 for update`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    refuseOwnRecord(actor, found.personId, privacyRefusals.own_data_request);
    return found;
  }

  private async page(
    actor: Actor,
    scope: Record<string, string | undefined>,
    which: string,
    value: string | null,
    cursor: string | undefined,
    limit: number,
  ): Promise<Page<DataRequestDto>> {
    const [after = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.database.rows<DataRequest>(
      `${requests} where ${which} and ($1::uuid is null or r.id > $1) order by r.id limit $2`,
      [after, limit + 1, value],
    );
    return pageOf(
      found,
      limit,
      scope,
      ({ id }) => [id],
      (request) => this.presentRequest(actor, request),
    );
  }

  private presentRequest(actor: Actor, found: DataRequest): DataRequestDto {
    const now = this.clock.now();
    return {
      id: found.id,
      personId: found.personId,
      kind: found.kind,
      wish: found.wish,
      state: found.state,
      receivedAt: found.receivedAt.toISOString(),
      dueAt: answerDue(found).toISOString(),
      late: isLate(found, now),
      extensionDays: found.extensionDays,
      extensionReason: found.extensionReason,
      identityCheckedAt: found.identityCheckedAt?.toISOString() ?? null,
      answeredAt: found.answeredAt?.toISOString() ?? null,
      reason: found.reason,
      complaintRoute: found.complaintRoute,
      can: found.personId === actor.personId ? [] : dataRequestActions(found.state, found, now),
      version: found.version,
    };
  }
}
