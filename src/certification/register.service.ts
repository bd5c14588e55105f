import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { changed, rows, type Tx } from '../platform/database/sql.js';
import { Certifications } from './certification.service.js';
import { monthsLater } from './expiry.rules.js';

/** What the college keeps of somebody who was erased: number, scheme, dates and initials, why, and until when (BR-105). */
export interface RetainedCertificate {
  certificationId: string;
  number: string;
  schemeName: string;
  validFrom: string;
  validThrough: string;
  initials: string;
  legalBasis: string;
  keepUntil: string;
}

const legalBasis = 'Register of certificates issued to the public: legal obligation';

/** The register that outlives a person, and what is erased with them. */
@Injectable()
export class CertificateRegister {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly certifications: Certifications,
  ) {}

  /**
   * Erases everything about a person but the register rows of what the college issued, and answers these. Call it before the name is
   * gone: the initials are made of it. Periods and steps stay as dates and ids; every word goes.
   */
  async erase(tx: Tx, personId: string): Promise<RetainedCertificate[]> {
    const { policy, today } = await this.certifications.now(tx);
    await changed(
      tx,
      `insert into certification_register (certification_id, initials, legal_basis, keep_until, entered_at)
       select c.id, coalesce(nullif((select string_agg(left(word, 1) || '.', '') from regexp_split_to_table(trim(p.chosen_name), '\\s+') word where word <> ''), ''), '–'), $2, $3, $4
         from certification c join certification_scheme s on s.id = c.scheme_id join person p on p.id = c.person_id
        where c.person_id = $1 and s.issuer = 'college' on conflict on constraint certification_register_pk do nothing`,
      [personId, legalBasis, monthsLater(today, policy.certificationRegisterYears * 12), this.clock.now()],
    );
    for (const statement of erasures) await changed(tx, statement, [personId]);
    return this.retained(tx, personId);
  }

  /** What is kept of a person who was erased. */
  retained(tx: Tx, personId: string): Promise<RetainedCertificate[]> {
    return rows<RetainedCertificate & Record<string, unknown>>(
      tx,
      `select c.id as "certificationId", c.number, s.name as "schemeName", min(p.valid_from)::text as "validFrom", max(p.valid_through)::text as "validThrough",
              r.initials, r.legal_basis as "legalBasis", r.keep_until::text as "keepUntil"
         from certification_register r join certification c on c.id = r.certification_id join certification_scheme s on s.id = c.scheme_id
         join certification_period p on p.certification_id = c.id
        where c.person_id = $1 group by c.id, s.id, r.certification_id order by c.id`,
      [personId],
    );
  }

  /** The daily job: lets go of the initials of those whose time is over. */
  async forgetOld(): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { today } = await this.certifications.now(tx);
      await changed(tx, 'delete from certification_register where keep_until < $1', [today]);
    });
  }

  /** Everything about a person that they may take with them, as rows of each kind. */
  async export(tx: Tx, personId: string): Promise<Record<string, Record<string, unknown>[]>> {
    const found: Record<string, Record<string, unknown>[]> = {};
    for (const [name, statement] of Object.entries(exports)) found[name] = await rows(tx, statement, [personId]);
    return found;
  }
}

/** In an order that no reference stands in the way of. */
const erasures = [
  'delete from certification_act_words where act_id in (select a.id from certification_act a where a.holder_id = $1)',
  'update renewal_decision set reasons = null where holder_id = $1 and outcome = \'accepted\'',
  'update renewal_decision set reasons = \'–\' where holder_id = $1 and outcome = \'returned\'',
  'delete from certification_application where person_id = $1',
  'delete from practice_verification where person_id = $1',
  'delete from practice_log where person_id = $1',
  'delete from training_evidence where person_id = $1',
  'delete from ethics_signature where person_id = $1',
  'delete from supervision where person_id = $1',
  'delete from peer_meeting_attendance where person_id = $1',
  'update certification set register_link = null where person_id = $1 and register_link is not null',
  `update certification c set number = c.id::text from certification_scheme s where s.id = c.scheme_id and s.issuer = 'external' and c.person_id = $1`,
];

const exports = {
  certifications: `select c.number, s.name as scheme, p.kind, p.grade, p.valid_from::text, p.valid_through::text
    from certification c join certification_scheme s on s.id = c.scheme_id join certification_period p on p.certification_id = c.id where c.person_id = $1 order by p.valid_from`,
  applications: 'select id, state, started_at, submitted_at from certification_application where person_id = $1 order by started_at',
  training: 'select title, provider, completed_on::text, minutes, live_minutes, ethics_minutes from training_evidence where person_id = $1 order by completed_on',
  practice: 'select practised_on::text, minutes, kind, note from practice_log where person_id = $1 order by practised_on',
  signatures: 'select code_version, lived_experience, signed_at from ethics_signature where person_id = $1 order by signed_at',
  steps: `select a.kind, a.taken_on::text, a.from_on::text, a.until_on::text, w.words from certification_act a left join certification_act_words w on w.act_id = a.id
    where a.holder_id = $1 order by a.taken_at`,
  supervision: `select v.began_on::text, v.ended_on::text, n.held_on::text, n.minutes, n.practice, n.agreed from supervision v left join supervision_note n on n.supervision_id = v.id
    where v.person_id = $1 order by n.held_on`,
  peer_meetings: 'select m.title, m.starts_at from peer_meeting_attendance a join peer_meeting m on m.id = a.meeting_id where a.person_id = $1 order by m.starts_at',
};
