import { Injectable } from '@nestjs/common';
import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { CollegeService } from '../../college/college.service.js';
import { aMinute, anHour, later } from '../../platform/calendar.js';
import { type Actor, automatic } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { columnsOf, lockRow, updateRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Endings } from '../../platform/endings/endings.js';
import { Events } from '../../platform/events/events.js';
import { OnDemand } from '../../platform/jobs/job.decorators.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { type Letter, Mailer } from '../../platform/mail/mailer.js';
import { hashOfSecret } from '../../platform/secrets.js';
import { AccountTraceService } from '../account-traces/account-trace.service.js';
import type { InPersonConfirmationBody, InPersonConfirmationDto } from './contact-change.dto.js';
import { ContactChange } from './contact-change.entity.js';
import { codeForHours, linkForMinutes, mostTries, wayToConfirm } from './contact-change.rules.js';
import { ContactChangeService, contactChanges, type ToldChange } from './contact-change.service.js';
import { canonicalNewEmail } from '../../platform/text/email-address.rules.js';
import { contactCodeLetter, linkLetter } from '../sign-in/letters.js';
import { addressEntered } from '../sign-in/one-time-link.rules.js';
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
    private readonly endings: Endings,
    private readonly jobs: Jobs,
    private readonly mailer: Mailer,
    private readonly college: CollegeService,
    private readonly clock: Clock,
    private readonly changes: ContactChangeService,
    private readonly safeContacts: SafeContactService,
    private readonly traces: AccountTraceService,
  ) {}

  /**
   * Asks for another address; the answer is the same whether or not anybody uses it here. 401 `sign_in_again`, 400
   * `email_unusable`.
   */
  async askForEmail(actor: Actor, email: string): Promise<string> {
    requireRecentSignIn(actor, this.clock.now());
    const canonical = canonicalNewEmail(email);
    if (!canonical) throw refuse(peopleRefusals.email_unusable);
    return this.database.command(actor, async (tx) => {
      await lockRow(tx, Person, { id: actor.personId }, ['id'], 'for no key update');
      const said = await this.safeContacts.last(tx, actor.personId);
      const { channels, away } = await this.safeContacts.allowedWays(tx, actor.personId);
      const way = wayToConfirm(said && channels, channels, channels.email !== undefined, away);
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
   * safe, with a recent sign-in. 401 `sign_in_again`, 422 `contact_code_wrong`, 403 `confirm_in_person`, 409
   * `state_conflict` for one that is confirmed, 404 for anybody else's or one that is over.
   */
  async confirm(actor: Actor, id: string, code: string | undefined): Promise<void> {
    requireRecentSignIn(actor, this.clock.now());
    const found = await this.database.row<ToldChange>(
      `${contactChanges} where c.id = $1 and c.person_id = $2 and (c.state <> 'waiting' or c.expires_at > $3)`,
      [id, actor.personId, this.clock.now()],
    );
    if (!found || found.state === 'dropped') throw refuse(platformRefusals.not_found);
    if (found.state !== 'waiting') throw refuse(platformRefusals.state_conflict);
    if (found.way === 'in_person') throw refuse(peopleRefusals.confirm_in_person);
    if (found.way === 'email') await this.requireCode(id, code ?? '');
    await this.database.command(actor, async (tx) => {
      await this.agree(tx, actor, await this.changes.lock(tx, id), null);
      return id;
    });
  }

  /**
   * A coordinator's confirmation of somebody who is there in person; the person sees who and why. 404 when nothing
   * waits, 422 `own_record` for one's own.
   */
  confirmInPerson(actor: Actor, personId: string, { kind, reason }: InPersonConfirmationBody): Promise<string> {
    requireRecentSignIn(actor, this.clock.now());
    refuseOwnRecord(actor, personId);
    return this.database.command(actor, async (tx) => {
      const waiting = await this.changes.waiting(tx, personId, kind);
      if (waiting?.state !== 'waiting') throw refuse(platformRefusals.not_found);
      await this.agree(tx, actor, await this.changes.lock(tx, waiting.id), reason);
      return waiting.id;
    });
  }

  /** What a coordinator confirmed, without what it says. */
  async confirmed(actor: Actor, id: string): Promise<InPersonConfirmationDto> {
    const found = await this.database.row<ToldChange>(`${contactChanges} where c.id = $1 and c.agreed_by = $2`, [
      id,
      actor.personId,
    ]);
    if (!found?.agreedAt) throw refuse(platformRefusals.not_found);
    return { id, kind: found.kind, confirmedAt: found.agreedAt.toISOString() };
  }

  /** The last step of a new address, with the code sent there. 422 `link_invalid` for a used, old or unknown one. */
  async complete(actor: Actor, id: string, secret: string): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const change = await row<Pick<ContactChange, 'newEmail' | 'newEmailCanonical'>>(
        tx,
        `
          select ${columnsOf(ContactChange, 'c', 'newEmail', 'newEmailCanonical')}
          from contact_change c
          where c.id = $1 and c.person_id = $2 and c.state = 'agreed' and c.link_hash = $3 and c.link_expires_at > $4
          for update`,
        [id, actor.personId, hashOfSecret(secret), this.clock.now()],
      );
      if (!change?.newEmailCanonical || (await tx.existsBy(Person, { emailCanonical: change.newEmailCanonical })))
        throw refuse(peopleRefusals.link_invalid);
      await tx.update(
        Person,
        { id: actor.personId },
        { email: change.newEmail, emailCanonical: change.newEmailCanonical, emailConfirmedAt: this.clock.now() },
      );
      this.endings.note(tx, 'contact_narrowed', actor.personId);
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
   * the same letter goes out, its code does nothing, and its owner finds a note (BR-214).
   */
  @OnDemand('email-link', 'changeId')
  async deliverLink(changeId: string): Promise<void> {
    const secret = randomBytes(32).toString('base64url');
    const letter = await this.database.transaction(async (tx) => {
      const change = await this.changes.lockIfThere(tx, changeId);
      if (change?.state !== 'agreed' || change.newEmail === null || change.newEmailCanonical === null) return undefined;
      await updateRows(
        tx,
        ContactChange,
        { id: changeId },
        { linkHash: hashOfSecret(secret), linkExpiresAt: later(this.clock.now(), linkForMinutes * aMinute) },
      );
      const owner = await tx.findOneBy(Person, { emailCanonical: change.newEmailCanonical });
      if (owner) await this.events.record(tx, automatic('email-link'), addressEntered(owner.id));
      return linkLetter(change.newEmail, secret, linkForMinutes);
    });
    if (letter) await this.mailer.send(letter);
  }

  private async codeLetter(tx: Tx, changeId: string): Promise<Letter | undefined> {
    const change = await this.changes.lockIfThere(tx, changeId);
    if (change?.state !== 'waiting') return undefined;
    const { channels, email } = await this.safeContacts.ways(tx, change.personId);
    if (!channels.email || email === null) return undefined;
    const { timeZone } = await this.college.current(tx);
    const opens = nextSafe(channels.email.safeHours, this.clock.now(), timeZone);
    if (opens === null) return undefined;
    if (opens > this.clock.now()) {
      await this.jobs.enqueue(tx, 'contact-code', { changeId }, { key: `contact-code:${changeId}`, runAt: opens });
      return undefined;
    }
    const code = String(randomInt(100_000_000)).padStart(8, '0');
    await updateRows(
      tx,
      ContactChange,
      { id: changeId },
      { codeHash: hashOfSecret(`${changeId} ${code}`), codeExpiresAt: later(this.clock.now(), codeForHours * anHour) },
    );
    return contactCodeLetter(email, code, codeForHours);
  }

  /** The try is counted, for good, before the code is looked at. */
  private async requireCode(id: string, code: string): Promise<void> {
    const tried = await this.database.transaction((tx) =>
      row<Pick<ContactChange, 'personId' | 'codeHash' | 'tries'>>(
        tx,
        `
          update contact_change c
          set tries = c.tries + 1
          where c.id = $1 and c.state = 'waiting' and c.tries < $2 and c.code_expires_at > $3
          returning ${columnsOf(ContactChange, 'c', 'personId', 'codeHash', 'tries')}`,
        [id, mostTries, this.clock.now()],
      ),
    );
    if (tried?.codeHash && timingSafeEqual(tried.codeHash, hashOfSecret(`${id} ${code}`))) return;
    if (tried?.tries === mostTries) await this.traces.note('contact_code.exhausted', tried.personId);
    throw refuse(peopleRefusals.contact_code_wrong, { values: { most: mostTries } });
  }

  private async agree(tx: Tx, actor: Actor, change: ToldChange, because: string | null): Promise<void> {
    const { id, personId, wish } = change;
    const by = because === null ? null : actor.personId;
    await lockRow(tx, Person, { id: personId }, ['id'], 'for no key update');
    const agreed = await updateRows(
      tx,
      ContactChange,
      { id, state: 'waiting' },
      { state: 'agreed', agreedAt: this.clock.now(), agreedBy: by, agreedBecause: because },
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
    await updateRows(tx, ContactChange, { id }, { state: 'done', codeHash: null, linkHash: null });
    await this.events.record(tx, actor, {
      type: 'contact_change.done',
      subjectId: id,
      personId,
      from: 'agreed',
      to: 'done',
    });
  }
}
