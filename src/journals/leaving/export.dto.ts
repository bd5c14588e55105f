import { IsIn } from 'class-validator';

export const exportStates = ['ready', 'used', 'expired'] as const;
export type ExportState = (typeof exportStates)[number];

export const journalExportActs = ['fetch'] as const;

/** My whole journal to take home: entries with their versions, sharing, comments, pictures and recordings. */
export class JournalExportDto {
  /** Id of the export; fetch it once at `/journal-exports/{id}/archive`. */
  id: string;
  /** Whether it can be fetched. */
  @IsIn(exportStates) state: ExportState;
  /** When I asked for it (RFC 3339, UTC). */
  requestedAt: string;
  /** Until when it can be fetched (RFC 3339, UTC). */
  expiresAt: string;
  /** Rises with each change. */
  version: number;
  /** What I may do with it now. */
  @IsIn(journalExportActs, { each: true }) can: (typeof journalExportActs)[number][];
}
