import { Injectable } from '@nestjs/common';
import { automatic } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed } from '../../platform/database/sql.js';
import { AfterRestore, Replays } from '../../platform/endings/restore.decorators.js';
import { newId } from '../../platform/ids.js';
import { AccountPasswordService } from '../sign-in/account-password.service.js';
import { deleteRows, updateRows } from '../../platform/database/tables.js';
import { EarlierPassword, OneTimeLink, Password } from '../sign-in/password.entity.js';
import { DeviceToken, SignIn } from '../sign-in/sign-in.entity.js';

/** No restore lets anybody in who was out, nor with what opens nothing any more (BR-191). */
@Injectable()
export class SignInReplayService {
  constructor(
    private readonly database: Database,
    private readonly passwords: AccountPasswordService,
    private readonly clock: Clock,
  ) {}

  /** The earlier password is good no more, and the new one is lost: its owner sets another. */
  @Replays('password_replaced', {
    'password.changed': 'subject',
    'password.reset': 'subject',
    'password_card.used': 'person',
  })
  closePasswords(personIds: string[]): Promise<void> {
    return this.database.transaction(async (tx) => {
      await deleteRows(tx, EarlierPassword, { personId: personIds });
      const closed = { passwordHash: null, cardId: null, changedAt: this.clock.now() };
      await updateRows(tx, Password, { personId: personIds }, closed);
    });
  }

  /** A card that its owner or staff ended, with the password that it set. */
  @Replays('password_card_ended', { 'password_card.ended': 'subject' })
  async endCards(ids: string[]): Promise<void> {
    for (const id of ids)
      await this.database.transaction(async (tx) => {
        const card = await this.passwords.lock(tx, id);
        if (card && !card.endedAt)
          await this.passwords.end(tx, automatic(newId()), card, card.personId, this.clock.now());
      });
  }

  /** Every sign-in with its tokens, every device, and every code that lived in the backup and may have been used since. */
  @AfterRestore()
  endEverything(): Promise<void> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      await updateRows(tx, SignIn, { endedAt: null }, { endedAt: now });
      await tx.deleteAll(DeviceToken);
      await updateRows(tx, OneTimeLink, { usedAt: null }, { usedAt: now });
      await changed(
        tx,
        `
          update password_card c
          set ended_at = $1, ended_by = c.person_id
          where c.used_at is null and c.ended_at is null`,
        [now],
      );
    });
  }
}
