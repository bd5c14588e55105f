import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RoleGrant, RoleRequest } from './role-grant.entity.js';
import { RoleGrantController } from './role-grant.controller.js';
import { RoleGrantService } from './role-grant.service.js';
import { RoleRequestService } from './role-request.service.js';
import { RoleService } from './role.service.js';
import { RoleReplayService } from './role-replay.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([RoleGrant, RoleRequest])],
  controllers: [RoleGrantController],
  providers: [RoleReplayService, RoleGrantService, RoleRequestService, RoleService],
  exports: [RoleGrantService, RoleService],
})
export class RolesModule {}
