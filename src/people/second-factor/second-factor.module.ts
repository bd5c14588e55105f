import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RecoveryCode, SecondFactor } from './second-factor.entity.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SecondFactorService } from './second-factor.service.js';
import { FactorReplayService } from './factor-replay.service.js';

@Module({
  imports: [SignInModule, TypeOrmModule.forFeature([RecoveryCode, SecondFactor])],
  controllers: [SecondFactorController],
  providers: [FactorReplayService, SecondFactorService],
})
export class SecondFactorModule {}
