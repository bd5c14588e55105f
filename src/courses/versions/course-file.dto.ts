import { Named } from '../../platform/names/named.decorator.js';
import type { NamedCourseDto } from '../../platform/names/named.dto.js';
/** A file that materials of a course can name. */
export class CourseFileDto {
  /** Id of the file, for `fileId` of a material. */
  id: string;
  /** Id of the course; every version of it may name the file. */
  courseId: string;
  /** The same course by name; null where you could not open it now. */
  @Named('course') course?: NamedCourseDto | null;
  /** What the content is. @example application/pdf */
  mediaType: string;
  /** Size in bytes. */
  size: number;
  /** SHA-256 of the content, in hexadecimal. */
  sha256: string;
  /** When it was added (RFC 3339, UTC). */
  addedAt: string;
}
