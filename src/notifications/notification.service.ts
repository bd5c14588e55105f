import { Injectable } from '@nestjs/common';
import { aDay } from '../platform/calendar.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { rows } from '../platform/database/sql.js';
import { newId } from '../platform/ids.js';
import type { MessageKind } from './message.rules.js';

/** Something to tell somebody. */
export interface Intent {
  personId: string;
  kind: MessageKind;
  /** What it is about: the id that a frontend opens. */
  subjectId: string;
  /** Tells apart what can happen to one subject more than once, e.g. the id of a change. */
  occasion?: string;
  /** Whether it answers what the person did in the service themselves (BR-147). */
  requested?: boolean;
  /** From then on it is of no use. Default: two weeks from now. */
  notAfter?: Date;
}

const usefulFor = 14 * aDay;

/** Intends messages. Whether, when and how each goes out is decided when it is sent. */
@Injectable()
export class NotificationService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Intends each message once: one that was intended before is left as it is, sent or not (I-26). */
  async intend(...intents: Intent[]): Promise<void> {
    const now = this.clock.now();
    const planned = intents.map(({ personId, kind, subjectId, occasion, requested, notAfter }) => ({
      id: newId(),
      person_id: personId,
      kind,
      subject_id: subjectId,
      occasion: occasion ?? 'once',
      requested: requested ?? false,
      planned_at: now,
      not_after: notAfter ?? new Date(now.getTime() + usefulFor),
    }));
    await this.database.transaction((tx) =>
      rows(
        tx,
        `
          with intended as (
            insert into message (id, person_id, kind, subject_id, occasion, requested, planned_at, not_after)
            select id, person_id, kind, subject_id, occasion, requested, planned_at, not_after
            from jsonb_populate_recordset(null::message, $1::jsonb)
            on conflict on constraint message_once
            do nothing
            returning id
          )
          select enqueue_job('send-message', json_build_object('messageId', id), 'message:' || id, null)
          from intended`,
        [JSON.stringify(planned)],
      ),
    );
  }
}
