import { Injectable } from '@nestjs/common';
import { aMinute, later } from '../../platform/calendar.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { Endings } from '../../platform/endings/endings.js';
import { tooManyRequests } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { KeyFolder } from '../../platform/keys/key-folder.js';
import { seal, unseal } from '../../platform/keys/sealing.js';
import { hashOfSpokenCode, idOfHash } from '../../platform/secrets.js';
import { AccountTraceService } from '../account-traces/account-trace.service.js';
import { peopleRefusals } from '../people.refusals.js';
import { SecondFactor } from '../second-factor/second-factor.entity.js';
import { looksLikeTotp, stepOf } from '../second-factor/totp.rules.js';

const triesPerFlow = 5;
const triesPerDay = 20;
/** Wrong codes within so many minutes are one flow; a right one ends it. */
const flowMinutes = 15;

/**
 * Checks codes of second factors. Every try is counted before anything is compared, so that many at once gain nothing.
 */
@Injectable()
export class FactorCodeService {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyFolder,
    private readonly traces: AccountTraceService,
    private readonly endings: Endings,
    private readonly clock: Clock,
  ) {}

  /** Secrets lie sealed in the database; what opens them is in the key folder. */
  async seal(personId: string, secret: Buffer): Promise<Buffer> {
    return seal(await this.key(), secret, about(personId));
  }

  async unseal(personId: string, sealed: Buffer): Promise<Buffer> {
    return unseal(await this.key(), sealed, about(personId));
  }

  /**
   * Uses up a code of the app or a recovery code of somebody whose factor is on. 401 `second_factor_needed` without
   * one, 401 `second_factor_wrong`, 429 after five wrong ones in a row or twenty a day.
   */
  async accept(personId: string, code: string | undefined): Promise<void> {
    if (code === undefined) throw refuse(peopleRefusals.second_factor_needed);
    const sealed = await this.countTry(personId);
    const accepted = looksLikeTotp(code)
      ? await this.useStep(personId, await this.unseal(personId, sealed), code)
      : await this.useRecoveryCode(personId, code);
    if (!accepted) {
      await this.traces.note('second_factor.refused', personId);
      throw refuse(peopleRefusals.second_factor_wrong);
    }
  }

  /** The time step of the first code of a factor that is not on yet; refuses as above. */
  async firstStep(personId: string, code: string): Promise<{ step: number; sealed: Buffer }> {
    const sealed = await this.countTry(personId);
    const step = stepOf(await this.unseal(personId, sealed), code, this.clock.now());
    if (step === null) throw refuse(peopleRefusals.second_factor_wrong);
    return { step, sealed };
  }

  private async countTry(personId: string): Promise<Buffer> {
    const now = this.clock.now();
    const flowStart = later(now, -flowMinutes * aMinute);
    const counted = await this.database.row<Pick<SecondFactor, 'secret'>>(
      `
        update second_factor f
        set tries = case when f.tries_since > $3 then f.tries + 1 else 1 end,
          tries_since = case when f.tries_since > $3 then f.tries_since else $2 end,
          day_tries = case when f.tries_day = $4::date then f.day_tries + 1 else 1 end, tries_day = $4::date
        where f.person_id = $1
          and (f.tries < ${triesPerFlow} or f.tries_since <= $3)
          and (f.day_tries < ${triesPerDay} or f.tries_day <> $4::date)
        returning ${columnsOf(SecondFactor, 'f', 'secret')}`,
      [personId, now, flowStart, now.toISOString().slice(0, 10)],
    );
    if (!counted) {
      await this.traces.note('second_factor.exhausted', personId);
      const seconds = flowMinutes * 60;
      throw tooManyRequests({ name: 'second-factor', times: triesPerFlow, seconds }, seconds);
    }
    return counted.secret;
  }

  /** A step that was used, and any before it, is never accepted again. */
  private async useStep(personId: string, secret: Buffer, code: string): Promise<boolean> {
    const step = stepOf(secret, code, this.clock.now());
    if (step === null) return false;
    const used = await this.database.row<Pick<SecondFactor, 'personId'>>(
      `
        update second_factor f
        set last_step = $2, tries = 0
        where f.person_id = $1 and f.confirmed_at is not null and f.last_step < $2
        returning ${columnsOf(SecondFactor, 'f', 'personId')}`,
      [personId, step],
    );
    return used !== undefined;
  }

  private async useRecoveryCode(personId: string, code: string): Promise<boolean> {
    const hash = hashOfSpokenCode(code);
    return this.database.transaction(async (tx) => {
      const used = await changed(
        tx,
        `
          with used as (
            update recovery_code
            set used_at = $3
            where person_id = $1 and hash = $2 and used_at is null
            returning person_id
          )
          update second_factor f
          set tries = 0
          from used
          where f.person_id = used.person_id`,
        [personId, hash, this.clock.now()],
      );
      if (used > 0) this.endings.note(tx, 'factor_code_used', idOfHash(hash));
      return used > 0;
    });
  }

  private key = (): Promise<Buffer> => this.keys.secretFor('second factor');
}

const about = (personId: string) => ['second factor', personId];
