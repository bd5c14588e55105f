import { IsIn } from 'class-validator';
export const journalAttachmentActs = ['remove'] as const;

/** A picture or recording of my entry; its bytes are at `/journal-attachments/{id}`. */
export class JournalAttachmentDto {
  /** Id of the attachment; blocks show it by this. */
  id: string;
  /** Id of the entry. */
  entryId: string;
  /** What it is, found from its content. @example image/jpeg */
  mediaType: string;
  /** Size in bytes, as kept. */
  size: number;
  /** When I added it (RFC 3339, UTC). */
  addedAt: string;
  /** Rises with each change. */
  version: number;
  /** What I may do with it now. */
  @IsIn(journalAttachmentActs, { each: true }) can: (typeof journalAttachmentActs)[number][];
}
