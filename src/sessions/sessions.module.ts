import { Module } from '@nestjs/common';
import { DeliveryModule } from './delivery/delivery.module.js';
import { FacilitatorsModule } from './facilitators/facilitators.module.js';
import { NamesModule } from './names/names.module.js';
import { RunsModule } from './runs/runs.module.js';
import { SessionModule } from './sessions/session.module.js';
import { TermsModule } from './terms/terms.module.js';
import { VenuesModule } from './venues/venues.module.js';

/** Terms, venues, runs, their sessions and facilitators. Each topic has a module of its own. */
@Module({
  imports: [DeliveryModule, FacilitatorsModule, NamesModule, RunsModule, SessionModule, TermsModule, VenuesModule],
  exports: [DeliveryModule, NamesModule, RunsModule, SessionModule],
})
export class SessionsModule {}
