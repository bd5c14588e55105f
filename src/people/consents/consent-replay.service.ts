import { Injectable } from '@nestjs/common';
import { inTheNameOf } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/tables.js';
import { Replays } from '../../platform/endings/restore.decorators.js';
import { newId } from '../../platform/ids.js';
import { Consent } from './consent.entity.js';
import { ConsentService } from './consent.service.js';

/** What somebody took back stays taken back, with all that follows from it (BR-191). */
@Injectable()
export class ConsentReplayService {
  constructor(
    private readonly database: Database,
    private readonly consents: ConsentService,
    private readonly clock: Clock,
  ) {}

  /** The lines of the ledger in which the consents were given; those that something was said after are over already. */
  @Replays('consent_withdrawn', { 'consent.withdrawn': 'refs.ends' })
  async withdrawAgain(ids: string[]): Promise<void> {
    const given = await this.database.rows<Pick<Consent, 'personId' | 'purpose'>>(
      `
        select ${columnsOf(Consent, 'c', 'personId', 'purpose')}
        from consent c
        where c.id = any ($1)
          and c.state = 'given'
          and not exists (
            select from consent n where n.person_id = c.person_id and n.purpose = c.purpose and n.number > c.number
          )
        order by c.person_id`,
      [ids],
    );
    for (const { personId, purpose } of given)
      await this.consents.recordConsent(inTheNameOf(personId, newId(), this.clock.now()), purpose, false);
  }
}
