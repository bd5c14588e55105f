import { Injectable } from '@nestjs/common';
import { type Actor, is } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import { isFoundSql } from '../../platform/database/found.sql.js';
import { changed, row } from '../../platform/database/sql.js';
import { columnsOf, deleteRows, insertRows } from '../../platform/database/tables.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { certificationRefusals } from '../certification.refusals.js';
import { CertificationScheme, CoursePeerTrack } from './certification-scheme.entity.js';
import type { PeerTracksBody, PeerTracksDto, SchemeBody, SchemeDto, SchemeQuery } from './scheme.dto.js';

/** The schemes under which people are certified, and which of their tracks a course accepts. */
@Injectable()
export class SchemeService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** Schemes by name. */
  async list(query: SchemeQuery): Promise<Page<SchemeDto>> {
    const scope = { list: 'certification-schemes', name: query.name };
    const [name = null, id = null] = decodeCursor(query.cursor, scope, 2) ?? [];
    const found = await this.database.rows<SchemeDto>(
      `
        select ${columnsOf(CertificationScheme, 's')}
        from certification_scheme s
        where ($1::text is null or (s.name, s.id) > ($1, $2::uuid))
          and ${isFoundSql('s.name', '$4', query.name)}
        order by s.name, s.id
        limit $3`,
      [name, id, query.limit + 1, query.name ?? null],
    );
    return pageOf(
      found,
      query.limit,
      scope,
      (scheme) => [scheme.name, scheme.id],
      (scheme) => scheme,
    );
  }

  /** 404 for an unknown scheme. */
  async one(id: string): Promise<SchemeDto> {
    const found = await this.database.manager.findOneBy(CertificationScheme, { id });
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** 403 for a scheme of the college by anybody but an administrator, 422 `issuer_unnamed`. */
  add(actor: Actor, { name, issuer, issuerName, track }: SchemeBody): Promise<string> {
    if (issuer === 'college' && !is(actor, 'administrator')) throw refuse(platformRefusals.forbidden);
    if ((issuer === 'external') !== (issuerName !== undefined)) throw refuse(certificationRefusals.issuer_unnamed);
    return this.database.command(actor, async (tx) => {
      const id = newId();
      await tx.insert(CertificationScheme, { id, name, issuer, issuerName: issuerName ?? null, track });
      await this.events.record(tx, actor, { type: 'certification_scheme.added', subjectId: id });
      return id;
    });
  }

  /** The tracks in which a peer may facilitate this course; none: every peer track will do (BR-22). */
  async peerTracks(courseId: string): Promise<PeerTracksDto> {
    const found = await this.database.row<PeerTracksDto>(
      `
        select coalesce(array_agg(t.track::text order by t.track) filter (where t.track is not null), '{}') as tracks,
          c.version
        from course c
        left join course_peer_track t on t.course_id = c.id
        where c.id = $1
        group by c.id`,
      [courseId],
    );
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** Replaces them, which gives the course a new version. 404 for an unknown course, 412 when it changed meanwhile. */
  async setPeerTracks(actor: Actor, courseId: string, expected: number, { tracks }: PeerTracksBody): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const course = await row<{ version: number }>(tx, 'select version from course where id = $1 for no key update', [
        courseId,
      ]);
      if (!course) throw refuse(platformRefusals.not_found);
      if (course.version !== expected) throw stale(course.version);
      await changed(tx, 'update course set version = version + 1 where id = $1', [courseId]);
      await deleteRows(tx, CoursePeerTrack, { courseId });
      await insertRows(
        tx,
        CoursePeerTrack,
        tracks.map((track) => ({ courseId, track })),
      );
      await this.events.record(tx, actor, { type: 'course.peer_tracks_set', subjectId: courseId, refs: { tracks } });
      return courseId;
    });
  }
}
