import { Module } from '@nestjs/common';
import { ProspectusEditionController } from './prospectus-edition.controller.js';
import { ProspectusEditionService } from './prospectus-edition.service.js';
import { ProspectusController } from './prospectus.controller.js';
import { ProspectusService } from './prospectus.service.js';

@Module({
  controllers: [ProspectusController, ProspectusEditionController],
  providers: [ProspectusEditionService, ProspectusService],
})
export class ProspectusModule {}
