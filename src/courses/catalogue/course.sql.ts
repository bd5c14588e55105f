import { columnsOf } from '../../platform/database/tables.js';
import { Course } from './course.entity.js';

/**
 * Whether a person sees a course: staff, everybody once something of it was published, and whoever has a part in making
 * it. `course`, `person` and `staff` are SQL.
 */
export const seesCourseSql = (course: string, person: string, staff: string): string => `
  (
    ${staff}
      or exists (
        select
        from course_version v
        where v.course_id = ${course}
          and (
            v.state in ('published', 'under_review', 'superseded', 'retired')
              or exists (
                select
                from contributor g
                where g.version_id = v.id and g.person_id = ${person} and g.state <> 'stepped_back'
              )
              or exists (select from course_proposal p where p.id = v.id and p.proposed_by = ${person})
          )
      )
  )`;

/** The courses with these ids that a person sees, `id` and `named` as JSON. */
export const namedCoursesSql = (ids: string, person: string, staff: string): string => `
  select ${columnsOf(Course, 'c', 'id')}, json_build_object('id', c.id, 'title', c.title) as named
  from course c
  where c.id = any (${ids}) and ${seesCourseSql('c.id', person, staff)}`;
