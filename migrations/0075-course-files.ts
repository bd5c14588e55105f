import { SqlMigration } from './sql-migration.js';

/** Files that the materials of a course name; kept for every version of it. */
export class CourseFiles1795000000075 extends SqlMigration {
  readonly name = 'CourseFiles1795000000075';
  protected readonly sql = `
create table course_file (
  id uuid constraint course_file_pk primary key constraint course_file_stored references stored_file,
  course_id uuid not null constraint course_file_course references course,
  media_type short_text not null,
  size integer not null,
  sha256 code_text not null,
  key bytea not null,
  added_by uuid not null constraint course_file_adder references person,
  added_at timestamptz not null
);
create index course_file_by_course on course_file (course_id, id);
create trigger course_file_stays before update or delete on course_file for each row execute function refuse_change();
select grant_api('select, insert', 'course_file');
`;
}
