import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed } from '../../platform/database/sql.js';
import { AfterRestore, Replays } from '../../platform/endings/restore.decorators.js';
import { idOfHashSql } from '../../platform/secrets.js';
import { deleteRows, updateRows } from '../../platform/database/tables.js';
import { ContactChange } from './contact-change.entity.js';
import { PasswordRecoveryCode } from './password-recovery-code.entity.js';

/** Keeps of these people ($1) only what waits inside the service, and closes the way to a new password by e-mail. */
const closed = `
  insert into safe_contact (
    id, person_id, version, channels, discreet, learner_will_initiate, reset_by_email, confirmed_at, awaits_owner
  )
  select gen_random_uuid(), w.person_id, w.version + 1,
    jsonb_strip_nulls(jsonb_build_object('inApp', w.channels -> 'inApp')), true, w.learner_will_initiate,
    false, w.confirmed_at, w.awaits_owner
  from safe_contact w
  where w.person_id = any ($1)
    and not exists (select from safe_contact n where n.person_id = w.person_id and n.version > w.version)
    and (w.channels - 'inApp' <> '{}' or not w.discreet or w.reset_by_email)`;

/** Who ($1) had said nothing yet when the backup was made closed it all the same. $2 is now. */
const closedFirst = `
  insert into safe_contact (
    id, person_id, version, channels, discreet, learner_will_initiate, reset_by_email, confirmed_at
  )
  select gen_random_uuid(), p.id, 1, '{"inApp": {"allowed": true}}', true, false, false, $2
  from person p
  where p.id = any ($1)
    and p.erased_at is null
    and not exists (select from safe_contact s where s.person_id = p.id)`;

/** After a restore nobody is reached in a way that they had closed, and by nothing but the inbox before they say so (BR-191). */
@Injectable()
export class ContactReplayService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** What exactly they closed is lost with the restore, so everything that reaches out is closed. */
  @Replays('contact_narrowed')
  closeAgain(personIds: string[]): Promise<void> {
    return this.database.transaction(async (tx) => {
      await changed(tx, closed, [personIds]);
      await changed(tx, closedFirst, [personIds, this.clock.now()]);
    });
  }

  @Replays('password_codes_renewed', { 'password.recovery_codes_renewed': 'subject' })
  endCodes(personIds: string[]): Promise<void> {
    return this.database.transaction(
      async (tx) => void (await deleteRows(tx, PasswordRecoveryCode, { personId: personIds })),
    );
  }

  /** A code opens once. */
  @Replays('password_code_used')
  useCodes(ids: string[]): Promise<void> {
    return this.database.transaction(
      async (tx) =>
        void (await changed(
          tx,
          `update password_recovery_code r set used_at = $2 where ${idOfHashSql('r.hash')} = any ($1) and r.used_at is null`,
          [ids, this.clock.now()],
        )),
    );
  }

  /** Each preference waits for its owner, and what waited to be confirmed is asked for anew. */
  @AfterRestore()
  awaitOwners(): Promise<void> {
    return this.database.transaction(async (tx) => {
      await changed(
        tx,
        `
          update safe_contact s
          set awaits_owner = true
          where not s.awaits_owner
            and s.version = (select max(n.version) from safe_contact n where n.person_id = s.person_id)`,
      );
      await updateRows(tx, ContactChange, { state: ['waiting', 'agreed'] }, { state: 'dropped' });
    });
  }
}
