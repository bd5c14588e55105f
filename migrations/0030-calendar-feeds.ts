import { SqlMigration } from './sql-migration.js';

/** Private calendar feeds: a secret link for each person, of which only the hash is kept. */
export class CalendarFeeds1795000000030 extends SqlMigration {
  readonly name = 'CalendarFeeds1795000000030';
  protected readonly sql = `
create table calendar_feed (
  id uuid constraint calendar_feed_pk primary key,
  person_id uuid not null constraint calendar_feed_person references person,
  token_hash bytea not null constraint calendar_feed_token_once unique constraint calendar_feed_token_size check (length(token_hash) = 32),
  titles code_text not null default 'neutral' constraint calendar_feed_titles check (titles in ('neutral', 'full')),
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  version integer not null default 1
);
create unique index calendar_feed_one_live on calendar_feed (person_id) where revoked_at is null;
create trigger calendar_feed_version before update of titles, revoked_at on calendar_feed for each row execute function raise_version();
select grant_api('select, insert, update, delete', 'calendar_feed');
`;
}
