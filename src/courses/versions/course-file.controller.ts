import { Body, Controller, Get, Post, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Me, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { largestFile } from '../../platform/files/files.js';
import { Id } from '../../platform/http/id.param.js';
import { Upload } from '../../platform/http/route-settings.js';
import { CourseFileDto } from './course-file.dto.js';
import { endingOf } from './course-file.rules.js';
import { CourseFileService } from './course-file.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { courseRefusals } from '../course.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

const binary = { type: 'string', format: 'binary' } as const;

@ApiTags('CourseFiles')
@Controller()
export class CourseFileController {
  constructor(private readonly files: CourseFileService) {}

  /**
   * Adds a handout to a draft, as the bare body of the request: PDF, EPUB, ODT, DOCX, MP3 or plain text, at most 10
   * MiB. Then name it in `materials`.
   */
  @Post('course-versions/:id/files')
  @Refuses(platformRefusals.forbidden, courseRefusals.handout_type_unsupported, courseRefusals.version_immutable)
  @SignedIn()
  @Upload(largestFile)
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: binary })
  async add(@Me() me: Actor, @Id() id: string, @Body() body: unknown): Promise<CourseFileDto> {
    return this.files.one(await this.files.add(me, id, body));
  }

  /** The handout, for whoever sees a version that names it. */
  @Get('course-files/:id')
  @SignedIn()
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ schema: binary })
  async read(@Me() me: Actor, @Id() id: string): Promise<StreamableFile> {
    const { bytes, mediaType, size } = await this.files.open(me, id);
    return new StreamableFile(bytes, {
      type: mediaType,
      length: size,
      disposition: `attachment; filename="${id}.${endingOf(mediaType)}"`,
    });
  }
}
