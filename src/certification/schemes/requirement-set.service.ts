import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { dateAt } from '../../platform/calendar.js';
import { LessThanOrEqual } from 'typeorm';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { certificationRefusals } from '../certification.refusals.js';
import { CertificationScheme, RequirementSet } from './certification-scheme.entity.js';
import type { RequirementSetBody, RequirementSetDto } from './scheme.dto.js';
import { SchemeService } from './scheme.service.js';
import type { Requirements } from './requirements.dto.js';
import { contradictions } from './requirements.rules.js';

const sets = `
  select ${columnsOf(RequirementSet, 'r', 'id', 'schemeId', 'number', 'effectiveFrom', 'terms', 'note', 'addedAt')},
    (
      select min(l.effective_from) - 1
      from requirement_set l
      where l.scheme_id = r.scheme_id and l.effective_from > r.effective_from
    )::text as "effectiveTo"
  from requirement_set r`;

type SetRow = Omit<RequirementSetDto, 'addedAt'> & Pick<RequirementSet, 'addedAt'>;

export type SetInForce = Pick<RequirementSet, 'id' | 'terms'>;

/** What the schemes ask for: versioned, from a day on, and never changed (BR-86). */
@Injectable()
export class RequirementSetService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
    private readonly schemes: SchemeService,
  ) {}

  /** 404 for an unknown scheme; 422 `terms_do_not_fit`, `scheme_is_external` or `set_not_later`. */
  add(actor: Actor, schemeId: string, { effectiveFrom, terms, note }: RequirementSetBody): Promise<string> {
    const errors = contradictions(terms);
    if (errors.length > 0) throw refuse(certificationRefusals.terms_do_not_fit, { errors });
    return this.database.command(actor, async (tx) => {
      const scheme = await tx.findOne(CertificationScheme, {
        where: { id: schemeId },
        lock: { mode: 'for_no_key_update' },
      });
      if (!scheme) throw refuse(platformRefusals.not_found);
      if (scheme.issuer !== 'college') throw refuse(certificationRefusals.scheme_is_external);
      const last = await tx.findOne(RequirementSet, {
        select: { id: true, number: true, effectiveFrom: true },
        where: { schemeId },
        order: { number: 'DESC' },
      });
      const today = dateAt(this.clock.now(), (await this.college.current(tx)).timeZone);
      if (effectiveFrom < today || effectiveFrom <= (last?.effectiveFrom ?? ''))
        throw refuse(certificationRefusals.set_not_later);
      const id = newId();
      await tx.insert(RequirementSet, {
        id,
        schemeId,
        number: (last?.number ?? 0) + 1,
        effectiveFrom,
        terms,
        note: note ?? null,
        addedBy: actor.personId,
        addedAt: this.clock.now(),
      });
      await this.events.record(tx, actor, {
        type: 'requirement_set.added',
        subjectId: id,
        refs: { schemeId, effectiveFrom },
      });
      return id;
    });
  }

  /** 404 for an unknown one. */
  async one(id: string): Promise<RequirementSetDto> {
    const found = await this.database.row<SetRow>(`${sets} where r.id = $1`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return present(found);
  }

  /** What a set asks for, for a command. */
  async requirementsOf(tx: Tx, id: string): Promise<Requirements> {
    const found = await tx.findOneBy(RequirementSet, { id });
    if (!found) throw refuse(platformRefusals.not_found);
    return found.terms;
  }

  /** Newest first; at most 200. 404 for an unknown scheme. */
  async list(schemeId: string): Promise<RequirementSetDto[]> {
    await this.schemes.one(schemeId);
    return (
      await this.database.rows<SetRow>(`${sets} where r.scheme_id = $1 order by r.number desc limit 200`, [schemeId])
    ).map(present);
  }

  /** What the scheme asks for on a day (BR-86); 422 `nothing_required_yet` when it has no set by then. */
  async inForce(tx: Tx, schemeId: string, day: string): Promise<SetInForce> {
    const found = await tx.findOne(RequirementSet, {
      select: { id: true, terms: true },
      where: { schemeId, effectiveFrom: LessThanOrEqual(day) },
      order: { effectiveFrom: 'DESC' },
    });
    if (!found) throw refuse(certificationRefusals.nothing_required_yet);
    return found;
  }
}

const present = ({ addedAt, ...set }: SetRow): RequirementSetDto => ({ ...set, addedAt: addedAt.toISOString() });
