import { Injectable } from '@nestjs/common';
import { type Actor, automatic, type Doer } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { columnsOf, updateRows } from '../../platform/database/tables.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { AccountPasswordService, type CardRow } from '../sign-in/account-password.service.js';
import { tellingRefusal } from '../sign-in/password-card.rules.js';
import { PasswordCard } from '../sign-in/password.entity.js';
import { SignIn } from '../sign-in/sign-in.entity.js';

/** That the owner of an account knows of the use of a card: some days later it opens what is earlier (BR-216). */
@Injectable()
export class CardTellingService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly passwords: AccountPasswordService,
    private readonly clock: Clock,
  ) {}

  /**
   * The second person says that they met the owner and told them; so many days later the card opens what is earlier. 404,
   * 409 `password_card_over`, 422 `card_told_too_soon` within a day of its use, `second_person_needed` for anybody else.
   */
  tell(actor: Actor, id: string): Promise<string> {
    const now = this.clock.now();
    requireRecentSignIn(actor, now);
    return this.database.command(actor, async (tx) => {
      const card = await this.passwords.lockSeen(tx, actor, id, now);
      refuseOwnRecord(actor, card.personId);
      const refusal = tellingRefusal(card, actor.personId, now);
      if (refusal) throw refuse(refusal);
      await this.writeTold(tx, actor, card, { toldHow: 'in_person', toldBy: actor.personId, toldAt: now });
      return id;
    });
  }

  /** A letter about its use was taken for an address that had been safe before the card was made. */
  async toldByLetter(tx: Tx, id: string): Promise<void> {
    const card = await this.passwords.lock(tx, id);
    if (!card || !(await this.mailWasSafe(tx, card))) return;
    await this.noteTold(tx, card, 'by_letter');
  }

  /** Its owner read of its use inside the service, in a sign-in that is not by a card. */
  async toldInside(tx: Tx, id: string, signInId: string): Promise<void> {
    const byCard = await row(
      tx,
      `select ${columnsOf(SignIn, 's', 'id')} from sign_in s where s.id = $1 and s.card_id is not null`,
      [signInId],
    );
    const card = byCard ? undefined : await this.passwords.lock(tx, id);
    if (card) await this.noteTold(tx, card, 'inside');
  }

  private async noteTold(tx: Tx, card: CardRow, toldHow: 'by_letter' | 'inside'): Promise<void> {
    const now = this.clock.now();
    if (card.toldAt || card.endedAt || !card.usedAt || !card.needsSecond) return;
    await this.writeTold(tx, automatic('card-told'), card, { toldHow, toldBy: null, toldAt: now });
  }

  private async writeTold(
    tx: Tx,
    doer: Doer,
    { id, personId }: CardRow,
    told: Pick<PasswordCard, 'toldHow' | 'toldBy' | 'toldAt'>,
  ): Promise<void> {
    await updateRows(tx, PasswordCard, { id }, told);
    await this.events.record(tx, doer, {
      type: 'password_card.told',
      subjectId: id,
      personId,
      refs: { how: told.toldHow },
    });
  }

  private async mailWasSafe(tx: Tx, { personId, madeAt }: CardRow): Promise<boolean> {
    const said = await row<{ safe: boolean }>(
      tx,
      `
        select s.channels -> 'email' ->> 'allowed' = 'true' as safe
        from safe_contact s
        where s.person_id = $1 and s.confirmed_at < $2
        order by s.version desc
        limit 1`,
      [personId, madeAt],
    );
    return said?.safe === true;
  }
}
