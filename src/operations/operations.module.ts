import { Module } from '@nestjs/common';
import { OperationsController } from './operations.controller.js';
import { Operations } from './operations.service.js';

@Module({ controllers: [OperationsController], providers: [Operations] })
export class OperationsModule {}
