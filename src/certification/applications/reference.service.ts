import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { textOf } from '../../catalogues/catalogues.js';
import { aDay, later } from '../../platform/calendar.js';
import type { Actor, Doer } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { OnDemand } from '../../platform/jobs/job.decorators.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Mailer } from '../../platform/mail/mailer.js';
import { hashOfSecret } from '../../platform/secrets.js';
import { transition } from '../../platform/states/state-table.js';
import { isOver } from './application.rules.js';
import { ApplicationService } from './application.service.js';
import { CertificationReference } from './certification-reference.entity.js';
import { certificationRefusals } from '../certification.refusals.js';
import type { ReferenceBody, ReferenceDto, ReferenceReplyBody } from './reference.dto.js';
import { referenceLinkDays, referenceMoves } from './reference.rules.js';
import { CertificationQueryService } from '../certifications/certification-query.service.js';
import { ApplicationQueryService } from './application-query.service.js';

const shown = [
  'id',
  'applicationId',
  'personId',
  'kind',
  'refereeName',
  'state',
  'askedAt',
  'expiresAt',
  'receivedAt',
  'workedTogetherUntil',
  'recommends',
  'statement',
  'version',
] as const satisfies (keyof CertificationReference)[];

const references = `
  select ${columnsOf(CertificationReference, 'r', ...shown)}
  from certification_reference r`;

type ReferenceRow = Pick<CertificationReference, (typeof shown)[number]>;

