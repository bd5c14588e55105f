import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProspectusEdition } from './prospectus-edition.entity.js';
import { ProspectusEditionController } from './prospectus-edition.controller.js';
import { ProspectusEditionService } from './prospectus-edition.service.js';
import { ProspectusController } from './prospectus.controller.js';
import { ProspectusService } from './prospectus.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ProspectusEdition])],
  controllers: [ProspectusController, ProspectusEditionController],
  providers: [ProspectusEditionService, ProspectusService],
})
export class ProspectusModule {}
