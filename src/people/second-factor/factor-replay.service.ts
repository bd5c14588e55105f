import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed } from '../../platform/database/sql.js';
import { Replays } from '../../platform/endings/restore.decorators.js';
import { idOfHashSql } from '../../platform/secrets.js';
import { deleteRows } from '../../platform/database/tables.js';
import { RecoveryCode } from './second-factor.entity.js';

/**
 * No recovery code opens twice because of a restore (BR-191). A factor itself that was removed stays until it is removed
 * again: with it a sign-in asks for more, not for less.
 */
@Injectable()
export class FactorReplayService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Replays('factor_codes_renewed', { 'second_factor.recovery_codes_renewed': 'subject' })
  endCodes(personIds: string[]): Promise<void> {
    return this.database.transaction(async (tx) => void (await deleteRows(tx, RecoveryCode, { personId: personIds })));
  }

  @Replays('factor_code_used')
  useCodes(ids: string[]): Promise<void> {
    return this.database.transaction(
      async (tx) =>
        void (await changed(
          tx,
          `update recovery_code r set used_at = $2 where ${idOfHashSql('r.hash')} = any ($1) and r.used_at is null`,
          [ids, this.clock.now()],
        )),
    );
  }
}
