import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { IfMatch } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/id.param.js';
import { CeApprovalBody, CeApprovalChange, CeApprovalDto, CeApprovalPage, CeApprovalQuery } from './ce-approval.dto.js';
import { CeApprovalService } from './ce-approval.service.js';
import { ceuRefusals } from '../ceu.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('CeApprovals')
@Controller('ce-approvals')
export class CeApprovalController {
  constructor(private readonly approvals: CeApprovalService) {}

  /** The approvals under which the college gives credit, by name. */
  @Get()
  @SignedIn()
  list(@Me() me: Actor, @Query() query: CeApprovalQuery): Promise<CeApprovalPage> {
    return this.approvals.list(me, query);
  }

  /** Adds an approval. */
  @Post()
  @Refuses(ceuRefusals.period_reversed, ceuRefusals.approval_exists)
  @Only('administrator')
  async add(@Me() me: Actor, @Body() body: CeApprovalBody): Promise<CeApprovalDto> {
    return this.approvals.one(me, await this.approvals.add(me, body));
  }

  /** One approval. */
  @Get(':id')
  @SignedIn()
  read(@Me() me: Actor, @Id() id: string): Promise<CeApprovalDto> {
    return this.approvals.one(me, id);
  }

  /** Changes an approval for what comes next; past awards stay as they are. Needs If-Match. */
  @Patch(':id')
  @Refuses(ceuRefusals.period_reversed)
  @Only('administrator')
  async change(
    @Me() me: Actor,
    @Id() id: string,
    @IfMatch() expected: number,
    @Body() wish: CeApprovalChange,
  ): Promise<CeApprovalDto> {
    return this.approvals.one(me, await this.approvals.change(me, id, expected, wish));
  }

  /** Withdraws an approval from today on. */
  @Post(':id/withdrawal')
  @Only('administrator')
  async withdraw(@Me() me: Actor, @Id() id: string): Promise<CeApprovalDto> {
    return this.approvals.one(me, await this.approvals.withdraw(me, id));
  }
}
