import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ClosedAfterCard, Me, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { IfMatch } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/id.param.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { BodyLimit, Confidential } from '../../platform/http/route-settings.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import { JournalEntryService } from './journal-entry.service.js';
import {
  JournalEntryBody,
  JournalEntryChange,
  JournalEntryDto,
  JournalEntryPage,
  JournalEntryQuery,
  JournalVersionPage,
  JournalVersionWholeDto,
} from './entry.dto.js';
import { JournalQueryService } from './journal-query.service.js';
import { JournalSearchBody } from './search.dto.js';
import { JournalSearchService } from './journal-search.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { journalsRefusals } from '../journals.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

const entryBytes = 256 * 1024;

@ApiTags('JournalEntries')
@Controller()
@Confidential()
export class JournalEntryController {
  constructor(
    private readonly entries: JournalEntryService,
    private readonly queries: JournalQueryService,
    private readonly search: JournalSearchService,
  ) {}

  /** My journal entries, the newest first. */
  @Get('journal-entries')
  @SignedIn()
  list(@Me() me: Actor, @Query() query: JournalEntryQuery): Promise<JournalEntryPage> {
    return this.queries.list(me, query);
  }

  /** Writes a new entry. It is private. */
  @Post('journal-entries')
  @Refuses(
    journalsRefusals.attachment_not_here,
    journalsRefusals.journal_text_quota,
    platformRefusals.keys_out_of_reach,
    journalsRefusals.prompt_unknown,
    platformRefusals.rule_not_met,
  )
  @SignedIn()
  @BodyLimit(entryBytes)
  async add(@Me() me: Actor, @Body() body: JournalEntryBody): Promise<JournalEntryDto> {
    return this.queries.whole(await this.entries.add(me, body));
  }

  /** My entry, or the one version of somebody's entry that is shared with me. */
  @Get('journal-entries/:id')
  @Refuses(platformRefusals.closed_after_card, platformRefusals.damaged_entry, platformRefusals.keys_out_of_reach)
  @SignedIn()
  read(@Me() me: Actor, @Id('id') id: string): Promise<JournalEntryDto> {
    return this.queries.one(me, id);
  }

  /**
   * Changes my entry; the version before is kept, and what I shared stays as it was. Saves within a minute make one
   * version. Needs If-Match.
   */
  @Patch('journal-entries/:id')
  @Refuses(platformRefusals.damaged_entry, journalsRefusals.journal_entry_deleted, journalsRefusals.journal_text_quota)
  @SignedIn()
  @BodyLimit(entryBytes)
  async change(
    @Me() me: Actor,
    @Id('id') id: string,
    @IfMatch() expected: number,
    @Body() wish: JournalEntryChange,
  ): Promise<JournalEntryDto> {
    return this.queries.whole(await this.entries.change(me, id, expected, wish));
  }

  /** Deletes my entry and ends its sharing at once. It can be brought back for 30 days, then it is gone. */
  @Delete('journal-entries/:id')
  @Refuses(platformRefusals.closed_after_card)
  @SignedIn()
  async remove(@Me() me: Actor, @Id('id') id: string): Promise<JournalEntryDto> {
    return this.queries.opened(await this.entries.remove(me, id));
  }

  /** Finishes a draft. */
  @Post('journal-entries/:id/saving')
  @Refuses(platformRefusals.state_conflict)
  @SignedIn()
  async save(@Me() me: Actor, @Id('id') id: string): Promise<JournalEntryDto> {
    return this.queries.opened(await this.entries.moveEntry(me, id, 'saved'));
  }

  /** Puts my entry away. */
  @Post('journal-entries/:id/archival')
  @Refuses(journalsRefusals.journal_entry_deleted, platformRefusals.closed_after_card, platformRefusals.state_conflict)
  @SignedIn()
  async archive(@Me() me: Actor, @Id('id') id: string): Promise<JournalEntryDto> {
    return this.queries.opened(await this.entries.moveEntry(me, id, 'archived'));
  }

  /** Brings a deleted entry back, or takes one out of the archive. */
  @Post('journal-entries/:id/restoration')
  @Refuses(platformRefusals.closed_after_card, platformRefusals.state_conflict)
  @SignedIn()
  async restore(@Me() me: Actor, @Id('id') id: string): Promise<JournalEntryDto> {
    return this.queries.opened(await this.entries.restore(me, id));
  }

  /** The versions of my entry, the newest first. */
  @Get('journal-entries/:id/versions')
  @Refuses(platformRefusals.closed_after_card)
  @SignedIn()
  versions(@Me() me: Actor, @Id('id') id: string, @Query() query: PageQuery): Promise<JournalVersionPage> {
    return this.queries.versions(me, id, query);
  }

  /** One version of my entry. */
  @Get('journal-versions/:id')
  @Refuses(platformRefusals.closed_after_card, platformRefusals.damaged_entry)
  @SignedIn()
  version(@Me() me: Actor, @Id('id') id: string): Promise<JournalVersionWholeDto> {
    return this.queries.version(me, id);
  }

  /** Looks for words in my own journal. Each answer looks at a part of it; `next` goes on. */
  @Post('journal-searches')
  @Refuses(platformRefusals.invalid_cursor)
  @ApiOperation({ operationId: 'searchJournal' })
  @SignedIn()
  @ClosedAfterCard()
  @HttpCode(200)
  @Limited('journal-search')
  async find(@Me() me: Actor, @Body() body: JournalSearchBody): Promise<JournalEntryPage> {
    return this.queries.withSignposts({ ...(await this.search.find(me, body)), closedBefore: null });
  }
}
