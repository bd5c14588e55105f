import { Injectable } from '@nestjs/common';
import type { Actor, Doer } from '../../platform/actor.js';
import { anHour, later } from '../../platform/calendar.js';
import { changed, type Tx } from '../../platform/database/sql.js';
import { deleteRows, lockRow, putRow, updateRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { DeviceTokenService } from './device-token.service.js';
import { earlierPasswordHours, isSealed, staffSeesCard } from './password-card.rules.js';
import { EarlierPassword, Password, PasswordCard } from './password.entity.js';
import { SignIn } from './sign-in.entity.js';

const ofCard = [
  'id',
  'personId',
  'needsSecond',
  'sealedDays',
  'madeBy',
  'madeAt',
  'confirmedBy',
  'confirmedAt',
  'expiresAt',
  'usedAt',
  'toldAt',
  'endedAt',
] as const;

export type CardRow = Pick<PasswordCard, (typeof ofCard)[number]>;

/** The password that a card set, and the one from before (BR-188). Whoever calls forgets remembered tokens afterwards. */
@Injectable()
export class CardPasswordService {
  constructor(
    private readonly events: Events,
    private readonly devices: DeviceTokenService,
  ) {}

  /** A card, held until the transaction ends. */
  lock(tx: Tx, id: string): Promise<CardRow | undefined> {
    return lockRow(tx, PasswordCard, { id }, ofCard, 'for no key update');
  }

  /** The same for a member of staff; 404 for whoever must not see it. */
  async lockSeen(tx: Tx, actor: Actor, id: string, now: Date): Promise<CardRow> {
    const card = await this.lock(tx, id);
    if (!card || !staffSeesCard(card, actor.personId, now)) throw refuse(platformRefusals.not_found);
    return card;
  }

  /**
   * Ends a card for good: its code opens nothing, its password is none, every sign-in by it is over, and the password
   * from before is the password again, if it still counts.
   */
  async end(tx: Tx, doer: Doer, card: Pick<CardRow, 'id' | 'personId'>, by: string, now: Date): Promise<void> {
    const { id, personId } = card;
    await updateRows(tx, PasswordCard, { id, endedAt: null }, { endedAt: now, endedBy: by });
    await updateRows(tx, SignIn, { cardId: id, endedAt: null }, { endedAt: now });
    const restored = await changed(
      tx,
      `
        update credential c
        set card_id = null, changed_at = $3,
          password_hash = (select e.password_hash from earlier_password e where e.card_id = $2 and e.until > $3)
        where c.person_id = $1 and c.card_id = $2`,
      [personId, id, now],
    );
    await deleteRows(tx, EarlierPassword, { personId, cardId: id });
    if (restored > 0) await this.devices.forgetAll(tx, personId);
    await this.events.record(tx, doer, { type: 'password_card.ended', subjectId: id, personId });
  }

  /**
   * Makes this the password of the person, and every sign-in until now is over. Where a card set it, the one from before
   * goes on for three days; that of another card which was not told of in time does not: it ends with that card.
   */
  async set(
    tx: Tx,
    doer: Doer,
    personId: string,
    { passwordHash, cardId, now }: { passwordHash: string; cardId: string | null; now: Date },
  ): Promise<void> {
    const columns = ['passwordHash', 'cardId'] as const;
    let before = await lockRow(tx, Password, { personId }, columns, 'for no key update');
    const another = before?.cardId ? await this.lock(tx, before.cardId) : undefined;
    if (another && isSealed(another, now)) {
      await this.end(tx, doer, another, personId, now);
      before = await lockRow(tx, Password, { personId }, columns, 'for no key update');
    }
    await deleteRows(tx, EarlierPassword, { personId });
    if (cardId && before?.passwordHash)
      await putRow(tx, EarlierPassword, ['personId'], {
        personId,
        cardId,
        passwordHash: before.passwordHash,
        until: later(now, earlierPasswordHours * anHour),
      });
    await putRow(tx, Password, ['personId'], { personId, passwordHash, changedAt: now, cardId });
    await updateRows(tx, SignIn, { personId, endedAt: null }, { endedAt: now });
    await this.devices.forgetAll(tx, personId);
  }
}
