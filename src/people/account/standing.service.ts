import { Injectable } from '@nestjs/common';
import { Policy } from '../../college/policy.dto.js';
import { lacksFactor } from '../../platform/access/second-factor.rules.js';
import type { Actor } from '../../platform/actor.js';
import { dateAt } from '../../platform/calendar.js';
import { Clock } from '../../platform/clock.js';
import { Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { unmetCondition } from '../../platform/errors/refusal.js';
import type { UnmetDto } from '../../platform/http/unmet.dto.js';
import { freshness } from '../contact/safe-contact.rules.js';
import { peopleRefusals } from '../people.refusals.js';
import type { RegistrationDto } from '../registration/registration.dto.js';
import { Registration } from '../registration/registration.entity.js';
import { missingForRegistration } from '../registration/registration.rules.js';
import { askedOf } from './asked.rules.js';
import type { MeDto } from './me.dto.js';
import { presentMe, presentRegistration, type StandingRow } from './people.presenter.js';
import { Person } from './person.entity.js';

/** $1 person. */
const standing = `
  select ${columnsOf(Person, 'p', 'id', 'chosenName', 'pronouns', 'email', 'signInNumber', 'languages', 'dateOfBirth')},
    p.version as "personVersion", s.confirmed_at as "contactConfirmedAt", s.awaits_owner as "contactAwaitsOwner",
    ${columnsOf(Registration, 'r', 'state', 'eligibilityBasis', 'charterVersion', 'charterLanguage')},
    ${columnsOf(Registration, 'r', 'residenceArea', 'heardFrom', 'welcomeConversationAskedAt')},
    r.version as "registrationVersion", c.charter_version as "currentCharter", c.time_zone as "timeZone", c.policy
  from person p
  cross join college c
  left join registration r on r.person_id = p.id
  left join lateral (
    select confirmed_at, awaits_owner
    from safe_contact
    where person_id = p.id
    order by version desc
    limit 1
  ) s on true
  where p.id = $1`;

/** How somebody stands with the college, for themselves: profile, registration, and what they are asked. */
@Injectable()
export class StandingService {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** My own, in one statement. */
  async mine(actor: Actor): Promise<{ me: MeDto; registration: RegistrationDto; asks: UnmetDto[] }> {
    const row = await this.database.row<StandingRow>(standing, [actor.personId]);
    if (!row) throw new Error('Whoever is signed in has a person');
    const now = this.clock.now();
    const policy = { ...new Policy(), ...row.policy };
    const said = row.contactConfirmedAt && {
      confirmedAt: row.contactConfirmedAt,
      awaitsOwner: row.contactAwaitsOwner === true,
    };
    const asks = [
      ...(lacksFactor(this.config, actor) ? [unmetCondition(platformRefusals.second_factor_required)] : []),
      ...(row.chosenName === null ? [unmetCondition(peopleRefusals.chosen_name_missing)] : []),
      ...(freshness(said, policy, now).confirmationDue ? [unmetCondition(peopleRefusals.safe_contact_due)] : []),
    ];
    const missing = missingForRegistration(
      { ...row, hasSafeContact: said !== null, hasChosenName: row.chosenName !== null },
      {
        charterVersion: row.currentCharter,
        minimumAge: policy.registrationMinimumAge,
        today: dateAt(now, row.timeZone),
      },
    );
    const me = presentMe(row, asks, actor);
    const registration = presentRegistration(row, missing);
    return { me, registration, asks: askedOf(me, registration) };
  }
}
