import { Module } from '@nestjs/common';
import { ProspectusController } from './prospectus.controller.js';
import { Prospectus } from './prospectus.service.js';

/** What is read across modules. */
@Module({
  controllers: [ProspectusController],
  providers: [Prospectus],
})
export class TimetableModule {}
