import { Injectable } from '@nestjs/common';
import { textOf } from '../../catalogues/catalogues.js';
import { monthsLater } from '../../platform/calendar.js';
import { Clock } from '../../platform/clock.js';
import { changed, row, rows, type Tx } from '../../platform/database/sql.js';
import { CertificationQueryService } from './certification-query.service.js';

/**
 * What the college keeps of somebody who was erased: number, scheme, dates and initials, why, and until when (BR-105).
 */
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

/** The register that outlives a person (BR-105). */
@Injectable()
export class RetainedCertificateService {
  constructor(
    private readonly clock: Clock,
    private readonly certifications: CertificationQueryService,
  ) {}

  /** The last day on which the register would keep what the college issued to a person; null where it issued nothing. */
  async until(tx: Tx, personId: string): Promise<string | null> {
    const issued = await row(
      tx,
      `
        select
        from certification c
        join certification_scheme s on s.id = c.scheme_id
        where c.person_id = $1 and s.issuer = 'college'
        limit 1`,
      [personId],
    );
    return issued ? this.keepUntil(tx) : null;
  }

  /**
   * Enters what the college issued, before the name is gone of which the initials are made. Everything else is in
   * `certification.personal.ts`.
   */
  async enter(tx: Tx, personId: string): Promise<void> {
    await changed(
      tx,
      `insert into certification_register (certification_id, initials, legal_basis, keep_until, entered_at)
       select c.id, coalesce(nullif((select string_agg(left(word, 1) || '.', '') from regexp_split_to_table(trim(p.chosen_name), '\\s+') word where word <> ''), ''), '–'), $2, $3, $4
         from certification c join certification_scheme s on s.id = c.scheme_id join person p on p.id = c.person_id
        where c.person_id = $1 and s.issuer = 'college' on conflict on constraint certification_register_pk do nothing`,
      [personId, textOf('records.retained_certificate.legal_basis'), await this.keepUntil(tx), this.clock.now()],
    );
  }

  /** What is kept of a person who was erased. */
  retained(tx: Tx, personId: string): Promise<RetainedCertificate[]> {
    return rows<RetainedCertificate>(
      tx,
      `
        select c.id as "certificationId", c.number, s.name as "schemeName", min(p.valid_from)::text as "validFrom",
          max(p.valid_through)::text as "validThrough", r.initials, r.legal_basis as "legalBasis",
          r.keep_until::text as "keepUntil"
        from certification_register r
        join certification c on c.id = r.certification_id
        join certification_scheme s on s.id = c.scheme_id
        join certification_period p on p.certification_id = c.id
        where c.person_id = $1
        group by c.id, s.id, r.certification_id
        order by c.id`,
      [personId],
    );
  }

  private async keepUntil(tx: Tx): Promise<string> {
    const { policy, today } = await this.certifications.today(tx);
    return monthsLater(today, policy.certificationRegisterYears * 12);
  }
}
