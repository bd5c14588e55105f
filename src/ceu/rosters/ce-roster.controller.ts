import { Body, Controller, Get, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { AnswersCsvToo, csvFile, csvOf, headings } from '../../platform/csv/csv.js';
import { Id } from '../../platform/http/id.param.js';
import { Wants } from '../../platform/http/wants.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { ceRosterRecord } from '../ceu.personal.js';
import { CeRosterBody, CeRosterDetailDto, CeRosterPage, CeRosterQuery } from './ce-roster.dto.js';
import { CeRosterService } from './ce-roster.service.js';
import { ceuRefusals } from '../ceu.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('CeRosters')
@Controller('ce-rosters')
export class CeRosterController {
  constructor(private readonly rosters: CeRosterService) {}

  /** What accreditors were told, newest first. */
  @Get()
  @Only('administrator')
  list(@Query() query: CeRosterQuery): Promise<CeRosterPage> {
    return this.rosters.list(query);
  }

  /** Starts a roster of what was not told yet; until it is posted its lines follow the ledger. */
  @Post()
  @Refuses(ceuRefusals.period_reversed, platformRefusals.not_found)
  @Only('administrator')
  @Changes(ceRosterRecord, { inAnswer: 'lines.personId' })
  async draft(@Me() me: Actor, @Body() body: CeRosterBody): Promise<CeRosterDetailDto> {
    return this.rosters.one(await this.rosters.draft(me, body));
  }

  /** A roster with its lines. With `Accept: text/csv` as a file for the accreditor. */
  @Get([':id', ':id.csv'])
  @Only('administrator')
  @AnswersCsvToo(CeRosterDetailDto)
  @Discloses(ceRosterRecord, { inAnswer: 'lines.personId' })
  async read(@Id() id: string, @Wants('text/csv') csv: boolean): Promise<CeRosterDetailDto | StreamableFile> {
    const roster = await this.rosters.one(id);
    return csv ? csvFile('ce-roster', rosterFile, roster) : roster;
  }

  /** Freezes the lines: from now on they are what was told. */
  @Post(':id/posting')
  @Refuses(ceuRefusals.roster_posted)
  @Only('administrator')
  @Changes(ceRosterRecord, { inAnswer: 'lines.personId' })
  async post(@Me() me: Actor, @Id() id: string): Promise<CeRosterDetailDto> {
    return this.rosters.one(await this.rosters.post(me, id));
  }
}

const rosterFile = ({ lines }: CeRosterDetailDto): string =>
  csvOf(
    headings(
      'line',
      'entry',
      'type',
      'name',
      'title',
      'completed',
      'minutes_awarded',
      'minutes_reversed',
      'credit',
      'reason',
    ),
    lines.map((line) => [
      line.position,
      line.entryId,
      line.entryType,
      line.name,
      line.title,
      line.completedOn,
      Math.max(0, line.minutes),
      Math.max(0, -line.minutes),
      line.printed.replace('-', ''),
      line.reason,
    ]),
  );
