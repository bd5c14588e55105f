import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PersonName } from './person-name.entity.js';
import { SupportNeed } from './support-need.entity.js';
import { EmergencyContact, EmergencyContactUse } from './emergency-contact.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { ConsentsModule } from '../consents/consents.module.js';
import { EmergencyContactController } from './emergency-contact.controller.js';
import { EmergencyContactService } from './emergency-contact.service.js';
import { NamesController } from './names.controller.js';
import { PrintedNameService } from './printed-name.service.js';
import { PrivateTextService } from './private-text.service.js';
import { SupportNeedController } from './support-need.controller.js';
import { SupportNeedService } from './support-need.service.js';
import { ConfidedReplayService } from './confided-replay.service.js';

@Module({
  imports: [
    CollegeModule,
    ConsentsModule,
    TypeOrmModule.forFeature([EmergencyContact, EmergencyContactUse, PersonName, SupportNeed]),
  ],
  controllers: [EmergencyContactController, NamesController, SupportNeedController],
  providers: [
    ConfidedReplayService,
    EmergencyContactService,
    PrintedNameService,
    PrivateTextService,
    SupportNeedService,
  ],
  exports: [EmergencyContactService, PrintedNameService, PrivateTextService, SupportNeedService],
})
export class PrivateDetailsModule {}
