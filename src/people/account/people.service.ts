import { Injectable } from '@nestjs/common';
import { type Actor, is } from '../../platform/actor.js';
import { opensPeople } from './people.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { isFoundSql } from '../../platform/database/found.sql.js';
import type { Tx } from '../../platform/database/sql.js';
import { columnsOf, findRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import type { PeopleQuery, PersonBody, PersonDto } from './people.dto.js';
import { Person } from './person.entity.js';
import { RoleGrant } from '../roles/role-grant.entity.js';
import { holdsRoleSql, rolesHeldSql } from '../roles/role.sql.js';

const people = `
  select ${columnsOf(Person, 'p', 'id', 'chosenName', 'pronouns', 'version')},
    ${rolesHeldSql('p.id')} as roles
  from person p`;

/** The people of the college, as staff may see them. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Whether this person opens records of people at all: `GET /people/{id}`. */
  opens(actor: Actor): boolean {
    return is(actor, ...opensPeople);
  }

  /** People by chosen name, then id. */
  async list(query: PeopleQuery): Promise<Page<PersonDto>> {
    const scope = { list: 'people', name: query.name, role: query.role };
    // The cursor holds the id alone: it stands in a URL, where no name belongs.
    const [after = null] = decodeCursor(query.cursor, scope, 1) ?? [];
    const found = await this.database.rows<PersonDto>(
      `
        ${people}
        where p.chosen_name is not null
          and ${isFoundSql('p.chosen_name', '$1', query.name)}
          and ${query.role === undefined ? 'true' : holdsRoleSql('p.id', query.role)}
          and ($2::uuid is null or (p.chosen_name, p.id) > (select l.chosen_name, l.id from person l where l.id = $2))
        order by p.chosen_name, p.id
        limit $3`,
      [query.name ?? null, after, query.limit + 1],
    );
    return pageOf(
      found,
      query.limit,
      scope,
      (person) => [person.id],
      (person) => person,
    );
  }

  /** 404 for an unknown person. */
  async one(id: string): Promise<PersonDto> {
    const found = await this.database.row<PersonDto>(`${people} where p.id = $1`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** Adds a person who has no e-mail address here; they are a learner like any other (BR-65). */
  add(actor: Actor, { chosenName, pronouns }: PersonBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const id = newId();
      const now = this.clock.now();
      await tx.insert(Person, { id, chosenName, pronouns: pronouns ?? null, createdAt: now });
      await tx.insert(RoleGrant, {
        id: newId(),
        personId: id,
        role: 'learner',
        grantedBy: actor.personId,
        grantedAt: now,
      });
      await this.events.record(tx, actor, { type: 'person.added', subjectId: id, personId: id });
      return id;
    });
  }

  /** Whether a person exists, for modules that name one. */
  async exists(tx: Tx, id: string): Promise<boolean> {
    return (await findRow(tx, Person, { id }, ['id'])) !== undefined;
  }
}
