import { SqlMigration } from './sql-migration.js';

/** Nothing of a notice or a batch is written about somebody who was erased, and an erasure takes them out of the batches of others. */
export class NoticesAfterAnErasure1795000000280 extends SqlMigration {
  readonly name = 'NoticesAfterAnErasure1795000000280';
  protected readonly sql = `
create trigger run_notice_of_somebody before insert on run_notice for each row execute function refuse_erased();
create trigger batch_of_somebody before insert on batch for each row execute function refuse_erased();
create trigger enrolment_batch_of_somebody before insert on enrolment_batch for each row execute function refuse_erased('($1).booked_by');
select grant_api('update (rows)', 'batch');
delete from run_notice n using person p where p.id = n.person_id and p.erased_at is not null;
update batch b
   set rows = (
     select coalesce(jsonb_agg(each.kept order by each.n), '[]')
       from jsonb_array_elements(b.rows) with ordinality each(kept, n)
      where not exists (select from person p where p.id::text = each.kept ->> 'id' and p.erased_at is not null)
   )
 where exists (
   select from jsonb_array_elements(b.rows) each(kept) join person p on p.id::text = each.kept ->> 'id'
    where p.erased_at is not null
 );
`;
}
