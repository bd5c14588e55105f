import { Module } from '@nestjs/common';
import { CeRosterController } from './ce-roster.controller.js';
import { CeRosterService } from './ce-roster.service.js';

@Module({
  controllers: [CeRosterController],
  providers: [CeRosterService],
})
export class CeRostersModule {}
