import { Injectable } from '@nestjs/common';
import { CourseService } from '../../courses/catalogue/course.service.js';
import { PeopleService } from '../../people/account/people.service.js';
import { profile } from '../../people/people.personal.js';
import { type Actor, is } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import type { NamedKind, NamedRecord } from '../../platform/names/named.decorator.js';
import { type Names } from '../../platform/names/names.js';
import { canSeeRun } from '../runs/run.policy.js';
import { canSeeSession } from '../sessions/session.policy.js';
import { namedRecords, type NamedRow, namedKinds } from './name.queries.js';

/**
 * Which people, runs, sessions and courses somebody could open now, by the very decisions that guard their own routes;
 * asked at each answer, and kept nowhere (BR-190).
 */
@Injectable()
export class NameService implements Names {
  readonly reading = profile;

  constructor(
    private readonly database: Database,
    private readonly people: PeopleService,
    private readonly courses: CourseService,
  ) {}

  /** An analyst reads figures, and is told no names at all. */
  kindsFor(actor: Actor): ReadonlySet<NamedKind> {
    if (is(actor, 'analyst')) return new Set();
    return new Set(namedKinds.filter((kind) => kind !== 'person' || this.people.opens(actor)));
  }

  async told(
    actor: Actor,
    wanted: ReadonlyMap<NamedKind, ReadonlySet<string>>,
  ): Promise<ReadonlyMap<string, NamedRecord>> {
    const mine = this.kindsFor(actor);
    const kinds = namedKinds.filter((kind) => wanted.has(kind) && mine.has(kind));
    if (kinds.length === 0) return new Map();
    const found = await this.database.rows<NamedRow>(namedRecords(kinds), [
      actor.personId,
      this.courses.seesAll(actor),
      kinds.flatMap((kind) => [...(wanted.get(kind) ?? [])]),
    ]);
    const seen = found.filter((row) => row.named && sees(actor, row));
    return new Map(seen.flatMap(({ kind, named }) => (named ? [[`${kind} ${named.id}`, named]] : [])));
  }
}

function sees(actor: Actor, { kind, state, runState, assigned }: NamedRow): boolean {
  const relation = { assigned, facilitates: false };
  if (kind === 'run') return runState !== null && canSeeRun(actor, relation, runState);
  if (kind === 'session') return state !== null && runState !== null && canSeeSession(actor, relation, state, runState);
  return true;
}
