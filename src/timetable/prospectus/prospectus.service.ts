import { Injectable } from '@nestjs/common';
import { Policy } from '../../college/policy.dto.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.js';
import { JsonText } from '../../platform/database/json-text.js';
import type { ProspectusQuery } from './prospectus.dto.js';
import { prospectus } from './prospectus.queries.js';

const defaults = new Policy();

/** What is on: the page that everybody reads (BR-18). */
@Injectable()
export class ProspectusService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Open runs that are not over, the soonest first. */
  async page({ limit, cursor, ...filters }: ProspectusQuery): Promise<JsonText> {
    const scope = { list: 'prospectus', ...filters };
    const [start = null, id = null] = decodeCursor(cursor, scope, 2) ?? [];
    const found = await this.database.row<{ items: string; more: boolean; lastStart: string; lastId: string }>(
      prospectus(filters),
      [
        this.clock.now(),
        limit,
        start,
        id,
        filters.text ?? null,
        filters.termId ?? null,
        filters.mode ?? null,
        filters.topic ?? null,
        filters.audience ?? null,
        filters.from ?? null,
        filters.to ?? null,
        defaults.registrationMinimumAge,
        filters.title ?? null,
      ],
    );
    if (!found) return JsonText.page('[]', null);
    return JsonText.page(found.items, found.more ? encodeCursor([found.lastStart, found.lastId], scope) : null);
  }
}
