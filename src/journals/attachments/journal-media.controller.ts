import { Body, Controller, Delete, Get, HttpCode, Post, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import { ClosedAfterCard, Me, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { Confidential, Upload } from '../../platform/http/route-settings.js';
import { largestPhotograph } from '../../platform/pictures/picture.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import { JournalAttachmentDto } from './attachment.dto.js';
import { JournalAttachmentService } from './journal-attachment.service.js';
import { JournalExportDto } from '../leaving/export.dto.js';
import { JournalExportService } from '../leaving/journal-export.service.js';
import { extension } from '../media/extension.js';
import { journalsRefusals } from '../journals.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

const binary = { type: 'string', format: 'binary' } as const;

@Controller()
@Confidential()
export class JournalMediaController {
  constructor(
    private readonly attachments: JournalAttachmentService,
    private readonly exports: JournalExportService,
  ) {}

  /**
   * Adds a picture or recording to my entry, as the bare body of the request. What the device wrote into it, such as
   * the place, is removed, and a HEIC becomes a JPEG. Photographs of at most 32 MiB and 50 million points, recordings of
   * at most 10 MiB; 413 says what to do beyond, 415 names the kinds that are taken.
   */
  @Post('journal-entries/:id/attachments')
  @Refuses(
    journalsRefusals.attachment_quota,
    journalsRefusals.attachment_type_unsupported,
    journalsRefusals.attachment_unreadable,
    journalsRefusals.attachments_many,
    platformRefusals.picture_moves,
    platformRefusals.picture_too_large,
  )
  @SignedIn()
  @Upload(largestPhotograph)
  @ApiConsumes('application/octet-stream', 'image/*', 'audio/*')
  @ApiBody({ schema: binary })
  async attach(@Me() me: Actor, @Id('id') id: string, @Body() body: unknown): Promise<JournalAttachmentDto> {
    return this.attachments.one(me, await this.attachments.add(me, id, body));
  }

  /** The picture or recording, for its author and for whoever is shown a version with it. */
  @Get('journal-attachments/:id')
  @Refuses(platformRefusals.closed_after_card)
  @SignedIn()
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ schema: binary })
  async attachment(@Me() me: Actor, @Id('id') id: string): Promise<StreamableFile> {
    const { bytes, mediaType, size } = await this.attachments.open(me, id);
    return new StreamableFile(bytes, {
      type: mediaType,
      length: size,
      disposition: `attachment; filename="${id}.${extension(mediaType)}"`,
    });
  }

  /** Removes a picture or recording for good, from older and shared versions too. */
  @Delete('journal-attachments/:id')
  @SignedIn()
  @HttpCode(204)
  removeAttachment(@Me() me: Actor, @Id('id') id: string): Promise<void> {
    return this.attachments.remove(me, id);
  }

  /** Asks for my whole journal, to be fetched once within 72 hours. Needs a sign-in from the last ten minutes. */
  @Post('journal-exports')
  @Refuses(platformRefusals.sign_in_again)
  @SignedIn()
  @ClosedAfterCard()
  @Limited('export')
  async export(@Me() me: Actor): Promise<JournalExportDto> {
    return this.exports.one(me, await this.exports.request(me));
  }

  /** My export. */
  @Get('journal-exports/:id')
  @SignedIn()
  @ClosedAfterCard()
  readExport(@Me() me: Actor, @Id('id') id: string): Promise<JournalExportDto> {
    return this.exports.one(me, id);
  }

  /** My whole journal as a zip; works once. Needs a sign-in from the last ten minutes. */
  @Get('journal-exports/:id/archive')
  @Refuses(journalsRefusals.export_used, platformRefusals.keys_out_of_reach, platformRefusals.sign_in_again)
  @SignedIn()
  @ClosedAfterCard()
  @ApiProduces('application/zip')
  @ApiOkResponse({ schema: binary })
  async archive(@Me() me: Actor, @Id('id') id: string): Promise<StreamableFile> {
    return new StreamableFile(await this.exports.fetch(me, id), {
      type: 'application/zip',
      disposition: 'attachment; filename="export.zip"',
    });
  }
}
