import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ClosedAfterCard, Me, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { Confidential } from '../../platform/http/route-settings.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import { JournalCommentService } from './journal-comment.service.js';
import {
  JournalCommentBody,
  JournalCommentDto,
  JournalCommentPage,
  JournalGrantBody,
  JournalGrantDto,
  JournalGrantPage,
  JournalReadPage,
  JournalRecipientPage,
  ReaderCodeDto,
  SharedWithMePage,
} from './grant.dto.js';
import { JournalGrantService } from './journal-grant.service.js';
import { ReaderCodeService } from './reader-code.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { journalsRefusals } from '../journals.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller()
@Confidential()
export class JournalSharingController {
  constructor(
    private readonly grants: JournalGrantService,
    private readonly comments: JournalCommentService,
    private readonly codes: ReaderCodeService,
  ) {}

  /** People whom I can share this entry with. Others can give me a code. */
  @Get('journal-entries/:id/recipients')
  @SignedIn()
  @ClosedAfterCard()
  async recipients(
    @Me() me: Actor,
    @Id('id') id: string,
    @Query() page: ShortListQuery,
  ): Promise<JournalRecipientPage> {
    return shortPage(await this.grants.recipientsOf(me, id), page);
  }

  /** Who may read which version of my entry, the newest grant first. */
  @Get('journal-entries/:id/grants')
  @Refuses(platformRefusals.closed_after_card)
  @SignedIn()
  list(@Me() me: Actor, @Id('id') id: string, @Query() query: PageQuery): Promise<JournalGrantPage> {
    return this.grants.of(me, id, query);
  }

  /**
   * Shares one version of my entry with one person, for a purpose and a time. Needs a sign-in from the last ten
   * minutes.
   */
  @Post('journal-entries/:id/grants')
  @Refuses(
    journalsRefusals.journal_entry_deleted,
    journalsRefusals.already_shared,
    journalsRefusals.grant_too_long,
    journalsRefusals.recipient_not_allowed,
    platformRefusals.sign_in_again,
  )
  @SignedIn()
  @ClosedAfterCard()
  @Limited('journal-sharing')
  async share(@Me() me: Actor, @Id('id') id: string, @Body() body: JournalGrantBody): Promise<JournalGrantDto> {
    return this.grants.one(me, await this.grants.share(me, id, body));
  }

  /** One grant that I gave. */
  @Get('journal-grants/:id')
  @Refuses(platformRefusals.closed_after_card)
  @SignedIn()
  grant(@Me() me: Actor, @Id('id') id: string): Promise<JournalGrantDto> {
    return this.grants.one(me, id);
  }

  /** Ends sharing at once. */
  @Delete('journal-grants/:id')
  @SignedIn()
  @HttpCode(204)
  revoke(@Me() me: Actor, @Id('id') id: string): Promise<void> {
    return this.grants.revoke(me, id);
  }

  /** Who read my entry and when, the newest first. */
  @Get('journal-entries/:id/reads')
  @Refuses(platformRefusals.closed_after_card)
  @SignedIn()
  reads(@Me() me: Actor, @Id('id') id: string, @Query() query: PageQuery): Promise<JournalReadPage> {
    return this.grants.reads(me, id, query);
  }

  /** Entries that are shared with me now. */
  @Get('shared-with-me')
  @SignedIn()
  withMe(@Me() me: Actor, @Query() query: PageQuery): Promise<SharedWithMePage> {
    return this.grants.withMe(me, query);
  }

  /** Makes a code that I can give to somebody who wants to share an entry with me. It works once, for 20 minutes. */
  @Post('journal-reader-codes')
  @SignedIn()
  @ClosedAfterCard()
  @Limited('journal-sharing')
  code(@Me() me: Actor): Promise<ReaderCodeDto> {
    return this.codes.make(me);
  }

  /** Comments: all on my own entry, mine on a shared one; the oldest first. */
  @Get('journal-entries/:id/comments')
  @Refuses(platformRefusals.closed_after_card)
  @SignedIn()
  commentsOn(@Me() me: Actor, @Id('id') id: string, @Query() query: PageQuery): Promise<JournalCommentPage> {
    return this.comments.on(me, id, query);
  }

  /** Comments on an entry that is shared with me for that. */
  @Post('journal-entries/:id/comments')
  @Refuses(platformRefusals.forbidden)
  @SignedIn()
  @Limited('journal-sharing')
  async comment(
    @Me() me: Actor,
    @Id('id') id: string,
    @Body() { text }: JournalCommentBody,
  ): Promise<JournalCommentDto> {
    return this.comments.one(me, await this.comments.add(me, id, text));
  }

  /** Removes a comment from my entry, or one that I wrote. */
  @Delete('journal-comments/:id')
  @SignedIn()
  @HttpCode(204)
  removeComment(@Me() me: Actor, @Id('id') id: string): Promise<void> {
    return this.comments.remove(me, id);
  }
}
