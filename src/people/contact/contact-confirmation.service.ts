import { Injectable } from '@nestjs/common';
import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { CollegeService } from '../../college/college.service.js';
import { aMinute, later } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { OnDemand } from '../../platform/jobs/job.decorators.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { type Letter, Mailer } from '../../platform/mail/mailer.js';
import { hashOfSecret } from '../../platform/secrets.js';
import type { InPersonConfirmationBody, InPersonConfirmationDto } from './contact-change.dto.js';
import { codeForHours, linkForMinutes, mostTries, wayToConfirm } from './contact-change.rules.js';
import { type ContactChange, ContactChangeService, contactChanges } from './contact-change.service.js';
import { canonicalEmail } from '../sign-in/email-address.rules.js';
import { contactCodeLetter, linkLetter } from '../sign-in/letters.js';
import { peopleRefusals } from '../people.refusals.js';
import { Person } from '../account/person.entity.js';
import { nextSafe } from './safe-contact.rules.js';
import { SafeContactService } from './safe-contact.service.js';

/**
 * Confirms on a way that was safe before what makes more ways safe, or another address (BR-149). The new one hears of
 * it last.
 */
@Injectable()
export class ContactConfirmationService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly mailer: Mailer,
    private readonly college: CollegeService,
    private readonly clock: Clock,
    private readonly changes: ContactChangeService,
    private readonly safeContacts: SafeContactService,
  ) {}

  /**
   * Asks for another address; the answer is the same whether or not anybody uses it here. 401 `sign_in_again`, 400
   * `email_unusable`.
   */
  async askForEmail(actor: Actor, email: string): Promise<string> {
    requireRecentSignIn(actor, this.clock.now());
    const canonical = canonicalEmail(email);
    if (!canonical) throw refuse(peopleRefusals.email_unusable);
    return this.database.command(actor, async (tx) => {
      await changed(tx, 'select from person where id = $1 for no key update', [actor.personId]);
      const said = await this.safeContacts.last(tx, actor.personId);
      const { channels } = await this.safeContacts.ways(tx, actor.personId);
      const way = wayToConfirm(said && channels, channels, channels.email !== undefined);
      return this.changes.askForChange(tx, actor, {
        kind: 'email',
        way,
        stillSafe: channels,
        email: { typed: email.trim(), canonical },
      });
    });
  }

  /**
   * The owner's own confirmation: with the code that went to the old address, or, where only the service itself was
   * safe, with a recent sign-in. 401 `sign_in_again`, 422 `contact_code_wrong`, 403 `confirm_in_person`, 404 for
   * anybody else's or one that waits no more.
   */
  async confirm(actor: Actor, id: string, code: string | undefined): Promise<void> {
    requireRecentSignIn(actor, this.clock.now());
    const found = await this.database.row<ContactChange>(
      `${contactChanges} where id = $1 and person_id = $2 and state = 'waiting' and expires_at > $3`,
      [id, actor.personId, this.clock.now()],
    );
    if (!found) throw refuse(platformRefusals.not_found);
    if (found.way === 'in_person') throw refuse(peopleRefusals.confirm_in_person);
    if (found.way === 'email') await this.requireCode(id, code ?? '');
    await this.database.command(actor, async (tx) => {
      await this.agree(tx, actor, await this.changes.lock(tx, id), null);
      return id;
    });
  }

  /**
   * A coordinator's confirmation of somebody who is there in person; the person sees who and why. 404 when nothing
   * waits, 403 for one's own.
   */
  confirmInPerson(actor: Actor, personId: string, { kind, reason }: InPersonConfirmationBody): Promise<string> {
    requireRecentSignIn(actor, this.clock.now());
    if (personId === actor.personId) throw refuse(platformRefusals.forbidden);
    return this.database.command(actor, async (tx) => {
      const waiting = await this.changes.waiting(tx, personId, kind);
      if (waiting?.state !== 'waiting') throw refuse(platformRefusals.not_found);
      await this.agree(tx, actor, await this.changes.lock(tx, waiting.id), reason);
      return waiting.id;
    });
  }

  /** What a coordinator confirmed, without what it says. */
  async confirmed(actor: Actor, id: string): Promise<InPersonConfirmationDto> {
    const found = await this.database.row<ContactChange>(`${contactChanges} where id = $1 and agreed_by = $2`, [
      id,
      actor.personId,
    ]);
    if (!found?.agreedAt) throw refuse(platformRefusals.not_found);
    return { id, kind: found.kind, confirmedAt: found.agreedAt.toISOString() };
  }

  /**
   * The last step of a new address, with the code that went there. 422 `link_invalid` for a used, old or unknown one.
   */
  async complete(actor: Actor, id: string, secret: string): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const change = await row<{ email: string; canonical: string }>(
        tx,
        `
          select new_email as email, new_email_canonical as canonical
          from contact_change
          where id = $1 and person_id = $2 and state = 'agreed' and link_hash = $3 and link_expires_at > $4
          for update`,
        [id, actor.personId, hashOfSecret(secret), this.clock.now()],
      );
      if (!change || (await tx.existsBy(Person, { emailCanonical: change.canonical })))
        throw refuse(peopleRefusals.link_invalid);
      await tx.update(
        Person,
        { id: actor.personId },
        { email: change.email, emailCanonical: change.canonical, emailConfirmedAt: this.clock.now() },
      );
      await this.conclude(tx, actor, id, actor.personId);
      return id;
    });
  }

  /** The job that sends a code to the old address, unless that is not safe any more; outside its hours it waits. */
  @OnDemand('contact-code', 'changeId')
  async deliverCode(changeId: string): Promise<void> {
    const letter = await this.database.transaction((tx) => this.codeLetter(tx, changeId));
    if (letter) await this.mailer.send(letter);
  }

  /**
   * The job that writes to a new address, once the change was confirmed on the old way. Where somebody uses it already,
   * nothing is sent.
   */
  @OnDemand('email-link', 'changeId')
  async deliverLink(changeId: string): Promise<void> {
    const secret = randomBytes(32).toString('base64url');
    const letter = await this.database.transaction(async (tx) => {
      const change = await this.changes.lock(tx, changeId);
      if (change.state !== 'agreed' || change.newEmail === null || change.newEmailCanonical === null) return undefined;
      if (await tx.existsBy(Person, { emailCanonical: change.newEmailCanonical })) return undefined;
      await changed(tx, 'update contact_change set link_hash = $2, link_expires_at = $3 where id = $1', [
        changeId,
        hashOfSecret(secret),
        this.in(linkForMinutes),
      ]);
      return linkLetter(change.newEmail, secret, linkForMinutes);
    });
    if (letter) await this.mailer.send(letter);
  }

  private async codeLetter(tx: Tx, changeId: string): Promise<Letter | undefined> {
    const change = await this.changes.lock(tx, changeId);
    const { channels, email } = await this.safeContacts.ways(tx, change.personId);
    if (change.state !== 'waiting' || !channels.email || email === null) return undefined;
    const { timeZone } = await this.college.current(tx);
    const opens = nextSafe(channels.email.safeHours, this.clock.now(), timeZone);
    if (opens === null) return undefined;
    if (opens > this.clock.now()) {
      await this.jobs.enqueue(tx, 'contact-code', { changeId }, { key: `contact-code:${changeId}`, runAt: opens });
      return undefined;
    }
    const code = String(randomInt(100_000_000)).padStart(8, '0');
    await changed(tx, 'update contact_change set code_hash = $2, code_expires_at = $3 where id = $1', [
      changeId,
      hashOfSecret(`${changeId} ${code}`),
      this.in(codeForHours * 60),
    ]);
    return contactCodeLetter(email, code, codeForHours);
  }

  /** The try is counted, for good, before the code is looked at. */
  private async requireCode(id: string, code: string): Promise<void> {
    const tried = await this.database.transaction((tx) =>
      row<{ hash: Buffer }>(
        tx,
        `
          update contact_change
          set tries = tries + 1
          where id = $1 and state = 'waiting' and tries < $2 and code_expires_at > $3
          returning code_hash as hash`,
        [id, mostTries, this.clock.now()],
      ),
    );
    if (!tried || !timingSafeEqual(tried.hash, hashOfSecret(`${id} ${code}`)))
      throw refuse(peopleRefusals.contact_code_wrong, { values: { most: mostTries } });
  }

  private async agree(tx: Tx, actor: Actor, change: ContactChange, because: string | null): Promise<void> {
    const { id, personId, wish } = change;
    const by = because === null ? null : actor.personId;
    await changed(tx, 'select from person where id = $1 for no key update', [personId]);
    const agreed = await changed(
      tx,
      `
        update contact_change
        set state = 'agreed', agreed_at = $2, agreed_by = $3, agreed_because = $4
        where id = $1 and state = 'waiting'`,
      [id, this.clock.now(), by, because],
    );
    if (agreed === 0) throw refuse(platformRefusals.changed_meanwhile);
    await this.events.record(tx, actor, {
      type: 'contact_change.agreed',
      subjectId: id,
      personId,
      from: 'waiting',
      to: 'agreed',
      refs: { kind: change.kind },
    });
    if (wish === null) return this.jobs.enqueue(tx, 'email-link', { changeId: id });
    await this.safeContacts.write(tx, actor, personId, wish, id);
    await this.conclude(tx, actor, id, personId);
  }

  private async conclude(tx: Tx, actor: Actor, id: string, personId: string): Promise<void> {
    await changed(tx, `update contact_change set state = 'done', code_hash = null, link_hash = null where id = $1`, [
      id,
    ]);
    await this.events.record(tx, actor, {
      type: 'contact_change.done',
      subjectId: id,
      personId,
      from: 'agreed',
      to: 'done',
    });
  }

  private in(minutes: number): Date {
    return later(this.clock.now(), minutes * aMinute);
  }
}
