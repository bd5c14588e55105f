import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Me, Only, Public, SignedIn, Visitor } from '../../platform/access/access.decorators.js';
import type { Actor, Doer } from '../../platform/actor.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import { passwordCard } from '../people.personal.js';
import { CardTellingService } from './card-telling.service.js';
import { FirstPasswordBody } from './first-password.dto.js';
import { FirstPasswordService } from './first-password.service.js';
import {
  CardTellingBody,
  MyPasswordCardDto,
  MyPasswordCardPage,
  PasswordCardDto,
  PasswordCardPage,
} from './password-card.dto.js';
import { PasswordCardQueryService } from './password-card-query.service.js';
import { PasswordCardService } from './password-card.service.js';
import { peopleRefusals } from '../people.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('PasswordCards')
@Controller()
export class PasswordCardController {
  constructor(
    private readonly cards: PasswordCardService,
    private readonly telling: CardTellingService,
    private readonly queries: PasswordCardQueryService,
    private readonly firstPasswords: FirstPasswordService,
  ) {}

  /**
   * Sets the first password of somebody without an e-mail address, with number and code from the card that staff handed
   * over.
   */
  @Post('auth/first-password')
  @Refuses(
    peopleRefusals.password_holds_address,
    peopleRefusals.first_password_code_invalid,
    peopleRefusals.password_easily_guessed,
  )
  @ApiOperation({ operationId: 'setFirstPassword' })
  @ApiTags('Auth')
  @Public()
  @HttpCode(204)
  @Limited('code')
  setFirstPassword(@Visitor() visitor: Doer, @Body() body: FirstPasswordBody): Promise<void> {
    return this.firstPasswords.set(visitor, body);
  }

  /** Cards that wait for a second member of staff, oldest first. */
  @Get('password-cards')
  @Only('coordinator', 'administrator')
  @Discloses(passwordCard, { inAnswer: 'items.personId' })
  list(@Me() me: Actor, @Query() query: PageQuery): Promise<PasswordCardPage> {
    return this.queries.waiting(me, query);
  }

  /** One card that I made or confirmed, that waits, or that its owner may object to. */
  @Get('password-cards/:id')
  @Only('coordinator', 'administrator')
  @Discloses(passwordCard, { inAnswer: 'personId' })
  read(@Me() me: Actor, @Id('id') id: string): Promise<PasswordCardDto> {
    return this.queries.seen(me, id);
  }

  /**
   * Confirms a card that somebody else made: I too know that this person asked for it. From then on its code works, for a
   * day. Both of us have made cards for two weeks. Needs a proof from the last ten minutes.
   */
  @Post('password-cards/:id/confirmation')
  @Refuses(
    peopleRefusals.card_maker_left,
    peopleRefusals.card_role_too_new,
    platformRefusals.own_record,
    peopleRefusals.password_card_over,
    peopleRefusals.second_person_needed,
  )
  @Only('coordinator', 'administrator')
  @HttpCode(200)
  @Changes(passwordCard, { inAnswer: 'personId' })
  async confirm(@Me() me: Actor, @Id('id') id: string): Promise<PasswordCardDto> {
    return this.queries.one(me, await this.cards.confirm(me, id));
  }

  /** Ends a card that was not used, or one that its owner objects to: its sign-ins and its password end at once. */
  @Post('password-cards/:id/end')
  @Refuses(peopleRefusals.password_card_over)
  @Only('coordinator', 'administrator')
  @HttpCode(200)
  @Changes(passwordCard, { inAnswer: 'personId' })
  async end(@Me() me: Actor, @Id('id') id: string): Promise<PasswordCardDto> {
    return this.queries.one(me, await this.cards.end(me, id));
  }

  /**
   * Says that I, who confirmed the card, met its owner a day or more after its use and told them. What they wrote before
   * opens some days later, unless they object. Needs a proof from the last ten minutes.
   */
  @Post('password-cards/:id/told')
  @Refuses(
    peopleRefusals.card_told_too_soon,
    platformRefusals.own_record,
    peopleRefusals.password_card_over,
    peopleRefusals.second_person_needed,
  )
  @Only('coordinator', 'administrator')
  @HttpCode(200)
  @Changes(passwordCard, { inAnswer: 'personId' })
  async tell(@Me() me: Actor, @Id('id') id: string, @Body() _body: CardTellingBody): Promise<PasswordCardDto> {
    return this.queries.one(me, await this.telling.tell(me, id));
  }

  /** Cards that the staff made for my account: by whom, when they were used, and where. */
  @Get('me/password-cards')
  @SignedIn()
  async mine(@Me() me: Actor, @Query() page: ShortListQuery): Promise<MyPasswordCardPage> {
    return shortPage(await this.queries.mine(me), page);
  }

  /** Ends one of them: every sign-in with its password is over, and my password from before is my password again. */
  @Post('me/password-cards/:id/end')
  @Refuses(peopleRefusals.password_card_over)
  @ApiOperation({ operationId: 'endMyPasswordCard' })
  @SignedIn()
  @HttpCode(200)
  async endMine(@Me() me: Actor, @Id('id') id: string): Promise<MyPasswordCardDto> {
    return this.queries.oneOfMine(me, await this.cards.endMine(me, id));
  }
}
