import { Injectable } from '@nestjs/common';
import { textOf } from '../../catalogues/catalogues.js';
import { Database } from '../../platform/database/database.js';
import { refuse } from '../../platform/errors/refusal.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { ceuRefusals } from '../ceu.refusals.js';
import { amountText } from './ce-credit.rules.js';
import type { CeFiguresQuery, CeShortfallDto, CeShortfallQuery, CeTotalDto, Grouping } from './ce-figures.dto.js';
import { mostExported } from './ce-ledger-query.service.js';
import { holdsRoleSql } from '../../people/roles/role.sql.js';

interface TotalRow extends Omit<CeTotalDto, 'amount'> {
  credits: number | null;
}

const counts = 'count(distinct w.id)::integer as awards, count(distinct w.person_id)::integer as people';
const awardsInPeriod = `ce_award w where w.state <> 'reversed' and w.completed_on between $1 and $2`;
const totals: Record<Grouping, string> = {
  category: `
    select line.key as key, line.key as label, w.kind, ${counts}, sum(line.value::integer)::integer as minutes,
      null::integer as credits
    from ce_award w
    cross join jsonb_each_text(w.categories) line
    where w.state <> 'reversed' and w.completed_on between $1 and $2
    group by line.key, w.kind
    order by line.key, w.kind
    limit 1000`,
  approval: `
    select coalesce(w.approval_id::text, 'external') as key,
      coalesce(max(w.approval ->> 'name'), $3) as label, w.kind, ${counts},
      sum(w.minutes)::integer as minutes, sum(w.credits)::integer as credits
    from ${awardsInPeriod}
    group by w.approval_id, w.kind
    order by label, key, w.kind
    limit 1000`,
  month: `
    select to_char(w.completed_on, 'YYYY-MM') as key, to_char(w.completed_on, 'YYYY-MM') as label, w.kind, ${counts},
      sum(w.minutes)::integer as minutes, sum(w.credits)::integer as credits
    from ${awardsInPeriod}
    group by 1, 2, w.kind
    order by 1, w.kind
    limit 1000`,
};

// An event under two approvals is two awards, and still the same hours: the larger one counts.
const shortfalls = `
  select *
  from (
    select p.id as "personId", p.chosen_name as "chosenName", $1::text as category,
      coalesce(had.minutes, 0)::integer as minutes, ($2 - coalesce(had.minutes, 0))::integer as missing,
      $4::date::text as "to"
    from person p
    left join lateral (
      select sum(counted.minutes) as minutes
      from (
        select max(
          coalesce(case when $1::text is null then w.minutes else (w.categories ->> $1)::integer end, 0)
        ) as minutes
        from ce_award w
        where w.person_id = p.id
          and w.state <> 'reversed'
          and w.completed_on >= $3::date
          and w.completed_on <= $4::date
        group by w.event_id
      ) counted
    ) had on true
    where ${holdsRoleSql('p.id', '$5')}
  ) short
  where missing > 0 and ($6::integer is null or (-missing, "personId") > (-$6::integer, $7::uuid))
  order by -missing, "personId"
  limit $8`;

/** What the awards that stand add up to, and who is short of what. */
@Injectable()
export class CeFiguresService {
  constructor(private readonly database: Database) {}

  /** Totals of awards completed within the days; each kind of credit by itself. */
  async totals({ by, from, to }: CeFiguresQuery): Promise<CeTotalDto[]> {
    const found = await this.database.rows<TotalRow>(totals[by], [
      from,
      to,
      ...(by === 'approval' ? [textOf('labels.events_elsewhere')] : []),
    ]);
    return found.map(({ key, label, kind, awards, people, minutes, credits }) => ({
      key,
      label,
      kind,
      awards,
      people,
      minutes,
      amount: credits === null ? null : amountText(kind, credits),
    }));
  }

  /** Whoever holds the role and has fewer minutes than asked for. */
  async shortfalls({ cursor, limit, ...filters }: CeShortfallQuery): Promise<Page<CeShortfallDto>> {
    const scope = { list: 'ce-shortfalls', ...filters };
    const found = await this.find(filters, decodeCursor(cursor, scope, 2), limit + 1);
    return pageOf(
      found,
      limit,
      scope,
      ({ missing, personId }) => [missing, personId],
      (each) => each,
    );
  }

  /** All of them, for a file. */
  async allShortfalls(query: CeShortfallQuery): Promise<CeShortfallDto[]> {
    const found = await this.find(query, undefined, mostExported + 1);
    if (found.length > mostExported) throw refuse(ceuRefusals.export_too_large, { values: { most: mostExported } });
    return found;
  }

  private find(
    { minutes, category, from, to, role }: Omit<CeShortfallQuery, 'cursor' | 'limit'>,
    [missing = null, personId = null]: readonly unknown[] = [],
    most: number,
  ): Promise<CeShortfallDto[]> {
    return this.database.rows<CeShortfallDto>(shortfalls, [
      category ?? null,
      minutes,
      from,
      to,
      role,
      missing,
      personId,
      most,
    ]);
  }
}
