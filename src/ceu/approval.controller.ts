import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { Me, Only, SignedIn } from '../platform/access/access.decorators.js';
import type { Actor } from '../platform/access/actor.js';
import { IfMatch } from '../platform/http/etag.js';
import { Id } from '../platform/http/id.param.js';
import { CeApprovalBody, CeApprovalChange, CeApprovalDto, CeApprovalPage, CeApprovalQuery } from './approval.dto.js';
import { CeApprovals } from './approval.service.js';

@Controller('ce-approvals')
export class CeApprovalsController {
  constructor(private readonly approvals: CeApprovals) {}

  /** The approvals under which the college gives credit, by name. */
  @Get()
  @SignedIn()
  list(@Me() me: Actor, @Query() query: CeApprovalQuery): Promise<CeApprovalPage> {
    return this.approvals.list(me, query);
  }

  /** Adds an approval. */
  @Post()
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
