import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { Me, Only } from '../../platform/access/access.decorators.js';
import { type Actor, type Role, roles } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { FirstPasswordCodeDto, PasswordCardBody } from '../cards/password-card.dto.js';
import { PasswordCardService } from '../cards/password-card.service.js';
import { PeopleQuery, PersonBody, PersonDto, PersonPage, RoleBody, RoleGrantDto, RoleGrantPage } from './people.dto.js';
import { passwordCard, profile } from '../people.personal.js';
import { opensPeople } from './people.rules.js';
import { PeopleService } from './people.service.js';
import { RoleGrantService } from '../roles/role-grant.service.js';
import { OneOf } from '../../platform/http/one-of.param.js';
import { RoleService } from '../roles/role.service.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { peopleRefusals } from '../people.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller('people')
export class PeopleController {
  constructor(
    private readonly people: PeopleService,
    private readonly grants: RoleGrantService,
    private readonly cards: PasswordCardService,
    private readonly roleService: RoleService,
  ) {}

  /** People of the college: who is looked up by name, or by the number on a card (BR-245). */
  @Get()
  @Only('coordinator', 'administrator')
  @Discloses(profile)
  list(@Query() query: PeopleQuery): Promise<PersonPage> {
    return this.people.list(query);
  }

  /** Adds a person who comes without an e-mail address. */
  @Post()
  @Only('coordinator', 'administrator')
  @Changes(profile)
  async add(@Me() me: Actor, @Body() body: PersonBody): Promise<PersonDto> {
    return this.people.one(await this.people.add(me, body));
  }

  /**
   * A card for somebody without an e-mail address who has no password yet, or forgot it, to be handed over in person.
   * They see that it was made. For an account in use its code opens nothing before another member of staff confirmed it.
   * Needs a proof from the last ten minutes.
   */
  @Post(':id/first-password-code')
  @Refuses(
    peopleRefusals.account_in_use,
    peopleRefusals.card_role_too_new,
    peopleRefusals.identity_not_checked,
    platformRefusals.own_record,
  )
  @Only('coordinator', 'administrator')
  @Discloses(passwordCard, { inPath: 'id' })
  makeFirstPasswordCode(
    @Me() me: Actor,
    @Id('id') id: string,
    @Body() body: PasswordCardBody,
  ): Promise<FirstPasswordCodeDto> {
    return this.cards.makeCode(me, id, body);
  }

  /** One person: chosen name and roles. */
  @Get(':id')
  @Only(...opensPeople)
  @Discloses(profile)
  read(@Id('id') id: string): Promise<PersonDto> {
    return this.people.one(id);
  }

  /** The roles that a person holds now, and what waits for them. */
  @Get(':id/roles')
  @Only('administrator')
  @Discloses(profile, { inPath: 'id' })
  async rolesOf(@Me() me: Actor, @Id('id') id: string, @Query() page: ShortListQuery): Promise<RoleGrantPage> {
    return shortPage(await this.grants.of(me, id), page);
  }

  /**
   * Gives a role to somebody else; it works with their next request. A third administrator is made by two: the grant
   * waits for another administrator to confirm it. Needs a proof from the last ten minutes.
   */
  @Post(':id/roles')
  @Refuses(
    peopleRefusals.role_awaits_second,
    peopleRefusals.role_held_already,
    peopleRefusals.role_not_to_oneself,
    peopleRefusals.roles_incompatible,
    platformRefusals.sign_in_again,
  )
  @Only('administrator')
  @Changes(profile, { inAnswer: 'personId' })
  async give(@Me() me: Actor, @Id('id') id: string, @Body() { role }: RoleBody): Promise<RoleGrantDto> {
    return this.grants.one(me, await this.roleService.give(me, id, role));
  }

  /**
   * Ends a role; the person loses it with their next request. The role administrator of somebody else ends once another
   * administrator confirms it, or once you confirm it two weeks later; they and every administrator are told. Needs a
   * proof from the last ten minutes.
   */
  @Delete(':id/roles/:role')
  @Refuses(peopleRefusals.last_administrator, peopleRefusals.role_awaits_second, platformRefusals.sign_in_again)
  @Only('administrator')
  @Changes(profile, { inAnswer: 'personId' })
  async end(
    @Me() me: Actor,
    @Id('id') id: string,
    @OneOf('role', roles, 'The role.') role: Role,
  ): Promise<RoleGrantDto> {
    return this.grants.one(me, await this.roleService.end(me, id, role));
  }
}
