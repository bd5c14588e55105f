import { Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { aDay, later } from '../../platform/calendar.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { KeyFolder } from '../../platform/keys/key-folder.js';
import { Every } from '../../platform/jobs/job.decorators.js';
import { canonicalEmail } from './email-address.rules.js';

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
    const found = await this.database.row<{ familiar: boolean }>(
      'select exists (select from sign_in where network = $1 and started_at > $2) as familiar',
      [await this.hash(account, network), this.oldest()],
    );
    return found?.familiar ?? false;
  }

  /** Forgets networks whose time is over. */
  @Every('27 * * * *', 'forget-old-networks')
  async forgetOld(): Promise<void> {
    await this.database.transaction((tx) =>
      rows(tx, 'update sign_in set network = null where network is not null and started_at <= $1', [this.oldest()]),
    );
  }

  private oldest = (): Date => later(this.clock.now(), -days * aDay);
}
