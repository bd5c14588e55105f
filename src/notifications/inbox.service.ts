import { Injectable } from '@nestjs/common';
import { CollegeService } from '../college/college.service.js';
import type { Actor } from '../platform/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { changed, row } from '../platform/database/sql.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { refuse } from '../platform/errors/refusal.js';
import { decodeCursor } from '../platform/http/cursor.js';
import { type Page, pageOf } from '../platform/http/pagination.js';
import type { InboxQuery, MessageDto } from './inbox.dto.js';
import type { MessageKind } from './message.rules.js';
import { wordsOf } from './letters.js';

interface InboxRow {
  id: string;
  kind: MessageKind;
  subjectId: string;
  notAfter: Date;
  receivedAt: Date;
  readAt: Date | null;
  version: number;
}

const columns = `
    id, kind, subject_id as "subjectId", not_after as "notAfter", in_inbox_at as "receivedAt", read_at as "readAt",
    version`;

/** A person's messages inside the service. Only their own exist for them. */
@Injectable()
export class InboxService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly college: CollegeService,
  ) {}

  /** My messages, newest first. */
  async list({ personId }: Actor, { unread, cursor, limit }: InboxQuery): Promise<Page<MessageDto>> {
    const scope = { list: 'messages', of: personId, unread };
    const [at = null, id = null] = decodeCursor(cursor, scope, 2) ?? [];
    const found = await this.database.rows<InboxRow>(
      `
        select ${columns}
        from message
        where person_id = $1
          and in_inbox_at is not null
          and (not $2 or read_at is null)
          and ($3::timestamptz is null or (in_inbox_at, id) < ($3, $4::uuid))
        order by in_inbox_at desc, id desc
        limit $5`,
      [personId, unread, at, id, limit + 1],
    );
    const { timeZone } = await this.college.current();
    return pageOf(
      found,
      limit,
      scope,
      (message) => [message.receivedAt.toISOString(), message.id],
      (message) => present(message, timeZone),
    );
  }

  /** Marks one of my messages as read; the first time counts. 404 for any other. */
  read(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const mine = await row(tx, 'select from message where id = $1 and person_id = $2 and in_inbox_at is not null', [
        id,
        actor.personId,
      ]);
      if (!mine) throw refuse(platformRefusals.not_found);
      await changed(tx, 'update message set read_at = $2 where id = $1 and read_at is null', [id, this.clock.now()]);
      return id;
    });
  }

  /** One of my messages. 404 for any other. */
  async one({ personId }: Actor, id: string): Promise<MessageDto> {
    const found = await this.database.row<InboxRow>(
      `select ${columns} from message where id = $1 and person_id = $2 and in_inbox_at is not null`,
      [id, personId],
    );
    if (!found) throw refuse(platformRefusals.not_found);
    return present(found, (await this.college.current()).timeZone);
  }
}

function present(
  { id, kind, subjectId, notAfter, receivedAt, readAt, version }: InboxRow,
  timeZone: string,
): MessageDto {
  const { subject: title, text } = wordsOf(kind, notAfter, timeZone);
  return {
    id,
    kind,
    subjectId,
    title,
    text,
    version,
    usefulUntil: notAfter.toISOString(),
    receivedAt: receivedAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
    can: readAt ? [] : ['read'],
  };
}
