import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { PrintedNameService } from '../../people/private-details/printed-name.service.js';
import { unnamed } from '../../people/private-details/names.rules.js';
import { dateAt } from '../../platform/calendar.js';
import type { Actor, Doer } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { CertificateService } from '../../certificates/certificate.service.js';
import { Database } from '../../platform/database/database.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/ids.js';
import { lockPerson } from '../ledger/ce-award.queries.js';
import { CeEntry } from '../ledger/ce-entry.entity.js';
import { ceuRefusals } from '../ceu.refusals.js';
import { TranscriptCopy } from './transcript-release.entity.js';
import type { TranscriptDto, TranscriptQuery } from './transcript.dto.js';
import { printedTranscript, type TranscriptPaper } from './transcript.presenter.js';
import { lineOf, totalsOf, type TranscriptAward } from './transcript.rules.js';
import { CertificatePrintService } from '../../certificates/certificate-print.service.js';

/** The first day that there is. */
export const beginning = '1900-01-01';

const standingAwards = `
  select w.id as "awardId", w.approval ->> 'approver' as approver, w.approval ->> 'approvalNumber' as "approvalNumber",
    ${columnsOf(CeEntry, 'w', 'title', 'startsOn', 'endsOn', 'completedOn', 'mode', 'provider', 'role', 'kind')},
    ${columnsOf(CeEntry, 'w', 'minutes', 'credits', 'categories')}
  from ce_award w
  where w.person_id = $1 and w.state <> 'reversed' and w.completed_on between $2 and $3
  order by w.completed_on, w.entered_at, w.id
  limit 2000`;

/** What a person learnt and presented, over a period: read from the ledger each time, so that it is always its sum. */
@Injectable()
export class TranscriptService {
  constructor(
    private readonly database: Database,
    private readonly college: CollegeService,
    private readonly certificates: CertificateService,
    private readonly prints: CertificatePrintService,
    private readonly names: PrintedNameService,
    private readonly clock: Clock,
  ) {}

  /** 404 for an unknown person, 422 `period_reversed`. */
  read(personId: string, period: TranscriptQuery): Promise<TranscriptDto> {
    return this.database.transaction((tx) => this.readIn(tx, personId, period));
  }

  /**
   * My transcript as a numbered PDF. The same period keeps its number until it says something else; then the older
   * paper is superseded.
   */
  async print(actor: Actor, period: TranscriptQuery): Promise<Buffer> {
    const id = await this.database.transaction(async (tx) => {
      await lockPerson(tx, actor.personId);
      const transcript = await this.readIn(tx, actor.personId, period);
      const copy = await row<Pick<TranscriptCopy, 'id'>>(
        tx,
        `
          with made as (
            insert into transcript_copy (id, person_id, from_on, to_on)
            values ($1, $2, $3, $4)
            on conflict
            do nothing
            returning id
          )
          select id
          from made
          union all
          select ${columnsOf(TranscriptCopy, 'c', 'id')}
          from transcript_copy c
          where c.person_id = $2 and c.from_on = $3 and c.to_on = $4
          limit 1`,
        [newId(), actor.personId, transcript.from ?? beginning, period.to ?? '9999-12-31'],
      );
      return this.issue(tx, actor, copy?.id ?? '', transcript, { recipient: null, open: period.to === undefined });
    });
    return this.prints.render(id);
  }

  /** Numbers and freezes a transcript about a subject; the caller holds the person's lock. */
  async issue(
    tx: Tx,
    doer: Doer,
    subjectId: string,
    transcript: TranscriptDto,
    paper: Pick<TranscriptPaper, 'recipient' | 'open'>,
  ): Promise<string> {
    const college = await this.college.current(tx);
    const content = printedTranscript(
      { ...transcript, namePrinted: await this.names.printed(tx, transcript.id) },
      { letterhead: college.letterhead, issuedOn: dateAt(this.clock.now(), college.timeZone), ...paper },
    );
    return this.certificates.issue(tx, doer, { kind: 'transcript', personId: transcript.id, subjectId, content });
  }

  /**
   * Withdraws every printed transcript that says something which does not stand any more. The caller holds the person's
   * lock.
   */
  async withdrawCovering(tx: Tx, doer: Doer, personId: string, completedOn: string): Promise<void> {
    const covering = await rows<{ id: string }>(
      tx,
      `
        select id
        from transcript_copy
        where person_id = $1 and $2 between from_on and to_on
        union all
        select id
        from transcript_release
        where person_id = $1 and state = 'released' and $2 between from_on and to_on
        order by id`,
      [personId, completedOn],
    );
    await this.certificates.withdraw(tx, doer, 'transcript', ...covering.map(({ id }) => id));
  }

  async readIn(tx: Tx, personId: string, { from, to }: TranscriptQuery): Promise<TranscriptDto> {
    const person = await row<{ chosenName: string | null }>(
      tx,
      'select chosen_name as "chosenName" from person where id = $1',
      [personId],
    );
    if (!person) throw refuse(platformRefusals.not_found);
    const { name, letterhead, timeZone } = await this.college.current(tx);
    const last = to ?? dateAt(this.clock.now(), timeZone);
    if (from !== undefined && from > last) throw refuse(ceuRefusals.period_reversed);
    const awards = await rows<TranscriptAward>(tx, standingAwards, [personId, from ?? beginning, last]);
    return {
      id: personId,
      namePrinted: person.chosenName ?? unnamed,
      providerName: name,
      from: from ?? null,
      to: last,
      lines: awards.map(lineOf),
      totals: totalsOf(awards),
      signatory: letterhead.signatory ?? null,
      signatoryTitle: letterhead.signatoryTitle ?? null,
    };
  }
}
