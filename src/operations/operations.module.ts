import { Module } from '@nestjs/common';
import { EventLogController } from './event-log.controller.js';
import { EventLogService } from './event-log.service.js';
import { OperationsController } from './operations.controller.js';
import { OperationsService } from './operations.service.js';

@Module({ controllers: [EventLogController, OperationsController], providers: [EventLogService, OperationsService] })
export class OperationsModule {}
