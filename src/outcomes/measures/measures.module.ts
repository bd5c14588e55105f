import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Instrument } from './instrument.entity.js';
import { Measurement, MeasurementGrant, MeasurementResponse } from './measurement.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { EnrolmentModule } from '../../enrolment/enrolment.module.js';
import { LearningPlansModule } from '../plans/learning-plans.module.js';
import { SealedTextsModule } from '../sealed-texts/sealed-texts.module.js';
import { InstrumentController } from './instrument.controller.js';
import { InstrumentService } from './instrument.service.js';
import { MeasurementGrantService } from './measurement-grant.service.js';
import { MeasurementController } from './measurement.controller.js';
import { MeasurementService } from './measurement.service.js';
import { ScoreReadersService } from './score-readers.service.js';
import { MeasurementQueryService } from './measurement-query.service.js';

@Module({
  imports: [
    CollegeModule,
    EnrolmentModule,
    LearningPlansModule,
    SealedTextsModule,
    TypeOrmModule.forFeature([Instrument, Measurement, MeasurementGrant, MeasurementResponse]),
  ],
  controllers: [InstrumentController, MeasurementController],
  providers: [
    InstrumentService,
    MeasurementGrantService,
    MeasurementQueryService,
    MeasurementService,
    ScoreReadersService,
  ],
  exports: [MeasurementGrantService, MeasurementQueryService],
})
export class MeasuresModule {}
