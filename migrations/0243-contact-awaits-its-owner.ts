import { SqlMigration } from './sql-migration.js';

/** After a restore, a preference reaches out again once its owner has said that it still stands. */
export class ContactAwaitsItsOwner1795000000243 extends SqlMigration {
  readonly name = 'ContactAwaitsItsOwner1795000000243';
  protected readonly sql = `
alter table safe_contact add column awaits_owner boolean not null default false;
drop trigger safe_contact_only_grows on safe_contact;
create trigger safe_contact_only_grows after update on safe_contact for each row execute function only_these_change('awaits_owner');
select grant_api('update (awaits_owner)', 'safe_contact');
`;
}
