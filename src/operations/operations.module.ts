import { Module } from '@nestjs/common';
import { EventLogController } from './event-log.controller.js';
import { EventLog } from './event-log.service.js';
import { OperationsController } from './operations.controller.js';
import { Operations } from './operations.service.js';

@Module({ controllers: [EventLogController, OperationsController], providers: [EventLog, Operations] })
export class OperationsModule {}
