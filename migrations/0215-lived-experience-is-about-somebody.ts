import { SqlMigration } from './sql-migration.js';

/** Whether somebody has lived experience is about them: it goes home with them, and leaves with them. */
export class LivedExperienceIsAboutSomebody1795000000215 extends SqlMigration {
  readonly name = 'LivedExperienceIsAboutSomebody1795000000215';
  protected readonly sql = `
alter table qa_reviewer alter column lived_experience drop not null;
alter table panel_member alter column lived_experience drop not null;
drop trigger qa_reviewer_only_grows on qa_reviewer;
create trigger qa_reviewer_only_grows before update or delete on qa_reviewer for each row execute function only_words_go('lived_experience');
drop trigger panel_member_only_grows on panel_member;
create trigger panel_member_only_grows before update on panel_member for each row execute function only_words_go('lived_experience');
update qa_reviewer w set lived_experience = null from person p where p.id = w.person_id and p.erased_at is not null;
update panel_member m set lived_experience = null from person p where p.id = m.person_id and p.erased_at is not null;
select grant_api('update (lived_experience)', 'qa_reviewer');
select grant_api('update (lived_experience)', 'panel_member');

-- The row of a panel as something about whoever sat on it; panel_member itself is about the applicant.
create view panel_seat as select person_id, decision_id, lived_experience from panel_member where lived_experience is not null;
select grant_api('select', 'panel_seat');
create trigger qa_reviewer_of_somebody before insert on qa_reviewer for each row execute function refuse_erased();
`;
}
