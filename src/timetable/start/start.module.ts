import { Module } from '@nestjs/common';
import { PeopleModule } from '../../people/people.module.js';
import { AroundARunModule } from '../around-a-run/around-a-run.module.js';
import { StartController } from './start.controller.js';
import { StartService } from './start.service.js';

@Module({
  imports: [AroundARunModule, PeopleModule],
  controllers: [StartController],
  providers: [StartService],
})
export class StartModule {}
