import { Injectable } from '@nestjs/common';
import { type Actor, is } from '../../platform/actor.js';
import { cardNumberIn, opensPeople } from './people.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { isFoundSql } from '../../platform/database/found.sql.js';
import type { Tx } from '../../platform/database/sql.js';
import { columnsOf, findRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { listed, type Order, pageFrom } from '../../platform/listing/listing.js';
import type { CountedPage } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import type { PeopleQuery, PersonBody, PersonDto } from './people.dto.js';
import { Person } from './person.entity.js';
import { RoleGrant } from '../roles/role-grant.entity.js';
import { holdsRoleSql, rolesHeldSql } from '../roles/role.sql.js';

const columns = `
  ${columnsOf(Person, 'p', 'id', 'chosenName', 'pronouns', 'version')}, ${rolesHeldSql('p.id')} as roles`;

const orders: Record<PeopleQuery['sort'], Order> = {
  name: {
    by: ['p.chosen_name', 'text'],
    id: 'p.id',
    lookedUp: (id) => `select ${columnsOf(Person, 'l', 'chosenName', 'id')} from person l where l.id = ${id}`,
  },
  newest: { id: 'p.id', descending: true },
};

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

  /** Those who have a name, found by it or by the number on a card: by nothing that staff may not read (BR-245). */
  async list(query: PeopleQuery): Promise<CountedPage<PersonDto>> {
    const { name, role, text } = query;
    const number = text === undefined ? null : cardNumberIn(text);
    const found = await listed<PersonDto>(
      this.database,
      {
        list: 'people',
        columns,
        from: 'from person p',
        where: `
          p.chosen_name is not null
            and ${isFoundSql('p.chosen_name', '$1', name)}
            and ${role === undefined ? 'true' : holdsRoleSql('p.id', role)}
            and ${number === null ? isFoundSql('p.chosen_name', '$2', text) : 'p.sign_in_number = $3'}`,
        values: [name ?? null, text ?? null, number],
      },
      orders[query.sort],
      query,
    );
    return pageFrom(found, (person) => person);
  }

  /** 404 for an unknown person. */
  async one(id: string): Promise<PersonDto> {
    const found = await this.database.row<PersonDto>(`select ${columns} from person p where p.id = $1`, [id]);
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