/** References: asked for by a link that works once, answered without an account, accepted by the college. */
@Injectable()
export class ReferenceService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly mailer: Mailer,
    private readonly applications: ApplicationService,
    private readonly queries: ApplicationQueryService,
    private readonly certifications: CertificationQueryService,
  ) {}

  /**
   * Asks somebody; the letter goes out by itself. 422 `reference_kind_not_asked`, `self_referenced`; 409
   * `application_over`.
   */
  askReferee(actor: Actor, applicationId: string, { kind, refereeName, refereeEmail }: ReferenceBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { terms, personId, state } = await this.applications.lockOwnApplication(tx, actor, applicationId);
      if (isOver(state)) throw refuse(certificationRefusals.application_over);
      if (await row(tx, 'select from person where id = $1 and email_canonical = lower($2)', [personId, refereeEmail]))
        throw refuse(certificationRefusals.self_referenced);
      if (terms.references && !terms.references.kinds.includes(kind))
        throw refuse(certificationRefusals.reference_kind_not_asked);
      const id = newId();
      const now = this.clock.now();
      await tx.insert(CertificationReference, {
        id,
        applicationId,
        personId,
        kind,
        refereeName,
        refereeEmail,
        askedAt: now,
        expiresAt: later(now, referenceLinkDays * aDay),
      });
      await this.jobs.enqueue(tx, 'reference-link', { referenceId: id });
      await this.applications.touch(tx, applicationId);
      await this.events.record(tx, actor, {
        type: 'certification_reference.asked',
        subjectId: id,
        refs: { applicationId },
      });
      return id;
    });
  }

  /** The job behind it: makes the secret, keeps only its hash, and writes the letter. */
  @OnDemand('reference-link', 'referenceId')
  async deliver(referenceId: string): Promise<void> {
    const secret = randomBytes(32).toString('base64url');
    const letter = await this.database.transaction((tx) =>
      row<{ email: string; name: string; applicant: string | null }>(
        tx,
        `
          update certification_reference r
          set secret_hash = $2
          from person p
          where r.id = $1
            and r.state = 'request_sent'
            and p.id = r.person_id
            and not exists (select from restore o where o.found_at > r.asked_at)
          returning r.referee_email as email, r.referee_name as name, p.chosen_name as applicant`,
        [referenceId, hashOfSecret(secret)],
      ),
    );
    if (letter)
      await this.mailer.send({
        to: letter.email,
        subject: textOf('letters.reference_request.subject'),
        text: requestText(letter, secret),
      });
  }

  /**
   * What a referee answers, without an account. 422 `reference_link_invalid` for a used, old or unknown code,
   * `not_done_yet` for a day to come.
   */
  reply(doer: Doer, { secret, workedTogetherUntil, recommends, statement }: ReferenceReplyBody): Promise<string> {
    return this.database.command(doer, async (tx) => {
      if (workedTogetherUntil > (await this.certifications.today(tx)).today)
        throw refuse(certificationRefusals.not_done_yet);
      const used = await row<Pick<CertificationReference, 'id' | 'personId' | 'applicationId'>>(
        tx,
        `
          update certification_reference r
          set state = 'received', received_at = $2, secret_hash = null, worked_together_until = $3, recommends = $4,
            statement = $5
          where secret_hash = $1 and state = 'request_sent' and expires_at > $2
          returning ${columnsOf(CertificationReference, 'r', 'id', 'personId', 'applicationId')}`,
        [hashOfSecret(secret), this.clock.now(), workedTogetherUntil, recommends, statement],
      );
      if (!used) throw refuse(certificationRefusals.reference_link_invalid);
      await this.applications.touch(tx, used.applicationId);
      await this.events.record(tx, doer, {
        type: 'certification_reference.received',
        subjectId: used.id,
        personId: used.personId,
      });
      return used.id;
    });
  }

  /** Says whether it counts. 422 `own_application`, 409 `state_conflict`. */
  decideReference(actor: Actor, id: string, accepted: boolean): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const found = await tx.findOne(CertificationReference, {
        select: { id: true, applicationId: true },
        where: { id },
      });
      if (!found) throw refuse(platformRefusals.not_found);
      await this.applications.lockOthersApplication(tx, actor, found.applicationId);
      const reference = await tx.findOne(CertificationReference, {
        select: { id: true, state: true, personId: true },
        where: { id },
      });
      if (!reference) throw refuse(platformRefusals.not_found);
      const to = transition(referenceMoves, reference.state, accepted ? 'accepted' : 'not_accepted');
      await tx.update(
        CertificationReference,
        { id },
        { state: to, decidedBy: actor.personId, decidedAt: this.clock.now() },
      );
      await this.applications.touch(tx, found.applicationId);
      await this.events.record(tx, actor, {
        type: `certification_reference.${to}`,
        subjectId: id,
        personId: reference.personId,
        from: reference.state,
        to,
      });
      return id;
    });
  }

  /** For those who see the application. */
  async one(actor: Actor, id: string): Promise<ReferenceDto> {
    const found = await this.database.row<ReferenceRow>(`${references} where r.id = $1`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    await this.queries.one(actor, found.applicationId);
    return present(found, actor);
  }

  /** Oldest first; for those who see the application. */
  async list(actor: Actor, applicationId: string): Promise<ReferenceDto[]> {
    await this.queries.one(actor, applicationId);
    const found = await this.database.rows<ReferenceRow>(
      `${references} where r.application_id = $1 order by r.id limit 200`,
      [applicationId],
    );
    return found.map((each) => present(each, actor));
  }
}

/** What a referee wrote is for the college: the applicant sees that it arrived, not what it says. */
const present = (
  { personId, askedAt, expiresAt, receivedAt, ...reference }: ReferenceRow,
  actor: Actor,
): ReferenceDto => ({
  ...reference,
  recommends: personId === actor.personId ? null : reference.recommends,
  statement: personId === actor.personId ? null : reference.statement,
  askedAt: askedAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  receivedAt: receivedAt?.toISOString() ?? null,
});

const requestText = ({ name, applicant }: { name: string; applicant: string | null }, secret: string) =>
  textOf('letters.reference_request.text', {
    name,
    applicant: applicant ?? textOf('letters.reference_request.unnamed'),
    days: referenceLinkDays,
    secret,
  });
