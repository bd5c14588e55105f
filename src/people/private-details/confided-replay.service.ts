import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { changed } from '../../platform/database/sql.js';
import { Replays } from '../../platform/endings/restore.decorators.js';

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
    return this.say('delete from emergency_contact c where c.person_id = any ($1)', personIds);
  }

  @Replays('support_need_removed', { 'support_need.removed': 'subject' })
  removeNeeds(ids: string[]): Promise<void> {
    return this.say('delete from support_need s where s.id = any ($1)', ids);
  }

  @Replays('support_need_unshared')
  unshareNeeds(ids: string[]): Promise<void> {
    return this.say('update support_need s set shared = false where s.id = any ($1) and s.shared', ids);
  }

  private say(text: string, ids: string[]): Promise<void> {
    return this.database.transaction(async (tx) => void (await changed(tx, text, [ids])));
  }
}
