import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { IfMatch } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/id.param.js';
import { OnlineRoomService } from './online-room.service.js';
import {
  OnlineRoomBody,
  OnlineRoomChange,
  OnlineRoomDto,
  OnlineRoomPage,
  VenueBody,
  VenueChange,
  VenueDto,
  VenuePage,
  VenueQuery,
} from './venue.dto.js';
import { VenueService } from './venue.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller()
export class VenueController {
  constructor(
    private readonly venues: VenueService,
    private readonly rooms: OnlineRoomService,
  ) {}

  /** Venues by name. */
  @Get('venues')
  @SignedIn()
  list(@Me() me: Actor, @Query() query: VenueQuery): Promise<VenuePage> {
    return this.venues.list(me, query);
  }

  /** Adds a venue. */
  @Post('venues')
  @Refuses(platformRefusals.not_found)
  @Only('coordinator', 'administrator')
  async add(@Me() me: Actor, @Body() body: VenueBody): Promise<VenueDto> {
    return this.venues.one(me, await this.venues.add(me, body));
  }

  /** One venue. */
  @Get('venues/:id')
  @SignedIn()
  read(@Me() me: Actor, @Id('id') id: string): Promise<VenueDto> {
    return this.venues.one(me, id);
  }

  /** Changes a venue; it has to be verified again afterwards. Needs If-Match. */
  @Patch('venues/:id')
  @Only('coordinator', 'administrator')
  async change(
    @Me() me: Actor,
    @Id('id') id: string,
    @IfMatch() expected: number,
    @Body() wish: VenueChange,
  ): Promise<VenueDto> {
    return this.venues.one(me, await this.venues.change(me, id, expected, wish));
  }

  /** Records that somebody was there and found it as described. */
  @Post('venues/:id/verification')
  @Only('coordinator', 'administrator')
  async verify(@Me() me: Actor, @Id('id') id: string): Promise<VenueDto> {
    return this.venues.one(me, await this.venues.verify(me, id));
  }

  /** Online rooms by name, without their secret links. */
  @Get('online-rooms')
  @Only('coordinator', 'administrator')
  listRooms(@Query() query: VenueQuery): Promise<OnlineRoomPage> {
    return this.rooms.list(query);
  }

  /** Adds an online room. */
  @Post('online-rooms')
  @Only('coordinator', 'administrator')
  async addRoom(@Me() me: Actor, @Body() body: OnlineRoomBody): Promise<OnlineRoomDto> {
    return this.rooms.one(await this.rooms.add(me, body));
  }

  /** One online room, without its secret link. */
  @Get('online-rooms/:id')
  @Only('coordinator', 'administrator')
  readRoom(@Id('id') id: string): Promise<OnlineRoomDto> {
    return this.rooms.one(id);
  }

  /** Changes an online room. Needs If-Match. */
  @Patch('online-rooms/:id')
  @Only('coordinator', 'administrator')
  async changeRoom(
    @Me() me: Actor,
    @Id('id') id: string,
    @IfMatch() expected: number,
    @Body() wish: OnlineRoomChange,
  ): Promise<OnlineRoomDto> {
    return this.rooms.one(await this.rooms.change(me, id, expected, wish));
  }
}
