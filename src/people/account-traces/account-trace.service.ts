import { Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { fullHour } from '../../platform/calendar.js';
import { automatic } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { accountNamed } from '../../platform/text/email-address.rules.js';
import { OnDemand } from '../../platform/jobs/job.decorators.js';
import { KeyFolder } from '../../platform/keys/key-folder.js';
import { Person } from '../account/person.entity.js';
import { isAccountNamedSql } from '../account/person.sql.js';
import { AccountTrace } from './account-trace.entity.js';
import type { AccountTraceKind } from './account-trace.rules.js';

/**
 * Theft and guessing leave a trace: one event per account, hour and kind (BR-219). Whoever guesses sees no difference:
 * one row and one job, whether or not the account exists (BR-138). The job, later, appends the event where it does.
 */
@Injectable()
export class AccountTraceService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly keys: KeyFolder,
    private readonly clock: Clock,
  ) {}

  /**
   * Notes what did not work at the account that somebody named, by address, number or id, and whose it is. It stands
   * outside any transaction, since what is refused is rolled back.
   */
  async note(kind: AccountTraceKind, named: string, personId: string | null = named): Promise<void> {
    const account = createHmac('sha256', await this.keys.secretFor('account traces'))
      .update(accountNamed(named))
      .digest();
    await this.database.row(
      `
        with noted as (
          insert into account_trace (id, account, kind, hour, person_id)
          values ($1, $2, $3, $4, $5)
          on conflict do nothing
          returning id
        )
        select enqueue_job('record-account-trace', json_build_object('traceId', id), null, null)
        from noted`,
      [newId(), account, kind, fullHour(this.clock.now()), personId],
    );
  }

  /** Notes that the limit of an account refused to look at a password. */
  noteLimited(named: string): Promise<void> {
    return this.noteNamed('sign_in.limited', named);
  }

  /** The same where nobody knows yet whose account it is: one look-up more, whoever is named. */
  async noteNamed(kind: AccountTraceKind, named: string): Promise<void> {
    const found = await this.database.row<Pick<Person, 'id'>>(
      `select ${columnsOf(Person, 'p', 'id')} from person p where ${isAccountNamedSql('p', '$1')}`,
      [accountNamed(named)],
    );
    await this.note(kind, named, found?.id ?? null);
  }

  /** The job behind it. Somebody with two names is told of by the first that was given. */
  @OnDemand('record-account-trace', 'traceId')
  async record(traceId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const trace = await row<Pick<AccountTrace, 'kind' | 'hour' | 'personId'>>(
        tx,
        `
          select ${columnsOf(AccountTrace, 't', 'kind', 'hour', 'personId')}
          from account_trace t
          where t.id = $1
            and t.person_id is not null
            and not exists (
              select
              from account_trace earlier
              where earlier.person_id = t.person_id
                and earlier.kind = t.kind
                and earlier.hour = t.hour
                and earlier.id < t.id
            )`,
        [traceId],
      );
      if (!trace?.personId) return;
      const { kind, hour, personId } = trace;
      const refs = { hour: hour.toISOString() };
      await this.events.record(tx, automatic(traceId), { type: kind, subjectId: personId, personId, refs });
    });
  }
}
