import { changed, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf, insertRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/ids.js';
import type { DateRange } from '../approvals/ce-approval.rules.js';
import { CeApproval, CeAttachment } from '../approvals/ce-approval.entity.js';
import type { CreditedPlan } from '../approvals/allowable.rules.js';
import { type Approval, approvalColumns } from '../approvals/ce-approval.queries.js';
import { CeCompletion, CeEntry, type CeRequirement } from './ce-entry.entity.js';

/** What a `StoredEntry` has of its row. */
const kept = [
  'id',
  'number',
  'personId',
  'runId',
  'claimId',
  'approvalId',
  'kind',
  'role',
  'minutes',
  'categories',
  'credits',
  'title',
  'mode',
  'provider',
  'startsOn',
  'endsOn',
  'completedOn',
  'cycleYear',
  'rule',
  'approval',
  'evidence',
  'cause',
  'retainedUntil',
] as const satisfies (keyof CeEntry)[];

/** An entry of the ledger, with everything that it keeps as it was. */
export type StoredEntry = Pick<CeEntry, (typeof kept)[number]>;

export type ReversalCause = NonNullable<CeEntry['cause']>;

/** One approval beside one completion: its dates for the course, and what the ledger says so far. */
export interface ApprovalCase {
  approval: Approval;
  attachments: DateRange[];
  chain: StoredEntry[];
  presentedBefore: number[];
}

/** What a person did on a run, and everything that decides about credit for it. */
export interface CreditCase extends Omit<CeCompletion, 'recordedAt'> {
  courseTitle: string;
  categoryMinutes: { category: string; minutes: number }[];
  plans: CreditedPlan[];
  evaluation: boolean;
  assessment: boolean;
  approvals: ApprovalCase[];
}

const met = (requirement: CeRequirement['requirement']): string =>
  `
    coalesce(
      (
        select q.met
        from ce_requirement q
        where q.person_id = c.person_id and q.run_id = c.run_id and q.requirement = '${requirement}'
        order by q.number desc, q.recorded_at desc, q.id desc
        limit 1
      ),
      false
    )`;

/** Everything about credit for some runs of one person. */
export async function casesOf(tx: Tx, personId: string, runIds: readonly string[]): Promise<CreditCase[]> {
  const completions = await rows<Omit<CreditCase, 'approvals'> & { courseId: string }>(
    tx,
    `
      select
        ${columnsOf(CeCompletion, 'c', 'personId', 'runId', 'versionId', 'role', 'completed', 'mode', 'completedOn')},
        c.sessions, k.id as "courseId", k.title as "courseTitle", v.category_minutes as "categoryMinutes",
        v.session_plans as plans,
        ${met('evaluation')} as evaluation, ${met('assessment')} as assessment
      from ce_completion c
      join course_version v on v.id = c.version_id
      join course k on k.id = v.course_id
      where c.person_id = $1 and c.run_id = any ($2)
      order by c.completed_on desc, c.run_id`,
    [personId, runIds],
  );
  const entries = await rows<StoredEntry>(
    tx,
    `
      select ${columnsOf(CeEntry, 'e', ...kept)}
      from ce_entry e
      where e.person_id = $1 and e.run_id = any ($2)
      order by e.number`,
    [personId, runIds],
  );
  const attached = await rows<DateRange & { versionId: string; approvalId: string }>(
    tx,
    `
      select ${columnsOf(CeAttachment, 't', 'versionId', 'approvalId')}, t.valid_from::text as "from",
        t.valid_to::text as "to"
      from ce_attachment t
      where t.version_id = any ($1)`,
    [completions.map(({ versionId }) => versionId)],
  );
  const approvals = await rows<Approval>(
    tx,
    `
      select ${columnsOf(CeApproval, 'a', ...approvalColumns)}
      from ce_approval a
      where a.id = any ($1)
      order by a.name, a.id`,
    [[...attached, ...entries].map(({ approvalId }) => approvalId)],
  );
  const presented = completions.some(({ role }) => role === 'presenter') ? await presentedBy(tx, personId) : [];
  return completions.map(({ courseId, ...completion }) => ({
    ...completion,
    approvals: approvals
      .map((approval) => ({
        approval,
        attachments: attached.filter(
          (each) => each.versionId === completion.versionId && each.approvalId === approval.id,
        ),
        chain: entries.filter((each) => each.runId === completion.runId && each.approvalId === approval.id),
        presentedBefore: presented
          .filter(
            (each) =>
              each.approvalId === approval.id &&
              each.courseId === courseId &&
              each.runId !== completion.runId &&
              each.cycleYear === yearOf(completion),
          )
          .flatMap(({ orders }) => orders),
      }))
      .filter(({ attachments, chain }) => attachments.length > 0 || chain.length > 0),
  }));
}

/** The cycle in which each session content is credited once to whoever presents it: the year in which the run ended. */
export const yearOf = ({ completedOn }: Pick<CreditCase, 'completedOn'>): number => Number(completedOn.slice(0, 4));

/** Which sessions of which courses this person stands credited for presenting. */
const presentedBy = (tx: Tx, personId: string) =>
  rows<{ approvalId: string; courseId: string; runId: string; cycleYear: number; orders: number[] }>(
    tx,
    `
      select w.approval_id as "approvalId", v.course_id as "courseId", w.run_id as "runId",
        w.cycle_year as "cycleYear", w.evidence -> 'presented' as orders
      from ce_award w
      join run r on r.id = w.run_id
      join course_version v on v.id = r.version_id
      where w.person_id = $1 and w.role = 'presenter' and w.state <> 'reversed'`,
    [personId],
  );

/** The chain to which an entry belongs, oldest first; empty for an unknown entry. */
export const chainOf = (tx: Tx, entryId: string): Promise<StoredEntry[]> =>
  rows<StoredEntry>(
    tx,
    `
      select ${columnsOf(CeEntry, 'e', ...kept)}
      from ce_entry e
      join ce_entry one on one.id = $1
      where e.person_id = one.person_id
        and e.event_id = one.event_id
        and e.approval_id is not distinct from one.approval_id
      order by e.number`,
    [entryId],
  );

/** The entries about these claims, oldest first. */
export const entriesOfClaims = (tx: Tx, claimIds: readonly string[]): Promise<StoredEntry[]> =>
  rows<StoredEntry>(
    tx,
    `select ${columnsOf(CeEntry, 'e', ...kept)} from ce_entry e where e.claim_id = any ($1) order by e.number`,
    [claimIds],
  );

export type NewEntry = Omit<StoredEntry, 'id'> & Pick<CeEntry, 'reason' | 'enteredAt' | 'enteredBy'>;

/** Appends one entry, and answers its id. */
export async function append(tx: Tx, entry: NewEntry): Promise<string> {
  const id = newId();
  await insertRow(tx, CeEntry, { ...entry, id, entryType: entry.number % 2 === 0 ? 'award' : 'reversal' });
  return id;
}

/** Everything about one person's credit waits for this, so that nothing is awarded twice. */
export const lockPerson = (tx: Tx, personId: string): Promise<void> => lockPeople(tx, [personId]);

/** The same for several people, in the order of their ids. 404 where one is unknown. */
export async function lockPeople(tx: Tx, personIds: readonly string[]): Promise<void> {
  const locked = await changed(tx, 'select from person where id = any ($1) order by id for no key update', [personIds]);
  if (locked < new Set(personIds).size) throw refuse(platformRefusals.not_found);
}
