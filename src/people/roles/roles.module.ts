import { Module } from '@nestjs/common';
import { RoleGrantController } from './role-grant.controller.js';
import { RoleGrantService } from './role-grant.service.js';
import { RoleService } from './role.service.js';

@Module({
  controllers: [RoleGrantController],
  providers: [RoleGrantService, RoleService],
  exports: [RoleGrantService, RoleService],
})
export class RolesModule {}
