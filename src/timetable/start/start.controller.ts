import { Controller, Get } from '@nestjs/common';
import { BeforeSecondFactor, Me, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { StartDto } from './start.dto.js';
import { StartService } from './start.service.js';

@Controller('me/start')
export class StartController {
  constructor(private readonly starts: StartService) {}

  /** What a first screen needs: my profile, my registration, what I am asked, unread messages, the next sessions. */
  @Get()
  @SignedIn()
  @BeforeSecondFactor()
  mine(@Me() me: Actor): Promise<StartDto> {
    return this.starts.mine(me);
  }
}
