/** A file that materials of a course can name. */
export class CourseFileDto {
  /** Id of the file, for `fileId` of a material. */
  id: string;
  /** Id of the course; every version of it may name the file. */
  courseId: string;
  /** What the content is. @example application/pdf */
  mediaType: string;
  /** Size in bytes. */
  size: number;
  /** SHA-256 of the content, in hexadecimal. */
  sha256: string;
  /** When it was added (RFC 3339, UTC). */
  addedAt: string;
}
