import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { row, type Tx } from '../platform/database/sql.js';
import { columnsOf, lockRow } from '../platform/database/tables.js';
import { refuse } from '../platform/errors/refusal.js';
import { Events } from '../platform/events/events.js';
import { decodeCursor } from '../platform/http/cursor.js';
import type { PageQuery } from '../platform/http/page-query.dto.js';
import { type Page, pageOf } from '../platform/http/pagination.js';
import { newId } from '../platform/ids.js';
import { College } from './college.entity.js';
import { collegeRefusals } from './college.refusals.js';
import type { CollegeTextBody, CollegeTextDto, CollegeTextLineDto, CollegeTextQuery } from './college-text.dto.js';
import { CollegeText } from './college-text.entity.js';
import { type CollegeTextKind, nextNumber } from './college-text.rules.js';

const line = ['id', 'version', 'revision', 'language', 'title', 'material', 'writtenAt'] as const;
type Line = Pick<CollegeText, (typeof line)[number]>;

/** The charter and the privacy notice: public, in versions that stay readable for ever (BR-223). */
@Injectable()
export class CollegeTextService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes a text, which stands from now on. A charter that changes in substance raises the number that a registration
   * has to accept; the number rises in no other way.
   */
  async write(actor: Actor, kind: CollegeTextKind, wish: CollegeTextBody): Promise<CollegeTextDto> {
    const { language, title, sections, material } = wish;
    const id = await this.database.command(actor, async (tx) => {
      const college = await lockRow(tx, College, { onlyOne: true }, ['id', 'charterVersion'], 'for no key update');
      if (!college) throw new Error('The college is missing: migrations did not finish');
      const notice = await tx.maximum(CollegeText, 'version', { kind });
      const standing = kind === 'charter' ? college.charterVersion : (notice ?? (material ? 0 : 1));
      const earlier = await tx.countBy(CollegeText, { kind, version: standing, language });
      const number = nextNumber(standing, earlier, material);
      const textId = newId();
      const at = this.clock.now();
      await tx.insert(CollegeText, {
        ...number,
        id: textId,
        kind,
        language,
        title,
        sections: sections.map(({ heading, paragraphs }) => ({ heading, paragraphs })),
        material,
        writtenBy: actor.personId,
        writtenAt: at,
      });
      if (kind === 'charter' && number.version > college.charterVersion)
        await tx.update(
          College,
          { id: college.id },
          { charterVersion: number.version, changedBy: actor.personId, changedAt: at },
        );
      const refs = { kind, language, ...number };
      await this.events.record(tx, actor, { type: 'college_text.written', subjectId: textId, refs });
      return textId;
    });
    const found = await this.database.manager.findOneBy(CollegeText, { id });
    if (!found) throw refuse(collegeRefusals.college_text_unwritten);
    return present(found);
  }

  /** The text that stands, or the one that is asked for. 404 `college_text_unwritten` where there is none. */
  async read(kind: CollegeTextKind, { version, revision, language }: CollegeTextQuery): Promise<CollegeTextDto> {
    const found = await this.database.row<CollegeText>(
      `
        with one as (
          select *
          from college_text
          where kind = $1
            and version = coalesce(
              $2::integer,
              case when $1 = 'charter' then (select charter_version from college) end,
              (select max(version) from college_text where kind = $1)
            )
        )
        select ${columnsOf(CollegeText, 't')}
        from one t
        where t.language = coalesce(
            (select language from one where language = $4 limit 1),
            (select language from one order by written_at, id limit 1)
          )
          and ($3::integer is null or t.revision = $3)
        order by t.revision desc
        limit 1`,
      [kind, version ?? null, revision ?? null, language ?? null],
    );
    if (!found) throw refuse(collegeRefusals.college_text_unwritten);
    return present(found);
  }

  /** Every text of this kind, the newest first. */
  async versions(kind: CollegeTextKind, { limit, cursor }: PageQuery): Promise<Page<CollegeTextLineDto>> {
    const scope = { list: 'college-texts', kind };
    const [before = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.database.rows<Line>(
      `
        select ${columnsOf(CollegeText, 't', ...line)}
        from college_text t
        where t.kind = $1 and ($2::uuid is null or t.id < $2)
        order by t.id desc
        limit $3`,
      [kind, before, limit + 1],
    );
    return pageOf(found, limit, scope, ({ id }) => [id], presentLine);
  }

  /**
   * The language in which this version of the charter is accepted: the one that is named, or the first in which it was
   * written; null while it has no words. 422 `charter_language_unknown` for one in which it was never written.
   */
  async charterLanguage(tx: Tx, version: number, named: string | undefined): Promise<string | null> {
    const found = await row<Pick<CollegeText, 'language'> & { named: boolean }>(
      tx,
      `
        select ${columnsOf(CollegeText, 't', 'language')},
          exists (
            select from college_text o where o.kind = 'charter' and o.version = $1 and o.language = $2
          ) as named
        from college_text t
        where t.kind = 'charter' and t.version = $1
        order by t.written_at, t.id
        limit 1`,
      [version, named ?? null],
    );
    if (named === undefined) return found?.language ?? null;
    if (!found?.named) throw refuse(collegeRefusals.charter_language_unknown);
    return named;
  }
}

const presentLine = ({ version, revision, language, title, material, writtenAt }: Line): CollegeTextLineDto => ({
  version,
  revision,
  language,
  title,
  material,
  from: writtenAt.toISOString(),
});

const present = (text: CollegeText): CollegeTextDto => ({ ...presentLine(text), sections: text.sections });
