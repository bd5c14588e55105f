import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { aMinute, later } from '../../platform/calendar.js';
import { automatic, type Doer } from '../../platform/actor.js';
import { RememberedTokens } from '../../platform/access/remembered-tokens.js';
import { Clock } from '../../platform/clock.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Every, OnDemand } from '../../platform/jobs/job.decorators.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { Mailer } from '../../platform/mail/mailer.js';
import { hashOfSecret } from '../../platform/secrets.js';
import { canonicalEmail, canonicalNewEmail } from '../../platform/text/email-address.rules.js';
import { PasswordHashing } from './password-hashing.js';
import { linkLetter } from './letters.js';
import { addressEntered, aDayBefore, mayWrite, minutesValid } from './one-time-link.rules.js';
import { peopleRefusals } from '../people.refusals.js';
import { resetByEmailRefusedSql } from '../contact/safe-contact.sql.js';
import { refuseWeak } from './password.rules.js';
import { Password, OneTimeLink } from './password.entity.js';
import { PasswordService } from './password.service.js';
import { Person } from '../account/person.entity.js';
import { RoleGrant } from '../roles/role-grant.entity.js';

type Purpose = 'sign_up' | 'password_reset';

/** When the code of a request `l` opens anything; otherwise it is like one that was used (BR-214). */
const opens: Record<Purpose, string> = {
  sign_up: 'not exists (select from person p where p.email_canonical = l.email_canonical)',
  password_reset: `
    exists (
      select
      from person p
      where p.email_canonical = l.email_canonical and not ${resetByEmailRefusedSql('p.id')}
    )`,
};

/**
 * Sign-up and password reset. The caller always gets the same answer in the same time: one row and one job, whoever
 * asks. The job, later, sends the same letter to every address; what its code does is decided when it comes back
 * (BR-138, BR-214).
 */
