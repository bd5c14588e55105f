import { Controller, Get, Query } from '@nestjs/common';
import { Me, SignedIn } from '../platform/access/access.decorators.js';
import type { Actor } from '../platform/access/actor.js';
import { MyReads } from './my-reads.service.js';
import { ReadPage, ReadsQuery } from './reads.dto.js';

@Controller('me')
export class PrivacyController {
  constructor(private readonly reads: MyReads) {}

  /** Who opened a record about me, when, in which role and what for, newest first; also who was refused. Journals say for themselves who read them. */
  @Get('reads') @SignedIn()
  myReads(@Me() me: Actor, @Query() query: ReadsQuery): Promise<ReadPage> {
    return this.reads.list(me, query);
  }
}
