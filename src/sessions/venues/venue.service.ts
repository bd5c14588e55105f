import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { isFoundSql } from '../../platform/database/found.sql.js';
import type { Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { plans } from '../runs/run.policy.js';
import type { VenueBody, VenueChange, VenueDto, VenueQuery } from './venue.dto.js';
import { Venue } from './venue.entity.js';
import { changesShown, shownOfVenue } from './venue.rules.js';

/** The places where sessions are held. */
@Injectable()
export class VenueService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
  ) {}

  /** Venues by name. */
  async list(actor: Actor, query: VenueQuery): Promise<Page<VenueDto>> {
    const scope = { list: 'venues', name: query.name };
    const [name = null, id = null] = decodeCursor(query.cursor, scope, 2) ?? [];
    const found = await this.database.rows<Venue>(
      `
        select ${columnsOf(Venue, 'v')}
        from venue v
        where ($1::text is null or (v.name, v.id) > ($1, $2::uuid))
          and ${isFoundSql('v.name', '$4', query.name)}
        order by v.name, v.id
        limit $3`,
      [name, id, query.limit + 1, query.name ?? null],
    );
    return pageOf(
      found,
      query.limit,
      scope,
      (venue) => [venue.name, venue.id],
      (venue) => present(actor, venue),
    );
  }

  /** 404 for an unknown venue. */
  async one(actor: Actor, id: string): Promise<VenueDto> {
    const found = await this.database.manager.findOneBy(Venue, { id });
    if (!found) throw refuse(platformRefusals.not_found);
    return present(actor, found);
  }

  add(actor: Actor, body: VenueBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const id = newId();
      const timeZone = body.timeZone ?? (await this.college.current(tx)).timeZone;
      await tx.insert(Venue, { id, ...body, timeZone, accessFeatures: body.accessFeatures ?? [] });
      await this.events.record(tx, actor, { type: 'venue.added', subjectId: id });
      return id;
    });
  }

  /**
   * A change has to be checked on the spot again. 404 for an unknown venue, 412 when somebody else changed it
   * meanwhile.
   */
  change(actor: Actor, id: string, expected: number, wish: VenueChange): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const venue = await locked(tx, id);
      if (venue.version !== expected) throw stale(venue.version);
      await this.database.tellTime(tx);
      await tx.update(Venue, { id }, { ...wish, verifiedAt: null, verifiedBy: null });
      await this.events.record(tx, actor, {
        type: 'venue.changed',
        subjectId: id,
        refs: { changeSet: this.events.changeSetOf(tx), announced: changesShown(venue, wish, shownOfVenue) },
      });
      return id;
    });
  }

  /** Somebody was there and found it as described. */
  verify(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      await locked(tx, id);
      await tx.update(Venue, { id }, { verifiedAt: this.clock.now(), verifiedBy: actor.personId });
      await this.events.record(tx, actor, { type: 'venue.verified', subjectId: id });
      return id;
    });
  }
}

async function locked(tx: Tx, id: string): Promise<Venue> {
  const venue = await tx.findOne(Venue, { where: { id }, lock: { mode: 'for_no_key_update' } });
  if (!venue) throw refuse(platformRefusals.not_found);
  return venue;
}

function present(actor: Actor, venue: Venue): VenueDto {
  return {
    id: venue.id,
    name: venue.name,
    partOf: venue.partOf,
    timeZone: venue.timeZone,
    address: venue.address,
    directions: venue.directions,
    accessFeatures: venue.accessFeatures,
    accessNotes: venue.accessNotes,
    capacity: venue.capacity,
    verifiedAt: venue.verifiedAt?.toISOString() ?? null,
    can: plans(actor) ? ['edit', 'verify'] : [],
    version: venue.version,
  };
}
