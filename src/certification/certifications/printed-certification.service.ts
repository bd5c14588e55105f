import { Injectable } from '@nestjs/common';
import { textOf } from '../../catalogues/catalogues.js';
import { CollegeService } from '../../college/college.service.js';
import { PrintedNameService } from '../../people/private-details/printed-name.service.js';
import { dateAt } from '../../platform/calendar.js';
import type { Actor, Doer } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { CertificateService } from '../../certificates/certificate.service.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { refuse } from '../../platform/errors/refusal.js';
import { CertificationQueryService } from './certification-query.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { CertificatePrintService } from '../../certificates/certificate-print.service.js';

const printed = `
  select c.person_id as "personId", s.name as scheme, c.number, l.grade, f.valid_from::text as "validFrom",
    l.valid_through::text as "validThrough"
  from certification c
  join certification_scheme s on s.id = c.scheme_id
  join lateral (
    select grade, valid_through
    from certification_period
    where certification_id = c.id
    order by valid_from desc
    limit 1
  ) l on true
  join lateral (
    select valid_from
    from certification_period
    where certification_id = c.id
    order by valid_from
    limit 1
  ) f on true
  where c.id = $1`;

interface Printed {
  personId: string;
  scheme: string;
  number: string;
  grade: string;
  validFrom: string;
  validThrough: string;
}

/** The certificate on paper: frozen when a period is granted; the one before is superseded, never changed (I-40). */
@Injectable()
export class PrintedCertificationService {
  constructor(
    private readonly college: CollegeService,
    private readonly clock: Clock,
    private readonly certificates: CertificateService,
    private readonly certificatePrints: CertificatePrintService,
    private readonly queries: CertificationQueryService,
    private readonly names: PrintedNameService,
  ) {}

  /** Prints the certification as it stands now, in the name that the person wants on paper now. */
  async issue(tx: Tx, doer: Doer, certificationId: string): Promise<void> {
    const found = await row<Printed>(tx, printed, [certificationId]);
    if (!found) return;
    const { name, letterhead, timeZone } = await this.college.current(tx);
    await this.certificates.issue(tx, doer, {
      kind: 'facilitator',
      personId: found.personId,
      subjectId: certificationId,
      content: {
        namePrinted: await this.names.printed(tx, found.personId),
        title: found.scheme,
        facts: [
          { label: textOf('prints.certification.number'), value: found.number },
          { label: textOf('prints.certification.certificate'), value: found.grade },
          { label: textOf('prints.certification.since'), value: found.validFrom },
          { label: textOf('prints.certification.through'), value: found.validThrough },
        ],
        providerName: name,
        providerLines: letterhead.lines ?? [],
        signatory: letterhead.signatory ?? null,
        signatoryTitle: letterhead.signatoryTitle ?? null,
        issuedOn: dateAt(this.clock.now(), timeZone),
      },
    });
  }

  /**
   * My certificate on paper, as it was frozen when the last period was granted. 404 for anybody else's, and for an
   * external one.
   */
  async print(actor: Actor, id: string): Promise<Buffer> {
    const { personId } = await this.queries.stored(actor, id);
    if (personId !== actor.personId) throw refuse(platformRefusals.not_found);
    return this.certificatePrints.printStanding(actor, 'facilitator', id);
  }
}
