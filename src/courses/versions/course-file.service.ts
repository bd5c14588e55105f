import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, instant } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { Files } from '../../platform/files/files.js';
import type { CourseFileDto } from './course-file.dto.js';
import { handoutType } from './course-file.rules.js';
import { courseRefusals } from '../course.refusals.js';
import { canSeeVersion, isContributor, isCourseStaff, type VersionRelation } from './course-version.policy.js';
import { lockVersion, relationColumns } from './course-version.queries.js';
import { isEditable, isPublished } from './course-version.rules.js';

export interface OpenCourseFile {
  bytes: Readable;
  mediaType: string;
  size: number;
}

/** Handouts of a course: typed by their content, sealed, and handed out to whoever sees a version that names them. */
@Injectable()
export class CourseFileService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly files: Files,
    private readonly clock: Clock,
  ) {}

  /**
   * 403 outside the group, 404 for a hidden draft, 409 `version_immutable` or `version_not_editable`, 415 for other
   * kinds of files.
   */
  async add(actor: Actor, versionId: string, body: unknown): Promise<string> {
    if (!(body instanceof Readable)) throw refuse(courseRefusals.handout_type_unsupported);
    const bytes = await buffer(body);
    const mediaType = await handoutType(bytes);
    if (mediaType === undefined) throw refuse(courseRefusals.handout_type_unsupported);
    return this.database.command(actor, async (tx) => {
      const { version, standing } = await lockVersion(tx, actor, versionId);
      if (isPublished(version.state)) throw refuse(courseRefusals.version_immutable);
      if (!isContributor(standing)) throw refuse(platformRefusals.forbidden);
      if (!isEditable(version.state))
        throw refuse(courseRefusals.version_not_editable, { values: { state: version.state } });
      const { id, key, size } = await this.files.keep(tx, bytes);
      await changed(
        tx,
        `
          insert into course_file (id, course_id, media_type, size, sha256, key, added_by, added_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, version.courseId, mediaType, size, hash('sha256', bytes), key, actor.personId, this.clock.now()],
      );
      await this.events.record(tx, actor, { type: 'course_file.added', subjectId: id, refs: { versionId } });
      return id;
    });
  }

  async one(id: string): Promise<CourseFileDto> {
    const found = await this.database.row<CourseFileDto & Record<string, unknown>>(
      `
        select id, course_id as "courseId", media_type as "mediaType", size, sha256,
          ${instant('added_at')} as "addedAt"
        from course_file
        where id = $1`,
      [id],
    );
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** The content, for whoever added it and whoever sees a version that names it; 404 for everybody else. */
  async open(actor: Actor, id: string): Promise<OpenCourseFile> {
    const file = await this.database.row<{
      courseId: string;
      mediaType: string;
      size: number;
      key: Buffer;
      addedBy: string;
    }>(
      `
        select course_id as "courseId", media_type as "mediaType", size, key, added_by as "addedBy"
        from course_file
        where id = $1`,
      [id],
    );
    if (!file || !(file.addedBy === actor.personId || (await this.isNamedWhereSeen(actor, id, file.courseId))))
      throw refuse(platformRefusals.not_found);
    const bytes = await this.files.read({ id, key: file.key });
    if (!bytes) throw refuse(platformRefusals.not_found);
    return { bytes, mediaType: file.mediaType, size: file.size };
  }

  private async isNamedWhereSeen(actor: Actor, id: string, courseId: string): Promise<boolean> {
    const naming = await this.database.rows<Omit<VersionRelation, 'staff'>>(
      `
        select ${relationColumns}
        from course_version v
        where v.course_id = $1
          and jsonb_path_exists(v.materials, '$.**.fileId ? (@ == $file)', jsonb_build_object('file', $3::text))`,
      [courseId, actor.personId, id],
    );
    return naming.some((standing) => canSeeVersion({ ...standing, staff: isCourseStaff(actor) }));
  }
}
