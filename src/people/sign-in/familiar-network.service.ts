import { Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { aDay, later } from '../../platform/calendar.js';
import { IsNull, LessThanOrEqual, Not } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/tables.js';
import { KeyFolder } from '../../platform/keys/key-folder.js';
import { Every } from '../../platform/jobs/job.decorators.js';
import { canonicalEmail } from './email-address.rules.js';
import { SignIn } from './sign-in.entity.js';

const days = 30;

/**
 * From where an account was signed in to lately. Such a network has limits of its own, so that strangers who use up the
 * tries of an account do not keep its owner out. Only a keyed hash is kept, and for 30 days.
 */
@Injectable()
export class FamiliarNetworkService {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyFolder,
    private readonly clock: Clock,
  ) {}

  /** What is remembered of an account at a network. */
  async hash(account: string, network: string): Promise<Buffer> {
    const name = canonicalEmail(account) ?? account;
    return createHmac('sha256', await this.keys.secretFor('networks'))
      .update(JSON.stringify([name, network]))
      .digest();
  }

  /** Whether it was used from there lately. One query, whether or not the account exists. */
  async includes(account: string, network: string): Promise<boolean> {
    const found = await this.database.row<Pick<SignIn, 'id'>>(
      `select ${columnsOf(SignIn, 's', 'id')} from sign_in s where s.network = $1 and s.started_at > $2 limit 1`,
      [await this.hash(account, network), this.oldest()],
    );
    return found !== undefined;
  }

  /** Forgets networks whose time is over. */
  @Every('27 * * * *', 'forget-old-networks')
  async forgetOld(): Promise<void> {
    await this.database.transaction((tx) =>
      tx.update(SignIn, { network: Not(IsNull()), startedAt: LessThanOrEqual(this.oldest()) }, { network: null }),
    );
  }

  private oldest = (): Date => later(this.clock.now(), -days * aDay);
}
