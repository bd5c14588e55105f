import { Body, Controller, Get, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { AnswersCsvToo } from '../../platform/csv/csv.js';
import { Id } from '../../platform/http/id.param.js';
import { LongListQuery, PageQuery } from '../../platform/http/page-query.dto.js';
import { Wants } from '../../platform/http/wants.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { shortPage } from '../../platform/http/pagination.js';
import { ledgerRecord, shortfallRecord } from '../ceu.personal.js';
import { CeFiguresQuery, CeShortfallPage, CeShortfallQuery, CeTotalPage } from './ce-figures.dto.js';
import { CeFiguresService } from './ce-figures.service.js';
import { CeAwardService } from './ce-award.service.js';
import {
  CeAwardBody,
  CeCreditPage,
  CeEntryDetailDto,
  CeEntryPage,
  CeLedgerQuery,
  CeReversalBody,
} from './ce-ledger.dto.js';
import { ledgerFile, shortfallFile } from './ce-ledger.csv.js';
import { CeLedgerService } from './ce-ledger.service.js';
import { CeLedgerQueryService } from './ce-ledger-query.service.js';
import { ceuRefusals } from '../ceu.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller()
export class CeLedgerController {
  constructor(
    private readonly ledger: CeLedgerService,
    private readonly queries: CeLedgerQueryService,
    private readonly figures: CeFiguresService,
    private readonly awards: CeAwardService,
  ) {}

  /** My own entries in the ledger, newest first. */
  @Get('me/ce-ledger')
  @ApiOperation({ operationId: 'listMyCeLedgerEntries' })
  @SignedIn()
  mine(@Me() me: Actor, @Query() query: LongListQuery): Promise<CeEntryPage> {
    return this.queries.mine(me, query);
  }

  /** What each of my completed runs counts for under each approval, and what is still open. */
  @Get('me/ce-credits')
  @SignedIn()
  credits(@Me() me: Actor, @Query() query: PageQuery): Promise<CeCreditPage> {
    return this.queries.credits(me, query);
  }

  /** The ledger, newest first. With `Accept: text/csv` everything that fits, as a file. */
  @Get(['ce-ledger', 'ce-ledger.csv'])
  @ApiOperation({ operationId: 'listCeLedgerEntries' })
  @Only('administrator')
  @AnswersCsvToo(CeEntryPage)
  @Discloses(ledgerRecord)
  async list(@Query() query: CeLedgerQuery, @Wants('text/csv') csv: boolean): Promise<CeEntryPage | StreamableFile> {
    return csv ? ledgerFile(await this.queries.all(query)) : this.queries.list(query);
  }

  /** Awards that stand, added up by category, approval or month; the two kinds of credit are never added together. */
  @Get('ce-ledger/totals')
  @Refuses(ceuRefusals.period_reversed)
  @Only('administrator')
  async totals(@Query() query: CeFiguresQuery): Promise<CeTotalPage> {
    return shortPage(await this.figures.totals(query), query);
  }

  /** Who is short of how many minutes before a day, those who lack most first. With `Accept: text/csv` as a file. */
  @Get(['ce-shortfalls', 'ce-shortfalls.csv'])
  @Refuses(ceuRefusals.period_reversed)
  @Only('administrator')
  @AnswersCsvToo(CeShortfallPage)
  @Discloses(shortfallRecord, { inAnswer: 'items.personId' })
  async shortfalls(
    @Query() query: CeShortfallQuery,
    @Wants('text/csv') csv: boolean,
  ): Promise<CeShortfallPage | StreamableFile> {
    return csv ? shortfallFile(await this.figures.allShortfalls(query)) : this.figures.shortfalls(query);
  }

  /** One entry with what it stands on. */
  @Get('ce-ledger/:id')
  @ApiOperation({ operationId: 'getCeLedgerEntry' })
  @Only('administrator')
  @Discloses(ledgerRecord)
  read(@Id() id: string): Promise<CeEntryDetailDto> {
    return this.queries.one(id);
  }

  /** Takes an award back, with a reason; the award stays in the ledger, with its reversal beside it. */
  @Post('ce-ledger/:id/reversal')
  @Refuses(ceuRefusals.ce_own_record, ceuRefusals.ce_reversed_already)
  @ApiOperation({ operationId: 'reverseCeLedgerEntry' })
  @Only('administrator')
  @Changes(ledgerRecord)
  async reverse(@Me() me: Actor, @Id() id: string, @Body() { reason }: CeReversalBody): Promise<CeEntryDetailDto> {
    return this.queries.one(await this.ledger.reverse(me, id, reason));
  }

  /** Credits somebody who completed the run, where it did not happen by itself. */
  @Post('runs/:id/ce-awards')
  @Refuses(
    ceuRefusals.approval_not_valid_on_date,
    ceuRefusals.ce_awarded_already,
    ceuRefusals.ce_not_earned,
    ceuRefusals.ce_own_record,
  )
  @Only('administrator')
  @Changes(ledgerRecord)
  async award(@Me() me: Actor, @Id() id: string, @Body() body: CeAwardBody): Promise<CeEntryDetailDto> {
    return this.queries.one(await this.awards.awardNow(me, id, body));
  }
}
