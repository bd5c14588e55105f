import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.js';
import { JsonText } from '../../platform/database/json-text.js';
import type { ProspectusQuery } from './prospectus.dto.js';
import { prospectus } from './prospectus.queries.js';

/** What is on: the page that everybody reads (BR-18). */
@Injectable()
export class ProspectusService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Open runs that are not over, the soonest first. */
  async page(query: ProspectusQuery): Promise<JsonText> {
    const { limit: _, cursor, ...filters } = query;
    const scope = { list: 'prospectus', ...filters };
    const { text, values } = prospectus(this.clock.now(), query, decodeCursor(cursor, scope, 2));
    const found = await this.database.row<{
      items: string;
      more: boolean;
      lastStart: string;
      lastId: string;
      until: Date;
    }>(text, values);
    if (!found) return JsonText.page('[]', null);
    const next = found.more ? encodeCursor([found.lastStart, found.lastId], scope) : null;
    return JsonText.page(found.items, next, { until: found.until });
  }
}
