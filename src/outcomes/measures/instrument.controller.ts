import { Body, Controller, Get, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { IfMatch } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/id.param.js';
import {
  InstrumentBody,
  InstrumentDto,
  InstrumentPage,
  InstrumentQuery,
  ItemTextsBody,
  LicenceBody,
  ThresholdsBody,
} from './instrument.dto.js';
import { InstrumentService } from './instrument.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { outcomesRefusals } from '../outcomes.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('Instruments')
@Controller('instruments')
export class InstrumentController {
  constructor(private readonly instruments: InstrumentService) {}

  /** The measures that the college knows, by name. */
  @Get()
  @SignedIn()
  list(@Query() query: InstrumentQuery): Promise<InstrumentPage> {
    return this.instruments.list(query);
  }

  /** Adds a measure: how it is scored, never the words of its items. */
  @Post()
  @Refuses(
    outcomesRefusals.conversion_incomplete,
    outcomesRefusals.instrument_known,
    platformRefusals.invalid_value,
    outcomesRefusals.item_scale,
  )
  @Only('administrator')
  async add(@Me() me: Actor, @Body() body: InstrumentBody): Promise<InstrumentDto> {
    return this.instruments.one(me, await this.instruments.add(me, body));
  }

  /** One measure; with the words of its items where they are loaded and the licence stands (BR-76). */
  @Get(':id')
  @SignedIn()
  read(@Me() me: Actor, @Id() id: string): Promise<InstrumentDto> {
    return this.instruments.one(me, id);
  }

  /** Records the college's licence, or a renewed one. Needs If-Match. */
  @Put(':id/licence')
  @Only('administrator')
  async license(
    @Me() me: Actor,
    @Id() id: string,
    @IfMatch() expected: number,
    @Body() body: LicenceBody,
  ): Promise<InstrumentDto> {
    return this.instruments.one(me, await this.instruments.license(me, id, expected, body));
  }

  /** Loads the words of the items, under a licence that allows it. Needs If-Match. */
  @Put(':id/item-texts')
  @Refuses(outcomesRefusals.instrument_not_licensed, outcomesRefusals.item_texts_incomplete)
  @Only('administrator')
  async loadItems(
    @Me() me: Actor,
    @Id() id: string,
    @IfMatch() expected: number,
    @Body() { texts }: ItemTextsBody,
  ): Promise<InstrumentDto> {
    return this.instruments.one(me, await this.instruments.loadItems(me, id, expected, texts));
  }

  /** Says what scores may mean, each with its source. Needs If-Match. */
  @Put(':id/thresholds')
  @Only('administrator')
  async setThresholds(
    @Me() me: Actor,
    @Id() id: string,
    @IfMatch() expected: number,
    @Body() { thresholds }: ThresholdsBody,
  ): Promise<InstrumentDto> {
    return this.instruments.one(me, await this.instruments.setThresholds(me, id, expected, thresholds));
  }

  /** Takes it into use (BR-75). */
  @Post(':id/activation')
  @Refuses(outcomesRefusals.instrument_not_licensed, platformRefusals.state_conflict)
  @Only('administrator')
  async activate(@Me() me: Actor, @Id() id: string): Promise<InstrumentDto> {
    return this.instruments.one(me, await this.instruments.moveInstrument(me, id, 'active'));
  }

  /** Stops offering it; results stay. */
  @Post(':id/suspension')
  @Refuses(platformRefusals.state_conflict)
  @Only('administrator')
  async suspend(@Me() me: Actor, @Id() id: string): Promise<InstrumentDto> {
    return this.instruments.one(me, await this.instruments.moveInstrument(me, id, 'suspended'));
  }

  /** Takes it out of use for good; results stay. */
  @Post(':id/retirement')
  @Refuses(platformRefusals.state_conflict)
  @Only('administrator')
  async retire(@Me() me: Actor, @Id() id: string): Promise<InstrumentDto> {
    return this.instruments.one(me, await this.instruments.moveInstrument(me, id, 'retired'));
  }
}
