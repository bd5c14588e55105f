import { Module } from '@nestjs/common';
import { ProspectusEditionsController } from './prospectus-edition.controller.js';
import { ProspectusEditions } from './prospectus-edition.service.js';
import { ProspectusController } from './prospectus.controller.js';
import { Prospectus } from './prospectus.service.js';

/** What is read across modules. */
@Module({
  controllers: [ProspectusController, ProspectusEditionsController],
  providers: [Prospectus, ProspectusEditions],
})
export class TimetableModule {}
