import { isFoundSql, isNearlyFoundSql } from '../../platform/database/found.sql.js';
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

/**
 * Whether words find a version `v` of a course `c`: the whole of them anywhere in it, or their beginnings or spellings in
 * its title (BR-247). Nothing that is typed is an operator. `typed` is a placeholder for them.
 */
export const isSearchedForSql = (v: string, c: string, typed: string, text: string): string => `
  (
    ${v}.search @@ plainto_tsquery('english', ${typed})
      or ${isFoundSql(`${c}.title`, typed, text)}
      or ${isNearlyFoundSql(`${c}.title`, typed)}
  )`;
