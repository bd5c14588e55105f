import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { changed, type Tx } from '../platform/database/sql.js';
import { CeEvidence } from './evidence.service.js';

/** Something that is kept although its person asked for erasure. */
export interface RetainedRecord {
  /** What it is, in plain words. */
  what: string;
  /** The rule by which it is kept. */
  rule: string;
  /** Why, in plain words. */
  purpose: string;
  /** The last day on which it is kept. */
  until: string;
}

/** What continuing education keeps of a person who leaves, and what it erases (BR-105, 117). */
@Injectable()
export class CeRetention {
  constructor(
    private readonly database: Database,
    private readonly evidence: CeEvidence,
  ) {}

  /** The records that have to stay, with the reason and the last day. They hold no name. */
  async retained(personId: string): Promise<RetainedRecord[]> {
    const found = await this.database.rows<{ until: string; entries: number }>(
      'select retained_until::text as until, count(*)::integer as entries from ce_entry where person_id = $1 group by retained_until order by retained_until',
      [personId],
    );
    return found.map(({ until, entries }) => ({
      what: `${entries} ${entries === 1 ? 'entry' : 'entries'} in the ledger of continuing education, without your name`,
      rule: 'BR-117',
      purpose: 'Accreditors may ask for the records of credit that was given, for some years after the year of the award.',
      until,
    }));
  }

  /** Erases everything but the ledger: files, claims without credit, what somebody did on runs, transcripts, releases, and names on rosters. */
  async erase(tx: Tx, personId: string): Promise<void> {
    await this.evidence.erase(tx, personId);
    for (const statement of erasures) await changed(tx, statement, [personId]);
  }
}

const erasures = [
  'delete from ce_requirement where person_id = $1',
  'delete from ce_completion where person_id = $1',
  'delete from transcript_copy where person_id = $1',
  'delete from transcript_release where person_id = $1',
  'delete from ce_roster_name n using ce_roster_line l, ce_entry e where n.line_id = l.id and e.id = l.entry_id and e.person_id = $1',
  'delete from external_ce_claim c where c.person_id = $1 and not exists (select from ce_entry e where e.claim_id = c.id)',
  `update external_ce_claim set objectives = null, presenter = null, appeal = null, reasons = case when reasons is null then null else 'Erased.' end where person_id = $1`,
];
