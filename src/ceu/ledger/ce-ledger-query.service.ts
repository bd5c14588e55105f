import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import type { Actor } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import type { LongListQuery, PageQuery } from '../../platform/http/page-query.dto.js';
import { type Listed, listed, pageFrom } from '../../platform/listing/listing.js';
import { type CountedPage, type Page, pageOf } from '../../platform/http/pagination.js';
import { type ApprovalCase, casesOf, type CreditCase } from './ce-award.queries.js';
import { judge } from './ce-judgement.rules.js';
import { ceuRefusals } from '../ceu.refusals.js';
import { printedCredit } from './ce-credit.rules.js';
import { CeCompletion } from './ce-entry.entity.js';
import type { CeCreditDto, CeEntryDetailDto, CeEntryDto, CeLedgerQuery } from './ce-ledger.dto.js';
import {
  entryColumns,
  entryDetail,
  entryOrders,
  type EntryRow,
  fromEntries,
  presentDetail,
  presentEntry,
} from './ce-ledger.queries.js';
import { currentEntry } from './ce-ledger.rules.js';

/** Most lines of one exported file. */
export const mostExported = 10_000;

const fits = `
  ($1::uuid is null or e.person_id = $1)
    and ($2::uuid is null or e.run_id = $2)
    and ($3::uuid is null or e.approval_id = $3)
    and ($4::text is null or e.categories ? $4)
    and ($5::text is null or e.kind = $5)
    and ($6::text is null or e.entry_type = $6)
    and ($7::date is null or e.entered_at >= $7::date::timestamp at time zone $9)
    and ($8::date is null or e.entered_at < ($8::date + 1)::timestamp at time zone $9)`;

/** Reading the ledger: my own, or, for administrators, everybody's. */
@Injectable()
export class CeLedgerQueryService {
  constructor(
    private readonly database: Database,
    private readonly college: CollegeService,
  ) {}

  /** Entries that fit. */
  async list(query: CeLedgerQuery): Promise<CountedPage<CeEntryDto>> {
    return pageFrom(await this.find(query), presentEntry);
  }

  /** Every entry that fits, for a file. 422 `export_too_large` when they are too many. */
  async all(query: CeLedgerQuery): Promise<CeEntryDto[]> {
    const whole = { ...query, limit: mostExported, total: false };
    delete whole.cursor;
    const { rows, next } = await this.find(whole);
    if (next !== null) throw refuse(ceuRefusals.export_too_large, { values: { most: mostExported } });
    return rows.map(presentEntry);
  }

  /** My own entries. */
  mine({ personId }: Actor, query: LongListQuery): Promise<CountedPage<CeEntryDto>> {
    return this.list({ ...query, personId, sort: 'newest' });
  }

  /** One entry with what it stands on. 404 for an unknown one. */
  async one(id: string): Promise<CeEntryDetailDto> {
    const found = await this.database.row<EntryRow & { evidence: object }>(entryDetail, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return presentDetail(found);
  }

  /** What each of my runs counts for, and what is still open (BR-111): for nobody else to see. */
  async credits(actor: Actor, { cursor, limit }: PageQuery): Promise<Page<CeCreditDto>> {
    const scope = { list: 'my-ce-credits' };
    const [after = null] = decodeCursor(cursor, scope, 1) ?? [];
    const runs = await this.database.rows<Pick<CeCompletion, 'runId'>>(
      `
        select ${columnsOf(CeCompletion, 'c', 'runId')}
        from ce_completion c
        where c.person_id = $1
          and (
            $2::uuid is null
              or (c.completed_on, c.run_id) < (
                select l.completed_on, l.run_id
                from ce_completion l
                where l.person_id = $1 and l.run_id = $2
              )
          )
        order by c.completed_on desc, c.run_id desc
        limit $3`,
      [actor.personId, after, limit + 1],
    );
    const page = pageOf(
      runs,
      limit,
      scope,
      ({ runId }) => [runId],
      ({ runId }) => runId,
    );
    const cases = await this.database.transaction((tx) => casesOf(tx, actor.personId, page.items));
    return { items: cases.flatMap((one) => one.approvals.map((each) => presentCredit(one, each))), next: page.next };
  }

  private async find(query: Omit<CeLedgerQuery, 'total'> & { total?: boolean }): Promise<Listed<EntryRow>> {
    const { timeZone } = await this.college.current();
    const { personId, runId, approvalId, category, kind, entryType, from, to } = query;
    const filters = [personId, runId, approvalId, category, kind, entryType, from, to].map((given) => given ?? null);
    return listed<EntryRow>(
      this.database,
      {
        list: 'ce-ledger',
        columns: entryColumns,
        from: fromEntries,
        counted: 'from ce_entry e',
        where: fits,
        values: [...filters, timeZone],
      },
      entryOrders[query.sort],
      query,
    );
  }
}

function creditState({ chain }: ApprovalCase): CeCreditDto['state'] {
  const award = currentEntry(chain);
  if (!award) return chain.length > 0 ? 'reversed' : 'pending';
  return award.number > 0 ? 'corrected' : 'awarded';
}

function presentCredit(one: CreditCase, each: ApprovalCase): CeCreditDto {
  const award = currentEntry(each.chain);
  const decision = judge(one, each);
  return {
    runId: one.runId,
    title: award?.title ?? one.courseTitle,
    approvalId: each.approval.id,
    approvalName: each.approval.name,
    state: creditState(each),
    minutes: award?.minutes ?? 0,
    printed: award ? printedCredit(award.kind, award.credits, award.approval?.approver ?? null) : null,
    open: award ? [] : decision.unmet.map(({ code, message }) => ({ code, message })),
  };
}
