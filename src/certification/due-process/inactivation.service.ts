import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { refuse } from '../../platform/errors/refusal.js';
import { certificationRefusals } from '../certification.refusals.js';
import { openRest, inForceOrResting } from '../certifications/certification.rules.js';
import { CertificationActService } from './certification-act.service.js';

/** The holder lets a certification rest, takes it up again, or gives it back. */
@Injectable()
export class InactivationService {
  constructor(private readonly acts: CertificationActService) {}

  /** The holder lets it rest; its dates go on. 409 `not_standing`. */
  inactivate(actor: Actor, id: string, words: string | undefined): Promise<string> {
    return this.acts.byHolder(actor, id, async (tx, certification) => {
      if (openRest(certification.history) || !inForceOrResting.includes(certification.state))
        throw refuse(certificationRefusals.not_standing);
      await this.acts.record(tx, actor, certification, { kind: 'inactivated', fromOn: certification.today, words });
    });
  }

  /** From today on it counts again, as far as its dates go. 409 `not_inactive`. */
  reactivate(actor: Actor, id: string, words: string | undefined): Promise<string> {
    return this.acts.byHolder(actor, id, async (tx, certification) => {
      const rest = openRest(certification.history);
      if (!rest) throw refuse(certificationRefusals.not_inactive);
      await this.acts.record(tx, actor, certification, {
        kind: 'reactivated',
        aboutId: rest.id,
        fromOn: certification.today,
        words,
      });
    });
  }

  /** The holder gives it back. */
  surrender(actor: Actor, id: string, words: string | undefined): Promise<string> {
    return this.acts.byHolder(actor, id, async (tx, certification) => {
      if (!inForceOrResting.includes(certification.state)) throw refuse(certificationRefusals.not_standing);
      await this.acts.record(tx, actor, certification, { kind: 'surrendered', fromOn: certification.today, words });
    });
  }
}
