import { Injectable, type OnModuleInit } from '@nestjs/common';
import { IsNull, Not } from 'typeorm';
import { CollegeService } from '../college/college.service.js';
import type { Actor } from '../platform/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { columnsOf } from '../platform/database/tables.js';
import { type Declared, Declarations } from '../platform/discovery/declarations.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { refuse } from '../platform/errors/refusal.js';
import { decodeCursor } from '../platform/http/cursor.js';
import { type Page, pageOf } from '../platform/http/pagination.js';
import type { InboxQuery, MessageDto } from './inbox.dto.js';
import { arrivals, type NotesArrival } from './message.decorators.js';
import { Message } from './message.entity.js';
import { type MessageKind, tellsPlan } from './message.rules.js';
import { wordsOf } from './letters.js';
import { planWords } from './plan-words.js';
import { NoticeTexts } from './notice-texts.js';
import { PlansNow } from './plans-now.js';

interface InboxRow extends Pick<
  Message,
  'id' | 'kind' | 'subjectId' | 'occasion' | 'notAfter' | 'timeZone' | 'readAt' | 'version'
> {
  receivedAt: Date;
}

/** Messages `m`; the condition follows. */
const messages = `
  select ${columnsOf(Message, 'm', 'id', 'kind', 'subjectId', 'occasion', 'notAfter', 'timeZone', 'readAt', 'version')},
    m.in_inbox_at as "receivedAt"
  from message m`;

/** A person's messages inside the service. Only their own exist for them. */
@Injectable()
export class InboxService implements OnModuleInit {
  private arrivals: ReadonlyMap<MessageKind, Declared<unknown, NotesArrival>> = new Map();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly college: CollegeService,
    private readonly declarations: Declarations,
    private readonly plans: PlansNow,
    private readonly notices: NoticeTexts,
  ) {}

  onModuleInit(): void {
    this.arrivals = this.declarations.findByName(arrivals, (kind) => [kind]);
  }

  /** My messages, newest first. */
  async list({ personId }: Actor, { unread, cursor, limit }: InboxQuery): Promise<Page<MessageDto>> {
    const scope = { list: 'messages', of: personId, unread };
    const [at = null, id = null] = decodeCursor(cursor, scope, 2) ?? [];
    const found = await this.database.rows<InboxRow>(
      `
        ${messages}
        where m.person_id = $1
          and m.in_inbox_at is not null
          and (not $2 or m.read_at is null)
          and ($3::timestamptz is null or (m.in_inbox_at, m.id) < ($3, $4::uuid))
        order by m.in_inbox_at desc, m.id desc
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

  /** How many messages a person has not read; counted to a hundred. */
  async unread(personId: string): Promise<number> {
    const found = await this.database.row<{ unread: number }>(
      `
        select count(*)::integer as unread
        from (
          select ${columnsOf(Message, 'm', 'id')}
          from message m
          where m.person_id = $1 and m.in_inbox_at is not null and m.read_at is null
          limit 100
        ) mine`,
      [personId],
    );
    return found?.unread ?? 0;
  }

  /** Marks one of my messages as read; the first time counts. 404 for any other. */
  read(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const mine = await tx.findOneBy(Message, { id, personId: actor.personId, inInboxAt: Not(IsNull()) });
      if (!mine) throw refuse(platformRefusals.not_found);
      await this.arrivals.get(mine.kind)?.call(tx, mine, actor);
      await tx.update(Message, { id, readAt: IsNull() }, { readAt: this.clock.now() });
      return id;
    });
  }

  /** One of my messages, of a change with how it stands now, of a notice with its text. 404 for any other. */
  async one(actor: Actor, id: string): Promise<MessageDto> {
    const found = await this.database.row<InboxRow>(
      `${messages} where m.id = $1 and m.person_id = $2 and m.in_inbox_at is not null`,
      [id, actor.personId],
    );
    if (!found) throw refuse(platformRefusals.not_found);
    const { timeZone } = await this.college.current();
    const plan = tellsPlan(found.kind) ? await this.plans.of(actor.personId, found.subjectId) : undefined;
    const notice = found.kind === 'run_notice' ? await this.notices.of(actor, found.occasion) : undefined;
    return { ...present(found, timeZone), plan: plan ? planWords(plan, timeZone) : null, notice: notice ?? null };
  }
}

function present(message: InboxRow, collegeZone: string): MessageDto {
  const { id, kind, subjectId, notAfter, receivedAt, readAt, version } = message;
  const { subject: title, text } = wordsOf(message, collegeZone);
  return {
    id,
    kind,
    subjectId,
    title,
    text,
    plan: null,
    notice: null,
    version,
    usefulUntil: notAfter.toISOString(),
    receivedAt: receivedAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
    can: readAt ? [] : ['read'],
  };
}
