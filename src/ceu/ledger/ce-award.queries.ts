import { changed, rows, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/ids.js';
import type { DateRange } from '../approvals/ce-approval.rules.js';
import { type Approval, approvalColumns } from '../approvals/ce-approval.queries.js';
import type { CreditRule, SessionCredit } from './ce-award.rules.js';
import type { CreditKind, CreditRole } from './ce-credit.rules.js';
import type { ChainEntry } from './ce-ledger.rules.js';

/** What an award shows of its approval, as it was. */
export type ApprovalAsItWas = Pick<
  Approval,
  'name' | 'approver' | 'approvalNumber' | 'certificateText' | 'validFrom' | 'validTo'
>;

/** An entry of the ledger, with everything that it keeps as it was. */
export interface StoredEntry extends ChainEntry {
  id: string;
  personId: string;
  runId: string | null;
  claimId: string | null;
  approvalId: string | null;
  kind: CreditKind;
  role: CreditRole;
  title: string;
  mode: string;
  provider: string;
  startsOn: string;
  endsOn: string;
  completedOn: string;
  cycleYear: number;
  rule: Pick<CreditRule, 'rounding' | 'retentionYears'> & Partial<CreditRule> & { approvalVersion?: number };
  approval: ApprovalAsItWas | null;
  evidence: object;
  cause: ReversalCause | null;
  retainedUntil: string;
}

export type ReversalCause = 'evidence_changed' | 'administrator' | 'appeal';

/** One approval beside one completion: its dates for the course, and what the ledger says so far. */
export interface ApprovalCase {
  approval: Approval;
  attachments: DateRange[];
  chain: StoredEntry[];
  presentedBefore: number[];
}

/** What a person did on a run, and everything that decides about credit for it. */
export interface CreditCase {
  personId: string;
  runId: string;
  versionId: string;
  courseTitle: string;
  categoryMinutes: { category: string; minutes: number }[];
  role: CreditRole;
  completed: boolean;
  mode: string;
  completedOn: string;
  sessions: SessionCredit[];
  evaluation: boolean;
  assessment: boolean;
  approvals: ApprovalCase[];
}

const met = (requirement: string): string =>
  `
    coalesce(
      (
        select q.met
        from ce_requirement q
        where q.person_id = c.person_id and q.run_id = c.run_id and q.requirement = '${requirement}'
        order by q.recorded_at desc, q.id desc
        limit 1
      ),
      false
    )`;

const entryColumns = `
  e.id, e.number, e.person_id as "personId", e.run_id as "runId", e.claim_id as "claimId",
  e.approval_id as "approvalId", e.kind, e.role, e.minutes, e.categories, e.credits, e.title, e.mode, e.provider,
  e.starts_on::text as "startsOn", e.ends_on::text as "endsOn", e.completed_on::text as "completedOn",
  e.cycle_year as "cycleYear", e.rule, e.approval, e.evidence, e.cause, e.retained_until::text as "retainedUntil"`;

/** Everything about credit for some runs of one person. */
export async function casesOf(tx: Tx, personId: string, runIds: readonly string[]): Promise<CreditCase[]> {
  const completions = await rows<Omit<CreditCase, 'approvals'> & { courseId: string }>(
    tx,
    `
      select c.person_id as "personId", c.run_id as "runId", c.version_id as "versionId", k.id as "courseId",
        k.title as "courseTitle", v.category_minutes as "categoryMinutes", c.role, c.completed, c.mode,
        c.completed_on::text as "completedOn", c.sessions, ${met('evaluation')} as evaluation,
        ${met('assessment')} as assessment
      from ce_completion c
      join course_version v on v.id = c.version_id
      join course k on k.id = v.course_id
      where c.person_id = $1 and c.run_id = any ($2)
      order by c.completed_on desc, c.run_id`,
    [personId, runIds],
  );
  const entries = await rows<StoredEntry>(
    tx,
    `select ${entryColumns} from ce_entry e where e.person_id = $1 and e.run_id = any ($2) order by e.number`,
    [personId, runIds],
  );
  const attached = await rows<DateRange & { versionId: string; approvalId: string }>(
    tx,
    `
      select version_id as "versionId", approval_id as "approvalId", valid_from::text as "from",
        valid_to::text as "to"
      from ce_attachment
      where version_id = any ($1)`,
    [completions.map(({ versionId }) => versionId)],
  );
  const approvals = await rows<Approval>(
    tx,
    `select ${approvalColumns} from ce_approval a where a.id = any ($1) order by a.name, a.id`,
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
      select ${entryColumns}
      from ce_entry e
      join ce_entry one on one.id = $1
      where e.person_id = one.person_id
        and e.event_id = one.event_id
        and e.approval_id is not distinct from one.approval_id
      order by e.number`,
    [entryId],
  );

/** The entries about a claim, oldest first. */
export const chainOfClaim = (tx: Tx, claimId: string): Promise<StoredEntry[]> =>
  rows<StoredEntry>(tx, `select ${entryColumns} from ce_entry e where e.claim_id = $1 order by e.number`, [claimId]);

export interface NewEntry extends Omit<StoredEntry, 'id'> {
  reason: string | null;
  enteredAt: Date;
  enteredBy: string | null;
}

/** Appends one entry, and answers its id. */
export async function append(tx: Tx, entry: NewEntry): Promise<string> {
  const id = newId();
  await changed(
    tx,
    `
      insert into ce_entry (
        id, person_id, entry_type, run_id, claim_id, approval_id, number, kind, role, minutes, categories, credits,
        title, mode, provider, starts_on, ends_on, completed_on, cycle_year, rule, approval, evidence, cause, reason,
        entered_at, entered_by, retained_until
      )
      values (
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
        $25, $26, $27
      )`,
    [
      id,
      entry.personId,
      entry.number % 2 === 0 ? 'award' : 'reversal',
      entry.runId,
      entry.claimId,
      entry.approvalId,
      entry.number,
      entry.kind,
      entry.role,
      entry.minutes,
      entry.categories,
      entry.credits,
      entry.title,
      entry.mode,
      entry.provider,
      entry.startsOn,
      entry.endsOn,
      entry.completedOn,
      entry.cycleYear,
      entry.rule,
      entry.approval,
      entry.evidence,
      entry.cause,
      entry.reason,
      entry.enteredAt,
      entry.enteredBy,
      entry.retainedUntil,
    ],
  );
  return id;
}

/** Everything about one person's credit waits for this, so that nothing is awarded twice. */
export async function lockPerson(tx: Tx, personId: string): Promise<void> {
  if ((await changed(tx, 'select from person where id = $1 for no key update', [personId])) === 0)
    throw refuse(platformRefusals.not_found);
}
