import type { DataSource } from 'typeorm';
import type { Actor } from '../platform/actor.js';
import { exampleId, newId } from '../platform/ids.js';
import { Password } from '../people/sign-in/password.entity.js';
import { Person } from '../people/account/person.entity.js';
import { RoleGrant } from '../people/roles/role-grant.entity.js';
import { demoEmail, demoPeople } from './demo-people.js';

/** The people of the demo, each ready to act through the services. */
export class Cast {
  private readonly actors = new Map<string, Actor>();

  /** Enters everybody as people who joined at that time; all share one password. */
  static async enter(dataSource: DataSource, passwordHash: string, joinedAt: Date): Promise<Cast> {
    const cast = new Cast();
    await dataSource.transaction(async (tx) => {
      for (const { key, chosenName, pronouns, roles } of demoPeople) {
        const personId = exampleId(key);
        const email = demoEmail(key);
        await tx.insert(Person, {
          id: personId,
          chosenName,
          pronouns,
          email,
          emailCanonical: email,
          emailConfirmedAt: joinedAt,
          createdAt: joinedAt,
          demo: true,
        });
        await tx.insert(Password, { personId, passwordHash, changedAt: joinedAt });
        await tx.insert(
          RoleGrant,
          roles.map((role) => ({ id: newId(), personId, role, grantedAt: joinedAt })),
        );
        cast.actors.set(key, {
          personId,
          roles: new Set(roles),
          signInId: newId(),
          authenticatedAt: joinedAt,
          afterCard: null,
          withFactor: false,
          call: { requestId: 'demo' },
        });
      }
    });
    return cast;
  }

  /** The person with this key. */
  as(key: string): Actor {
    const actor = this.actors.get(key);
    if (!actor) throw new Error(`Nobody in the demo is called ${key}`);
    return actor;
  }
}
