import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataRequest } from './data-request.entity.js';
import { Erasure } from './erasure.entity.js';
import { CeuModule } from '../ceu/ceu.module.js';
import { CertificationModule } from '../certification/certification.module.js';
import { CollegeModule } from '../college/college.module.js';
import { EnrolmentModule } from '../enrolment/enrolment.module.js';
import { JournalsModule } from '../journals/journals.module.js';
import { OutcomesModule } from '../outcomes/outcomes.module.js';
import { PeopleModule } from '../people/people.module.js';
import { DataRequestController } from './data-request.controller.js';
import { DataRequestService } from './data-request.service.js';
import { DataExportService } from './data-export.service.js';
import { ErasureService } from './erasure.service.js';
import { MyReadersService } from './my-readers.service.js';
import { PrivacyController } from './privacy.controller.js';
import { RetentionService } from './retention.service.js';
import { SealedRecordService } from './sealed-record.service.js';

@Module({
  imports: [
    CertificationModule,
    CeuModule,
    CollegeModule,
    EnrolmentModule,
    JournalsModule,
    OutcomesModule,
    PeopleModule,
    TypeOrmModule.forFeature([DataRequest, Erasure]),
  ],
  controllers: [DataRequestController, PrivacyController],
  providers: [
    DataExportService,
    DataRequestService,
    ErasureService,
    MyReadersService,
    RetentionService,
    SealedRecordService,
  ],
  exports: [ErasureService, RetentionService, SealedRecordService],
})
export class PrivacyModule {}
