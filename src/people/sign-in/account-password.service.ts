import { Injectable } from '@nestjs/common';
import type { Actor, Doer } from '../../platform/actor.js';
import { anHour, later } from '../../platform/calendar.js';
import { Database } from '../../platform/database/database.js';
import { changed, type Tx } from '../../platform/database/sql.js';
import { deleteRows, lockRow, putRow, updateRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { DeviceTokenService } from './device-token.service.js';
import { PasswordHashing } from './password-hashing.js';
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

/** What opens an account. */
export interface AccountPasswords extends Pick<Password, 'passwordHash' | 'cardId'> {
  /** The hash from before a card, while it goes on. */
  earlierHash: string | null;
}

interface Fitting {
  hash: string;
  cardId: string | null;
}

/**
 * The password of an account, and for three days the one from before a card (BR-188). Whoever changes one forgets
 * remembered tokens afterwards.
 */
@Injectable()
export class AccountPasswordService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly devices: DeviceTokenService,
    private readonly hashing: PasswordHashing,
  ) {}

  /**
   * Which password of the account fits, and the card that set it. One comparison for everybody, known or not; a second one
   * where the first fails in the three days in which an earlier password goes on beside that of a card (decision 39).
   */
  async fitting(found: AccountPasswords | undefined, password: string): Promise<Fitting | undefined> {
    if ((await this.hashing.matches(found?.passwordHash ?? undefined, password)) && found?.passwordHash)
      return { hash: found.passwordHash, cardId: found.cardId };
    const earlier = found?.earlierHash;
    return earlier && (await this.hashing.matches(earlier, password)) ? { hash: earlier, cardId: null } : undefined;
  }

  /**
   * Whether it is the password that the sign-in was begun with: that of a card proves nothing in a sign-in from before, nor
   * the other way.
   */
  proves(found: (AccountPasswords & { begunBy: string | null }) | undefined, password: string): Promise<boolean> {
    const proving = found?.begunBy === found?.cardId ? found?.passwordHash : found?.earlierHash;
    return this.hashing.matches(proving ?? undefined, password);
  }

  /** Keeps it under stronger parameters where there are; signing in is the only moment at which that can be done. */
  async keepStrong(personId: string, { hash }: Fitting, password: string): Promise<void> {
    if (!this.hashing.isOutdated(hash)) return;
    const stronger = await this.hashing.hash(password);
    await this.database.row('update credential set password_hash = $3 where person_id = $1 and password_hash = $2', [
      personId,
      hash,
      stronger,
    ]);
  }

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
