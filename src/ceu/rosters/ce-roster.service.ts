import { Injectable } from '@nestjs/common';
import { textOf } from '../../catalogues/catalogues.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { ceuRefusals } from '../ceu.refusals.js';
import { type CreditKind, printedCredit } from '../ledger/ce-credit.rules.js';
import { mostExported } from '../ledger/ce-ledger-query.service.js';
import { CeRoster } from './ce-roster.entity.js';
import type { CeRosterBody, CeRosterDetailDto, CeRosterDto, CeRosterLineDto, CeRosterQuery } from './ce-roster.dto.js';

interface RosterRow extends Omit<CeRosterDto, 'postedAt' | 'can'> {
  postedAt: Date | null;
}

interface LineRow extends Omit<CeRosterLineDto, 'printed'> {
  cause: string | null;
  kind: CreditKind;
  credits: number;
  approver: string;
}

/**
 * What a roster tells: every entry of its approval and days that no roster told before. An award that was taken back
 * before anybody was told is not told at all.
 */
const untold = `
  from ce_entry e
  left join ce_entry answer on answer.person_id = e.person_id
    and answer.event_id = e.event_id
    and answer.approval_id = e.approval_id
    and answer.number = e.number + 1
  left join ce_entry answered on e.entry_type = 'reversal'
    and answered.person_id = e.person_id
    and answered.event_id = e.event_id
    and answered.approval_id = e.approval_id
    and answered.number = e.number - 1
  where e.approval_id = r.approval_id
    and e.completed_on between r.from_on and r.to_on
    and not exists (select from ce_roster_line told where told.entry_id = e.id)
    and case e.entry_type
      when 'award' then answer.id is null
      else exists (select from ce_roster_line told where told.entry_id = answered.id)
    end`;

const rosterRows = `
  select r.id, r.approval_id as "approvalId", r.from_on::text as "from", r.to_on::text as "to",
    r.posted_at as "postedAt", r.version,
    (
      case
        when r.posted_at is null then (select count(*) ${untold})
        else (select count(*) from ce_roster_line l where l.roster_id = r.id)
      end
    )::integer as "lineCount"
  from ce_roster r`;

const lineColumns = `
  e.id as "entryId", e.entry_type as "entryType", e.person_id as "personId", e.title,
  e.completed_on::text as "completedOn", e.minutes, e.credits, e.kind, e.approval ->> 'approver' as approver,
  e.reason, e.cause`;

/**
 * Rosters for accreditors. Once posted, their lines never change; a change is a line of a later roster, with its reason
 * (I-34).
 */
@Injectable()
export class CeRosterService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Rosters, newest first. */
  async list({ approvalId, cursor, limit }: CeRosterQuery): Promise<Page<CeRosterDto>> {
    const scope = { list: 'ce-rosters', approvalId };
    const [after = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.database.rows<RosterRow>(
      `
        ${rosterRows}
        where ($1::uuid is null or r.approval_id = $1) and ($2::uuid is null or r.id < $2)
        order by r.id desc
        limit $3`,
      [approvalId ?? null, after, limit + 1],
    );
    return pageOf(found, limit, scope, ({ id }) => [id], present);
  }

  /** 404 for an unknown roster; 422 `export_too_large` for one that has to be told in parts. */
  async one(id: string): Promise<CeRosterDetailDto> {
    const found = await this.database.row<RosterRow>(`${rosterRows} where r.id = $1`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    const lines = await this.database.rows<LineRow>(found.postedAt ? postedLines : draftLines, [id, mostExported + 1]);
    if (lines.length > mostExported) throw refuse(ceuRefusals.export_too_large, { values: { most: mostExported } });
    return { ...present(found), lines: lines.map(presentLine) };
  }

  /** Starts a roster; until it is posted its lines follow the ledger. 422 `approval_unknown` or `period_reversed`. */
  draft(actor: Actor, { approvalId, from, to }: CeRosterBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const id = newId();
      await tx.insert(CeRoster, {
        id,
        approvalId,
        fromOn: from,
        toOn: to,
        createdBy: actor.personId,
        createdAt: this.clock.now(),
      });
      await this.events.record(tx, actor, { type: 'ce_roster.drafted', subjectId: id, refs: { approvalId } });
      return id;
    });
  }

  /** Freezes what is told. 409 `roster_posted` for one that was. */
  post(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const roster = await this.lockRoster(tx, id);
      if (roster.postedAt) throw refuse(ceuRefusals.roster_posted);
      await changed(
        tx,
        `
          with told as (
            insert into ce_roster_line (id, roster_id, position, entry_id)
            select gen_random_uuid(), r.id, row_number() over (order by e.completed_on, e.entered_at, e.id), e.id
            from ce_roster r
            cross join lateral (select e.* ${untold}) e
            where r.id = $1
            returning id, entry_id
          )
          insert into ce_roster_name (line_id, name)
          select told.id, p.chosen_name
          from told
          join ce_entry e on e.id = told.entry_id
          join person p on p.id = e.person_id
          where p.chosen_name is not null`,
        [id],
      );
      await tx.update(CeRoster, { id }, { postedBy: actor.personId, postedAt: this.clock.now() });
      await this.events.record(tx, actor, {
        type: 'ce_roster.posted',
        subjectId: id,
        refs: { approvalId: roster.approvalId },
      });
      return id;
    });
  }

  /** Rosters of one approval wait for each other, so that no entry is told twice. */
  private async lockRoster(tx: Tx, id: string): Promise<CeRoster> {
    await changed(
      tx,
      'select from ce_approval where id = (select approval_id from ce_roster where id = $1) for no key update',
      [id],
    );
    const found = await tx.findOne(CeRoster, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }
}

const draftLines = `
  select row_number() over (order by e.completed_on, e.entered_at, e.id)::integer as position, ${lineColumns},
    p.chosen_name as name
  from ce_roster r
  cross join lateral (select e.* ${untold}) e
  join person p on p.id = e.person_id
  where r.id = $1
  order by 1
  limit $2`;
const postedLines = `
  select l.position, ${lineColumns}, n.name
  from ce_roster_line l
  join ce_entry e on e.id = l.entry_id
  left join ce_roster_name n on n.line_id = l.id
  where l.roster_id = $1
  order by l.position
  limit $2`;

const present = ({ postedAt, ...roster }: RosterRow): CeRosterDto => ({
  id: roster.id,
  approvalId: roster.approvalId,
  from: roster.from,
  to: roster.to,
  postedAt: postedAt?.toISOString() ?? null,
  lineCount: roster.lineCount,
  can: postedAt ? [] : ['post'],
  version: roster.version,
});

/** Why an award was taken back, where nobody wrote it. */
const causeWords = (cause: string | null): string | null =>
  cause === 'evidence_changed' || cause === 'administrator' ? textOf(`labels.ce_reversal_cause.${cause}`) : null;

const presentLine = (line: LineRow): CeRosterLineDto => ({
  position: line.position,
  entryId: line.entryId,
  entryType: line.entryType,
  personId: line.personId,
  name: line.name,
  title: line.title,
  completedOn: line.completedOn,
  minutes: line.minutes,
  printed: printedCredit(line.kind, line.credits, line.approver),
  reason: line.reason ?? causeWords(line.cause),
});
