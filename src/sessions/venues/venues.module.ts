import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OnlineRoom, Venue } from './venue.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { OnlineRoomService } from './online-room.service.js';
import { VenueController } from './venue.controller.js';
import { VenueService } from './venue.service.js';

@Module({
  imports: [CollegeModule, TypeOrmModule.forFeature([OnlineRoom, Venue])],
  controllers: [VenueController],
  providers: [OnlineRoomService, VenueService],
})
export class VenuesModule {}
