import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { aMinute, anHour, later } from '../../platform/calendar.js';
import { LessThan } from 'typeorm';
import type { Doer } from '../../platform/actor.js';
import { RememberedTokens } from '../../platform/access/remembered-tokens.js';
import { Clock } from '../../platform/clock.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Every, OnDemand } from '../../platform/jobs/job.decorators.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { type Letter, Mailer } from '../../platform/mail/mailer.js';
import { hashOfSecret } from '../../platform/secrets.js';
import { canonicalEmail, canonicalNewEmail } from '../../platform/text/email-address.rules.js';
import { CardPasswordService } from './card-password.service.js';
import { PasswordHashing } from './password-hashing.js';
import { alreadyKnownLetter, linkLetter } from './letters.js';
import { peopleRefusals } from '../people.refusals.js';
import { SafeContactService } from '../contact/safe-contact.service.js';
import { refuseWeak } from './password.rules.js';
import { Password, OneTimeLink } from './password.entity.js';
import { Person } from '../account/person.entity.js';
import { RoleGrant } from '../roles/role-grant.entity.js';

const minutesValid = 20;

/**
 * Sign-up and password reset. The caller always gets the same answer in the same time: one row and one job, whoever
 * asks. The job, later, decides what the owner of the address is told (BR-138).
 */
@Injectable()
export class OneTimeLinkService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly hashing: PasswordHashing,
    private readonly cards: CardPasswordService,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly mailer: Mailer,
    private readonly safeContacts: SafeContactService,
    private readonly rememberedTokens: RememberedTokens,
  ) {}

  /** Remembers a wish to join. The account exists once the address is confirmed. */
  async askToSignUp(doer: Doer, wish: { email: string; password: string; chosenName: string }): Promise<void> {
    await refuseWeak(wish.password, wish.email);
    const passwordHash = await this.hashing.hash(wish.password);
    await this.recordRequest(doer, 'sign_up', wish.email, { chosenName: wish.chosenName, passwordHash });
  }

  async askToResetPassword(doer: Doer, email: string): Promise<void> {
    await this.recordRequest(doer, 'password_reset', email, { chosenName: null, passwordHash: null });
  }

  /**
   * Completes a sign-up: makes the person with the role learner. 422 `link_invalid` for a used, old or unknown link.
   */
  async confirmSignUp(doer: Doer, secret: string): Promise<void> {
    await this.database.command(doer, async (tx) => {
      const link = await this.use(tx, 'sign_up', secret);
      const taken = await tx.existsBy(Person, { emailCanonical: link.emailCanonical });
      if (taken) throw refuse(peopleRefusals.link_invalid);
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
      await tx.insert(Password, { personId, passwordHash: link.passwordHash ?? '', changedAt: now });
      await tx.insert(RoleGrant, { id: newId(), personId, role: 'learner', grantedAt: now });
      await this.events.record(tx, doer, { type: 'person.signed_up', subjectId: personId, personId });
      return personId;
    });
  }

  /** Sets a new password and ends every sign-in of the person. 422 `link_invalid` as above. */
  async confirmPasswordReset(doer: Doer, secret: string, password: string): Promise<void> {
    const passwordHash = await this.hashing.hash(password);
    await this.database.command(doer, async (tx) => {
      const link = await this.use(tx, 'password_reset', secret);
      await refuseWeak(password, link.email);
      const person = await tx.findOneBy(Person, { emailCanonical: link.emailCanonical });
      if (!person) throw refuse(peopleRefusals.link_invalid);
      const now = this.clock.now();
      await this.cards.set(tx, doer, person.id, { passwordHash, cardId: null, now });
      await this.events.record(tx, doer, { type: 'password.reset', subjectId: person.id, personId: person.id });
      return person.id;
    });
    this.rememberedTokens.forget();
  }

  /** The job behind both: makes the secret, keeps only its hash, and writes to the address. */
  @OnDemand('one-time-link', 'linkId')
  async deliver(linkId: string): Promise<void> {
    const secret = randomBytes(32).toString('base64url');
    const letter = await this.database.transaction(async (tx) => {
      const link = await tx.findOneBy(OneTimeLink, { id: linkId });
      if (!link || link.usedAt) return undefined;
      const owner = await tx.findOneBy(Person, { emailCanonical: link.emailCanonical });
      if (owner && link.purpose === 'sign_up') return this.alreadyKnown(tx, owner.id);
      if (!owner && link.purpose === 'password_reset') return undefined;
      const expiresAt = later(this.clock.now(), minutesValid * aMinute);
      await tx.update(OneTimeLink, { id: linkId }, { secretHash: hashOfSecret(secret), expiresAt });
      return linkLetter(owner?.email ?? link.email, secret, minutesValid);
    });
    if (letter) await this.mailer.send(letter);
  }

  /** Removes what nobody can use any more. */
  @Every('17 * * * *', 'forget-old-links')
  async forgetOld(): Promise<void> {
    const dayAgo = later(this.clock.now(), -24 * anHour);
    await this.database.transaction((tx) => tx.delete(OneTimeLink, { requestedAt: LessThan(dayAgo) }));
  }

  /** The owner of a known address hears of a second sign-up only where mail is safe for them. */
  private async alreadyKnown(tx: Tx, personId: string): Promise<Letter | undefined> {
    const { email, channels, learnerWillInitiate } = await this.safeContacts.ways(tx, personId);
    return email !== null && channels.email && !learnerWillInitiate ? alreadyKnownLetter(email) : undefined;
  }

  private async recordRequest(
    doer: Doer,
    purpose: OneTimeLink['purpose'],
    email: string,
    details: Pick<OneTimeLink, 'chosenName' | 'passwordHash'>,
  ) {
    const emailCanonical = purpose === 'sign_up' ? canonicalNewEmail(email) : canonicalEmail(email);
    if (!emailCanonical) throw refuse(peopleRefusals.email_unusable);
    await this.database.command(doer, async (tx) => {
      const id = newId();
      await tx.insert(OneTimeLink, {
        id,
        purpose,
        email: email.trim(),
        emailCanonical,
        requestedAt: this.clock.now(),
        ...details,
      });
      await this.jobs.enqueue(tx, 'one-time-link', { linkId: id });
      return id;
    });
  }

  private async use(tx: Tx, purpose: OneTimeLink['purpose'], secret: string) {
    const used = await row<Pick<OneTimeLink, 'email' | 'emailCanonical' | 'chosenName' | 'passwordHash'>>(
      tx,
      `
        update one_time_link l
        set used_at = $3
        where l.secret_hash = $1 and l.purpose = $2 and l.used_at is null and l.expires_at > $3
        returning ${columnsOf(OneTimeLink, 'l', 'email', 'emailCanonical', 'chosenName', 'passwordHash')}`,
      [hashOfSecret(secret), purpose, this.clock.now()],
    );
    if (!used) throw refuse(peopleRefusals.link_invalid);
    return used;
  }
}
