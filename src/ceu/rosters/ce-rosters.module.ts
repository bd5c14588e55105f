import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CeRoster, CeRosterLine, CeRosterName } from './ce-roster.entity.js';
import { CeRosterController } from './ce-roster.controller.js';
import { CeRosterService } from './ce-roster.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([CeRoster, CeRosterLine, CeRosterName])],
  controllers: [CeRosterController],
  providers: [CeRosterService],
})
export class CeRostersModule {}
