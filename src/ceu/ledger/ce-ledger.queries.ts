import { columnsOf } from '../../platform/database/tables.js';
import { type Order, reversed } from '../../platform/listing/listing.js';
import type { RecordedOrder } from '../../platform/http/page-query.dto.js';
import { amountText, printedCredit } from './ce-credit.rules.js';
import { CeEntry } from './ce-entry.entity.js';
import type { CeEntryDetailDto, CeEntryDto } from './ce-ledger.dto.js';

/** A row of the ledger as it is read. */
export interface EntryRow
  extends
    Omit<CeEntryDto, 'amount' | 'printed' | 'categories' | 'enteredAt'>,
    Pick<CeEntry, 'categories' | 'credits' | 'enteredAt'> {}

export const entryColumns = `
  ${columnsOf(CeEntry, 'e', 'id', 'personId', 'entryType', 'runId', 'claimId', 'approvalId', 'number', 'kind')},
  ${columnsOf(CeEntry, 'e', 'role', 'minutes', 'categories', 'credits', 'title', 'mode', 'provider')},
  ${columnsOf(CeEntry, 'e', 'startsOn', 'endsOn', 'completedOn', 'cause', 'reason', 'enteredAt', 'retainedUntil')},
  case
    when e.approval is not null then jsonb_build_object(
      'name', e.approval -> 'name', 'approver', e.approval -> 'approver',
      'approvalNumber', e.approval -> 'approvalNumber'
    )
  end as approval,
  e.rule ->> 'rounding' as rounding, w.state`;

export const fromEntries = 'from ce_entry e left join ce_award w on w.id = e.id';

const newest: Order = { by: ['e.entered_at', 'timestamptz'], id: 'e.id', descending: true };
export const entryOrders: Record<RecordedOrder, Order> = { newest, oldest: reversed(newest) };
export const entryDetail = `
  select ${entryColumns}, e.evidence
  ${fromEntries}
  where e.id = $1`;

export function presentEntry({ categories, credits, enteredAt, ...entry }: EntryRow): CeEntryDto {
  return {
    id: entry.id,
    personId: entry.personId,
    entryType: entry.entryType,
    state: entry.state,
    runId: entry.runId,
    claimId: entry.claimId,
    approvalId: entry.approvalId,
    approval: entry.approval,
    number: entry.number,
    kind: entry.kind,
    role: entry.role,
    minutes: entry.minutes,
    categories: linesOf(categories),
    amount: amountText(entry.kind, credits),
    printed: printedCredit(entry.kind, credits, entry.approval?.approver ?? null),
    title: entry.title,
    mode: entry.mode,
    provider: entry.provider,
    startsOn: entry.startsOn,
    endsOn: entry.endsOn,
    completedOn: entry.completedOn,
    rounding: entry.rounding,
    cause: entry.cause,
    reason: entry.reason,
    enteredAt: enteredAt.toISOString(),
    retainedUntil: entry.retainedUntil,
  };
}

export function presentDetail(
  entry: EntryRow & { evidence: { sessions?: CeEntryDetailDto['sessions'] } },
): CeEntryDetailDto {
  const sessions = (entry.evidence.sessions ?? []).map(
    ({ sessionId, order, on, allowableMinutes, creditableMinutes }) => ({
      sessionId,
      order,
      on,
      allowableMinutes,
      creditableMinutes,
    }),
  );
  return {
    ...presentEntry(entry),
    sessions,
    can: entry.state === 'awarded' || entry.state === 'corrected' ? ['reverse'] : [],
    version: 1,
  };
}

/** Lines in alphabetical order: the database keeps them in its own. */
export const linesOf = (categories: Record<string, number>): { category: string; minutes: number }[] =>
  Object.entries(categories)
    .map(([category, minutes]) => ({ category, minutes }))
    .sort((a, b) => (a.category < b.category ? -1 : 1));
