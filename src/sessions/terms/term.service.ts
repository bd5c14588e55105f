import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { dateAt } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { isFoundSql } from '../../platform/database/found.sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { plans } from '../runs/run.policy.js';
import type { TermBody, TermChange, TermDto, TermQuery } from './term.dto.js';
import { Term } from './term.entity.js';
import { termState } from './term.rules.js';

/** The seasons of the college. Those who do not plan see a term from the moment its prospectus opens. */
@Injectable()
export class TermService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
  ) {}

  /** Terms, the latest first. */
  async list(actor: Actor, query: TermQuery): Promise<Page<TermDto>> {
    const scope = { list: 'terms', name: query.name };
    const [startsOn = null, id = null] = decodeCursor(query.cursor, scope, 2) ?? [];
    const found = await this.database.rows<Term>(
      `
        select ${columnsOf(Term, 't')}
        from term t
        where ($1 or t.prospectus_opens_at <= $2) and ($3::date is null or (t.starts_on, t.id) < ($3, $4::uuid))
          and ${isFoundSql('t.name', '$6', query.name)}
        order by t.starts_on desc, t.id desc
        limit $5`,
      [plans(actor), this.clock.now(), startsOn, id, query.limit + 1, query.name ?? null],
    );
    const today = await this.today();
    return pageOf(
      found,
      query.limit,
      scope,
      (term) => [term.startsOn, term.id],
      (term) => this.presentTerm(actor, term, today),
    );
  }

  /** 404 for an unknown term, or one that is not announced yet. */
  async one(actor: Actor, id: string): Promise<TermDto> {
    const found = await this.database.row<Term>(
      `select ${columnsOf(Term, 't')} from term t where t.id = $1 and ($2 or t.prospectus_opens_at <= $3)`,
      [id, plans(actor), this.clock.now()],
    );
    if (!found) throw refuse(platformRefusals.not_found);
    return this.presentTerm(actor, found, await this.today());
  }

  /** Plans a term; dates out of order are refused by the database (422). */
  add(actor: Actor, body: TermBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const id = newId();
      const maxRunsPerLearner = body.maxRunsPerLearner ?? (await this.college.policy(tx)).termMaxRunsPerLearner;
      await tx.insert(Term, { id, ...written(body), maxRunsPerLearner });
      await this.events.record(tx, actor, { type: 'term.planned', subjectId: id });
      return id;
    });
  }

  /** 404 for an unknown term, 412 when somebody else changed it meanwhile. */
  async change(actor: Actor, id: string, expected: number, wish: TermChange): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const { affected } = await tx.update(Term, { id, version: expected }, { id, ...written(wish) });
      if (!affected) {
        const found = await tx.findOneBy(Term, { id });
        throw found ? stale(found.version) : refuse(platformRefusals.not_found);
      }
      await this.events.record(tx, actor, { type: 'term.changed', subjectId: id });
      return id;
    });
  }

  private async today(): Promise<string> {
    return dateAt(this.clock.now(), (await this.college.current()).timeZone);
  }

  private presentTerm(actor: Actor, term: Term, today: string): TermDto {
    return {
      id: term.id,
      name: term.name,
      prospectusOpensAt: term.prospectusOpensAt.toISOString(),
      bookingOpensAt: term.bookingOpensAt.toISOString(),
      startsOn: term.startsOn,
      endsOn: term.endsOn,
      maxRunsPerLearner: term.maxRunsPerLearner,
      state: termState(term, this.clock.now(), today),
      can: plans(actor) ? ['edit'] : [],
      version: term.version,
    };
  }
}

const written = <T extends TermChange>({ prospectusOpensAt, bookingOpensAt, ...others }: T) => ({
  ...others,
  ...(prospectusOpensAt !== undefined && { prospectusOpensAt: new Date(prospectusOpensAt) }),
  ...(bookingOpensAt !== undefined && { bookingOpensAt: new Date(bookingOpensAt) }),
});
