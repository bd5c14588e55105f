import { Module } from '@nestjs/common';
import { EventLogController } from './event-log.controller.js';
import { EventLogService } from './event-log.service.js';
import { OperationsController } from './operations.controller.js';
import { RestoreController } from './restore.controller.js';
import { RestoreService } from './restore.service.js';
import { OperationsService } from './operations.service.js';

@Module({
  controllers: [EventLogController, OperationsController, RestoreController],
  providers: [EventLogService, OperationsService, RestoreService],
  exports: [RestoreService],
})
export class OperationsModule {}
