import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { deleteRows, updateRows } from '../../platform/database/tables.js';
import { Replays } from '../../platform/endings/restore.decorators.js';
import { EmergencyContact } from './emergency-contact.entity.js';
import { SupportNeed } from './support-need.entity.js';

/** What somebody took back of what they had confided, no restore brings back (BR-191). */
@Injectable()
export class ConfidedReplayService {
  constructor(private readonly database: Database) {}

  /** Also where somebody else was named instead: whom the backup names may be who must not be called. */
  @Replays('emergency_contact_removed', {
    'emergency_contact.removed': 'subject',
    'emergency_contact.named': 'subject',
  })
  removeContacts(personIds: string[]): Promise<void> {
    return this.say((tx) => deleteRows(tx, EmergencyContact, { personId: personIds }));
  }

  @Replays('support_need_removed', { 'support_need.removed': 'subject' })
  removeNeeds(ids: string[]): Promise<void> {
    return this.say((tx) => deleteRows(tx, SupportNeed, { id: ids }));
  }

  @Replays('support_need_unshared')
  unshareNeeds(ids: string[]): Promise<void> {
    return this.say((tx) => updateRows(tx, SupportNeed, { id: ids, shared: true }, { shared: false }));
  }

  private async say(what: (tx: Tx) => Promise<number>): Promise<void> {
    await this.database.transaction(what);
  }
}
