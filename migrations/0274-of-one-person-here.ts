import { SqlMigration } from './sql-migration.js';

/**
 * What somebody is to one version, session, meeting or decision is found by both ids, whichever index PostgreSQL takes:
 * one by the person alone looked at all that they ever did.
 */
export class OfOnePersonHere1795000000274 extends SqlMigration {
  readonly name = 'OfOnePersonHere1795000000274';
  override readonly transaction = false;
  protected readonly sql = [
    ...byBoth('contributor', 'version_id', 'contributor_person'),
    ...byBoth('facilitator_presence', 'session_id', 'facilitator_presence_by_person'),
    ...byBoth('panel_member', 'decision_id', 'panel_member_by_person'),
    ...byBoth('peer_meeting_attendance', 'meeting_id', 'peer_meeting_attendance_by_person'),
    ...byBoth('qa_reviewer', 'review_id', 'qa_reviewer_by_person'),
  ];
}

function byBoth(table: string, other: string, alone: string): string[] {
  return [
    `drop index concurrently if exists ${table}_of_person`,
    `create index concurrently ${table}_of_person on ${table} (person_id, ${other})`,
    `drop index concurrently if exists ${alone}`,
  ];
}
