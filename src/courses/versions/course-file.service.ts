import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { Files } from '../../platform/files/files.js';
import type { CourseFileDto } from './course-file.dto.js';
import { CourseFile } from './course-file.entity.js';
import { CourseVersion } from './course-version.entity.js';
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
      await tx.insert(CourseFile, {
        id,
        courseId: version.courseId,
        mediaType,
        size,
        sha256: hash('sha256', bytes),
        key,
        addedBy: actor.personId,
        addedAt: this.clock.now(),
      });
      await this.events.record(tx, actor, { type: 'course_file.added', subjectId: id, refs: { versionId } });
      return id;
    });
  }

  async one(id: string): Promise<CourseFileDto> {
    const file = await this.database.manager.findOneBy(CourseFile, { id });
    if (!file) throw refuse(platformRefusals.not_found);
    const { courseId, mediaType, size, sha256, addedAt } = file;
    return { id, courseId, mediaType, size, sha256, addedAt: addedAt.toISOString() };
  }

  /** The content, for whoever added it and whoever sees a version that names it; 404 for everybody else. */
  async open(actor: Actor, id: string): Promise<OpenCourseFile> {
    const file = await this.database.manager.findOneBy(CourseFile, { id });
    if (!file || !(file.addedBy === actor.personId || (await this.isNamedWhereSeen(actor, id, file.courseId))))
      throw refuse(platformRefusals.not_found);
    const bytes = await this.files.read({ id, key: file.key });
    if (!bytes) throw refuse(platformRefusals.not_found);
    return { bytes, mediaType: file.mediaType, size: file.size };
  }

  private async isNamedWhereSeen(actor: Actor, id: string, courseId: string): Promise<boolean> {
    const naming = await this.database.rows<Omit<VersionRelation, 'staff'>>(
      `
        select ${columnsOf(CourseVersion, 'v', 'state')}, ${relationColumns}
        from course_version v
        where v.course_id = $1
          and jsonb_path_exists(v.materials, '$.**.fileId ? (@ == $file)', jsonb_build_object('file', $3::text))`,
      [courseId, actor.personId, id],
    );
    return naming.some((standing) => canSeeVersion({ ...standing, staff: isCourseStaff(actor) }));
  }
}
