import { SqlMigration } from './sql-migration.js';

/** Sign-ins at shared computers, and from where an account was used lately. */
export class SignInPlaces1795000000111 extends SqlMigration {
  readonly name = 'SignInPlaces1795000000111';
  protected readonly sql = `
alter table sign_in add column shared boolean not null default false;

-- A keyed hash of account and network together: it recognises one account at one place, and links no two people.
alter table sign_in add column network bytea constraint sign_in_network_hash_size check (length(network) = 32);
create index sign_in_network on sign_in (network, started_at) where network is not null;
`;
}
