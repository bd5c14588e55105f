import { Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { CollegeService } from '../../college/college.service.js';
import { anHour, later } from '../../platform/calendar.js';
import { type Actor, automatic } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { RememberedTokens } from '../../platform/access/remembered-tokens.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf, insertRow, updateRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { OnDemand } from '../../platform/jobs/job.decorators.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { hashOfSpokenCode, newSpokenCode } from '../../platform/secrets.js';
import { Person } from '../account/person.entity.js';
import { peopleRefusals } from '../people.refusals.js';
import { resetByEmailRefusedSql } from '../contact/safe-contact.sql.js';
import { isStaffSql } from '../roles/role.sql.js';
import { AccountPasswordService, type CardRow } from '../sign-in/account-password.service.js';
import {
  canEndCard,
  cardHours,
  type CardHolder,
  cardRefusal,
  cardRoleDays,
  cardStateOf,
  heldLongEnough,
  secondRefusal,
} from '../sign-in/password-card.rules.js';
import { PasswordCard } from '../sign-in/password.entity.js';
import type { FirstPasswordCodeDto, PasswordCardBody } from './password-card.dto.js';

/** 49 bits, against five tries. */
const codeLength = 10;
const tenDigits = 10 ** 10;
const roleTooNew = () => refuse(peopleRefusals.card_role_too_new, { values: { days: cardRoleDays } });

/**
 * How somebody whom staff added, and who has no e-mail address, comes to a password, and to a new one when they forgot
 * it. A card for an account in use opens nothing by one person's word, and nothing of earlier before its owner was told
 * (BR-188).
 */
@Injectable()
export class PasswordCardService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly college: CollegeService,
    private readonly passwords: AccountPasswordService,
    private readonly rememberedTokens: RememberedTokens,
    private readonly clock: Clock,
  ) {}

  /**
   * A new code in place of an earlier one. 404 for an unknown person; 409 `account_in_use` for whoever can be sent a new
   * password or has a role besides learner; 422 `identity_not_checked` for whoever has a password, unless they were
   * recognised in person, `card_role_too_new` then for who has not made cards for two weeks, and `own_record` for
   * oneself.
   */
  async makeCode(
    actor: Actor,
    personId: string,
    { identityChecked = false }: PasswordCardBody,
  ): Promise<FirstPasswordCodeDto> {
    const now = this.clock.now();
    requireRecentSignIn(actor, now);
    refuseOwnRecord(actor, personId);
    const code = newSpokenCode(codeLength);
    const expiresAt = later(now, cardHours * anHour);
    const cardId = newId();
    const made = await this.database.transaction(async (tx) => {
      const person = await row<CardHolder>(
        tx,
        `
          select p.email is not null and not ${resetByEmailRefusedSql('p.id')} as "resetsByEmail",
            exists (select from credential c where c.person_id = p.id) as "hasPassword", ${isStaffSql('p.id')} as "isStaff"
          from person p
          where p.id = $1 and p.erased_at is null
          for no key update`,
        [personId],
      );
      if (!person) throw refuse(platformRefusals.not_found);
      const refusal = cardRefusal(person, identityChecked);
      if (refusal) throw refuse(refusal);
      const needsSecond = person.hasPassword;
      const { [actor.personId]: since = null } = await this.heldSince(tx, actor.personId);
      if (needsSecond && !heldLongEnough(since, now)) throw roleTooNew();
      const numbered = await row<Pick<Person, 'signInNumber'>>(
        tx,
        `
          update person p
          set sign_in_number = coalesce(p.sign_in_number, $2)
          where p.id = $1
          returning ${columnsOf(Person, 'p', 'signInNumber')}`,
        [personId, String(randomInt(tenDigits)).padStart(10, '0')],
      );
      await this.replaceOpen(tx, actor, personId, now);
      await insertRow(tx, PasswordCard, {
        id: cardId,
        personId,
        hash: hashOfSpokenCode(code),
        needsSecond,
        sealedDays: (await this.college.policy(tx)).cardSealedDays,
        madeBy: actor.personId,
        madeAt: now,
        expiresAt,
      });
      await this.events.record(tx, actor, {
        type: needsSecond ? 'password_card.made' : 'first_password_code.made',
        subjectId: cardId,
        personId,
        refs: { confirmBy: needsSecond ? expiresAt.toISOString() : null },
      });
      if (needsSecond) await this.jobs.enqueue(tx, 'password-card-over', { cardId }, { runAt: expiresAt });
      return { signInNumber: numbered?.signInNumber ?? '', needsSecond };
    });
    const until = expiresAt.toISOString();
    return { ...made, code, expiresAt: until, cardId, confirmBy: made.needsSecond ? until : null };
  }

  /**
   * A second person says that this card is right; from then on its code works, for a day. 404, 409 `password_card_over`
   * or `card_maker_left`, 422 `own_record`, `second_person_needed` for who made it, `card_role_too_new`.
   */
  confirm(actor: Actor, id: string): Promise<string> {
    const now = this.clock.now();
    requireRecentSignIn(actor, now);
    return this.database.command(actor, async (tx) => {
      const card = await this.passwords.lockSeen(tx, actor, id, now);
      refuseOwnRecord(actor, card.personId);
      const since = await this.heldSince(tx, actor.personId, card.madeBy);
      if (cardStateOf(card, now) !== 'waiting') throw refuse(peopleRefusals.password_card_over);
      const [first = null, second = null] = [since[card.madeBy], since[actor.personId]];
      const refusal = secondRefusal(card, actor.personId, { first, second }, now);
      if (refusal === 'card_role_too_new') throw roleTooNew();
      if (refusal) throw refuse(refusal);
      await updateRows(
        tx,
        PasswordCard,
        { id },
        { confirmedBy: actor.personId, confirmedAt: now, expiresAt: later(now, cardHours * anHour) },
      );
      await this.events.record(tx, actor, { type: 'password_card.confirmed', subjectId: id, personId: card.personId });
      return id;
    });
  }

  /**
   * Ends a card before its use, or one that its owner objects to: every sign-in by it, and its password. 404 for who
   * must not see it, 409 `password_card_over`.
   */
  async end(actor: Actor, id: string): Promise<string> {
    return this.endOne(actor, (tx, now) => this.passwords.lockSeen(tx, actor, id, now), id);
  }

  /** The same for a card of one's own account, in any sign-in. */
  async endMine(actor: Actor, id: string): Promise<string> {
    return this.endOne(actor, (tx) => this.mine(tx, actor, id), id);
  }

  /** The job at the end of the time for a second person: whoever was asked is asked no more. */
  @OnDemand('password-card-over', 'cardId')
  async noteOver(cardId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const card = await this.passwords.lock(tx, cardId);
      if (!card || card.confirmedAt || cardStateOf(card, this.clock.now()) !== 'void') return;
      await this.events.record(tx, automatic('password-card-over'), {
        type: 'password_card.over',
        subjectId: cardId,
        personId: card.personId,
      });
    });
  }

  private async endOne(actor: Actor, find: (tx: Tx, now: Date) => Promise<CardRow>, id: string): Promise<string> {
    const now = this.clock.now();
    await this.database.command(actor, async (tx) => {
      const card = await find(tx, now);
      if (!canEndCard(card, now)) throw refuse(peopleRefusals.password_card_over);
      await this.passwords.end(tx, actor, card, actor.personId, now);
      return id;
    });
    this.rememberedTokens.forget();
    return id;
  }

  private async mine(tx: Tx, actor: Actor, id: string): Promise<CardRow> {
    const card = await this.passwords.lock(tx, id);
    if (card?.personId !== actor.personId) throw refuse(platformRefusals.not_found);
    return card;
  }

  /** A new card takes the place of one that nobody used. */
  private async replaceOpen(tx: Tx, actor: Actor, personId: string, now: Date): Promise<void> {
    const open = await rows<Pick<PasswordCard, 'id'>>(
      tx,
      `
        update password_card c
        set ended_at = $2, ended_by = $3
        where c.person_id = $1 and c.used_at is null and c.ended_at is null
        returning ${columnsOf(PasswordCard, 'c', 'id')}`,
      [personId, now, actor.personId],
    );
    const ended = open.map(({ id }) => ({ type: 'password_card.ended', subjectId: id, personId }));
    await this.events.record(tx, actor, ...ended);
  }

  /** Since when these people may make cards without a break. */
  private async heldSince(tx: Tx, ...personIds: string[]): Promise<Record<string, Date | undefined>> {
    const held = await rows<{ personId: string; since: Date }>(
      tx,
      `
        select g.person_id as "personId", min(g.granted_at) as since
        from role_grant g
        where g.person_id = any ($1) and g.role in ('coordinator', 'administrator') and g.ended_at is null
        group by g.person_id`,
      [personIds],
    );
    return Object.fromEntries(held.map(({ personId, since }) => [personId, since]));
  }
}
