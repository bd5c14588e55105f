import { punctuation } from './0231-found-by-words.js';
import { SqlMigration } from './sql-migration.js';

/**
 * Claims are the same event by what their titles and providers say in any script. Where several of one person turn out
 * to be one event, all stay: the one whose fingerprint is right already, or the first, stands for the event from now on,
 * and each other goes by its own id, so that none is the same as it any more.
 */
export class ClaimsInEveryScript1795000000232 extends SqlMigration {
  readonly name = 'ClaimsInEveryScript1795000000232';
  protected readonly sql = `
create function pg_temp.together(of text) returns text language sql as $$
  select coalesce(nullif(regexp_replace(folded(of), '[ ${punctuation}]+', '', 'g'), ''), folded(of)) $$;

create temporary table claim_said on commit drop as
select said.*, row_number() over (partition by person_id, said order by fingerprint = said desc, id) as place
from (
  select id, person_id, fingerprint, left(translate(encode(sha256(convert_to(
    format('[%s,%s,"%s","%s"]', to_json(pg_temp.together(title)), to_json(pg_temp.together(provider)), to_char(starts_on, 'YYYY-MM-DD'),
    to_char(ends_on, 'YYYY-MM-DD')), 'UTF8'
  )), 'base64'), '+/=', '-_'), 32) as said
  from external_ce_claim
) said;
delete from claim_said where fingerprint = said;

-- Two may change places, so all of them step aside first. Nobody edited anything: their versions stay.
alter table external_ce_claim disable trigger user;
update external_ce_claim c set fingerprint = c.id::text from claim_said t where t.id = c.id;
update external_ce_claim c set fingerprint = t.said from claim_said t where t.id = c.id and t.place = 1;
alter table external_ce_claim enable trigger user;
drop function pg_temp.together(text);
`;
}
