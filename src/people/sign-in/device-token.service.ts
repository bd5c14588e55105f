import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, type Tx } from '../../platform/database/sql.js';
import { hashOfSecret } from '../../platform/secrets.js';
import { isAccountNamedSql } from '../account/person.sql.js';
import { DeviceToken } from './sign-in.entity.js';

/** The tokens of devices from which somebody signed in before. */
@Injectable()
export class DeviceTokenService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Whether a token is of this account and lives. One query, whether or not there is such an account. */
  async isOf(account: string, token: string): Promise<boolean> {
    const found = await this.database.row(
      `
        select true as found
        from device_token d
        join person p on p.id = d.person_id
        where d.hash = $2 and d.expires_at > $3 and ${isAccountNamedSql('p', '$1')}`,
      [account, hashOfSecret(token), this.clock.now()],
    );
    return found !== undefined;
  }

  /** Forgets the device that a sign-in began on. */
  async forgetThatOf(tx: Tx, signInId: string): Promise<void> {
    await changed(tx, 'delete from device_token d using sign_in s where s.id = $1 and d.hash = s.device_token', [
      signInId,
    ]);
  }

  /** With a new password every device of a person has to show itself anew. */
  async forgetAll(tx: Tx, personId: string): Promise<void> {
    await tx.delete(DeviceToken, { personId });
  }
}