@Injectable()
export class OneTimeLinkService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly hashing: PasswordHashing,
    private readonly passwords: PasswordService,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly mailer: Mailer,
    private readonly rememberedTokens: RememberedTokens,
  ) {}

  /** Remembers a wish to join. The account exists once the address is confirmed. */
  async askToSignUp(doer: Doer, { email, chosenName }: { email: string; chosenName: string }): Promise<void> {
    await this.recordRequest(doer, 'sign_up', email, canonicalNewEmail(email), chosenName);
  }

  async askToResetPassword(doer: Doer, email: string): Promise<void> {
    await this.recordRequest(doer, 'password_reset', email, canonicalEmail(email), null);
  }

  /**
   * Completes a sign-up: makes the person with the role learner, and the password of whoever holds the code. 422
   * `link_invalid` for a used, old or unknown code and for an address that has an account; 422 `password_easily_guessed`
   * leaves the code as it was.
   */
  async confirmSignUp(doer: Doer, secret: string, password: string): Promise<void> {
    const passwordHash = await this.hashing.hash(password);
    await this.database.command(doer, async (tx) => {
      const link = await this.use(tx, 'sign_up', secret, password);
      const now = this.clock.now();
      const personId = newId();
      await tx.insert(Person, {
        id: personId,
        chosenName: link.chosenName,
        email: link.email,
        emailCanonical: link.emailCanonical,
        emailConfirmedAt: now,
        createdAt: now,
      });
      await tx.insert(Password, { personId, passwordHash, changedAt: now });
      await tx.insert(RoleGrant, { id: newId(), personId, role: 'learner', grantedAt: now });
      await this.events.record(tx, doer, { type: 'person.signed_up', subjectId: personId, personId });
      return personId;
    });
  }

  /** Sets a new password and ends every sign-in of the person. Refuses as above, also where the owner closed this. */
  async confirmPasswordReset(doer: Doer, secret: string, password: string): Promise<void> {
    const passwordHash = await this.hashing.hash(password);
    await this.database.command(doer, async (tx) => {
      const { emailCanonical } = await this.use(tx, 'password_reset', secret, password);
      const person = await tx.findOneBy(Person, { emailCanonical });
      if (!person) throw refuse(peopleRefusals.link_invalid);
      await this.passwords.replace(tx, doer, person.id, passwordHash);
      return person.id;
    });
    this.rememberedTokens.forget();
  }

  /**
   * The job behind both: makes the secret, keeps only its hash, and writes to the address, in the one spelling that all
   * spellings of it share: no other mailbox gets it, and none tells how an account spells it. Where the code will open
   * nothing, the owner finds a note.
   */
  @OnDemand('one-time-link', 'linkId')
  async deliver(linkId: string): Promise<void> {
    const secret = randomBytes(32).toString('base64url');
    const letter = await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const requests = await this.lockRequestsOfAddress(tx, linkId);
      const link = requests.find(({ id }) => id === linkId);
      if (!link || link.usedAt || !mayWrite(linkId, requests, now)) return undefined;
      await tx.update(
        OneTimeLink,
        { id: linkId },
        {
          secretHash: hashOfSecret(secret),
          expiresAt: later(now, minutesValid * aMinute),
          deliveredAt: link.deliveredAt ?? now,
        },
      );
      await this.noteWhatOpensNothing(tx, linkId);
      return linkLetter(link.emailCanonical, secret, minutesValid);
    });
    if (letter) await this.mailer.send(letter);
  }

  /** Removes what nobody can use any more, and what counts no more. */
  @Every('17 * * * *', 'forget-old-links')
  async forgetOld(): Promise<void> {
    await this.database.transaction((tx) =>
      changed(tx, 'delete from one_time_link where greatest(requested_at, delivered_at) < $1', [
        aDayBefore(this.clock.now()),
      ]),
    );
  }

  private async recordRequest(
    doer: Doer,
    purpose: Purpose,
    email: string,
    emailCanonical: string | undefined,
    chosenName: string | null,
  ) {
    if (!emailCanonical) throw refuse(peopleRefusals.email_unusable);
    await this.database.command(doer, async (tx) => {
      const id = newId();
      await tx.insert(OneTimeLink, {
        id,
        purpose,
        email: email.trim(),
        emailCanonical,
        chosenName,
        requestedAt: this.clock.now(),
      });
      await this.jobs.enqueue(tx, 'one-time-link', { linkId: id });
      return id;
    });
  }

  /** All requests for the address of this one, locked in one order, so that two letters cannot both be the third. */
  private lockRequestsOfAddress(
    tx: Tx,
    id: string,
  ): Promise<Pick<OneTimeLink, 'id' | 'emailCanonical' | 'usedAt' | 'deliveredAt'>[]> {
    return rows(
      tx,
      `
        select ${columnsOf(OneTimeLink, 'l', 'id', 'emailCanonical', 'usedAt', 'deliveredAt')}
        from one_time_link l
        where l.email_canonical = (select asked.email_canonical from one_time_link asked where asked.id = $1)
        order by l.id
        for update`,
      [id],
    );
  }

  private async noteWhatOpensNothing(tx: Tx, linkId: string): Promise<void> {
    const owner = await row<Pick<Person, 'id'>>(
      tx,
      `
        select ${columnsOf(Person, 'o', 'id')}
        from one_time_link l
        join person o on o.email_canonical = l.email_canonical
        where l.id = $1 and not case l.purpose when 'sign_up' then ${opens.sign_up} else ${opens.password_reset} end`,
      [linkId],
    );
    if (owner) await this.events.record(tx, automatic('one-time-link'), addressEntered(owner.id));
  }

  /**
   * Uses up the code, and with it every other that was sent for the same purpose. A password that is too easily guessed
   * uses up nothing.
   */
  private async use(tx: Tx, purpose: Purpose, secret: string, password: string) {
    const used = await row<Pick<OneTimeLink, 'email' | 'emailCanonical' | 'chosenName'>>(
      tx,
      `
        with given as (
          select l.email_canonical
          from one_time_link l
          where l.secret_hash = $1 and l.purpose = $2 and l.used_at is null and l.expires_at > $3 and ${opens[purpose]}
        ),
        sent as (
          select l.id
          from one_time_link l
          join given on given.email_canonical = l.email_canonical
          where l.purpose = $2 and l.secret_hash is not null and l.used_at is null
          order by l.id
          for update of l
        ),
        used as (
          update one_time_link l
          set used_at = $3
          from sent
          where l.id = sent.id
          returning l.*
        )
        select ${columnsOf(OneTimeLink, 'u', 'email', 'emailCanonical', 'chosenName')}
        from used u
        where u.secret_hash = $1`,
      [hashOfSecret(secret), purpose, this.clock.now()],
    );
    if (!used) throw refuse(peopleRefusals.link_invalid);
    await refuseWeak(password, used.email);
    return used;
  }
}
