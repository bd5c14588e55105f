import { Injectable } from '@nestjs/common';
import { StandingService } from '../../people/account/standing.service.js';
import { lacksFactor } from '../../platform/access/second-factor.rules.js';
import type { Actor } from '../../platform/actor.js';
import { Config } from '../../platform/config.js';
import { AgendaService } from '../around-a-run/agenda.service.js';
import type { StartDto } from './start.dto.js';
import { UnreadMessages } from './unread-messages.js';

const nextSessions = 3;

/** What a first screen needs. */
@Injectable()
export class StartService {
  constructor(
    private readonly standings: StandingService,
    private readonly agenda: AgendaService,
    private readonly messages: UnreadMessages,
    private readonly config: Config,
  ) {}

  /** My own. Before the second factor it says no more than my profile does (BR-236). */
  async mine(actor: Actor): Promise<StartDto> {
    const { me, registration, asks } = await this.standings.mine(actor);
    if (lacksFactor(this.config, actor))
      return { me, registration: null, asks: me.asks, unreadMessages: null, nextSessions: null };
    const { items } = await this.agenda.mine(actor, { limit: nextSessions });
    return {
      me,
      registration,
      asks,
      unreadMessages: await this.messages.unread(actor.personId),
      nextSessions: items,
    };
  }
}
