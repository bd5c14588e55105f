import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import type { ProspectusEditionBody, ProspectusEditionDto, ProspectusEditionQuery } from './prospectus-edition.dto.js';
import { changed, instant, row } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { ProspectusEdition } from './prospectus-edition.entity.js';
import { runsOnShow } from './prospectus.queries.js';

const editions = `
  select ${columnsOf(ProspectusEdition, 'e', 'id', 'name')}, ${instant('e.printed_at')} as "printedAt",
    cardinality(e.version_ids) as courses,
    coalesce(
      (
        select json_agg(
          json_build_object('versionId', one.id, 'title', one.title, 'changedAt', ${instant('one.changed_at')})
          order by one.title, one.id
        )
        from (
          select v.id, c.title, max(g.credit_changed_at) as changed_at
          from contributor g
          join course_version v on v.id = g.version_id
          join course c on c.id = v.course_id
          where v.id = any (e.version_ids) and g.credit_changed_at > e.printed_at
          group by v.id, c.title
        ) one
      ),
      '[]'
    ) as "changedCredits"
  from prospectus_edition e`;

/** What was printed when, and whether everybody in it still wishes to be named like that (BR-10). */
@Injectable()
export class ProspectusEditionService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Records that what is on now goes to print, of one term or of all. 404 for an unknown term. */
  print(actor: Actor, { name, termId }: ProspectusEditionBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      if (termId !== undefined && !(await row(tx, 'select from term where id = $1', [termId])))
        throw refuse(platformRefusals.not_found);
      const id = newId();
      await changed(
        tx,
        `
          insert into prospectus_edition (id, name, printed_by, printed_at, version_ids)
          select $2, $3, $4, $1,
            coalesce(array_agg(distinct v.id), '{}') ${runsOnShow} and ($5::uuid is null or r.term_id = $5)`,
        [this.clock.now(), id, name, actor.personId, termId ?? null],
      );
      await this.events.record(tx, actor, { type: 'prospectus.printed', subjectId: id });
      return id;
    });
  }

  async one(id: string): Promise<ProspectusEditionDto> {
    const found = await this.database.row<ProspectusEditionDto>(`${editions} where e.id = $1`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** Newest first. */
  async list({ limit, cursor }: ProspectusEditionQuery): Promise<Page<ProspectusEditionDto>> {
    const scope = { list: 'prospectus-editions' };
    const [before = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.database.rows<ProspectusEditionDto>(
      `${editions} where $1::uuid is null or e.id < $1 order by e.id desc limit $2`,
      [before, limit + 1],
    );
    return pageOf(
      found,
      limit,
      scope,
      ({ id }) => [id],
      (edition): ProspectusEditionDto => edition,
    );
  }
}
