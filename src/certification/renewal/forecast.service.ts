import { Injectable } from '@nestjs/common';
import { dateAt, daysLater } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import type { UnmetGate } from '../../platform/errors/refusal.js';
import {
  chainBefore,
  mayFacilitate,
  statusOn,
  validThrough,
  windowOpensOn,
} from '../certifications/certification.rules.js';
import { historyOf, type StoredCertification } from '../certifications/certification.presenter.js';
import { counted, type CreditLine, isWaived } from './renewal-evidence.rules.js';
import { RenewalEvidenceService } from './renewal-evidence.service.js';
import type { ForecastCreditsDto, ForecastDto } from './forecast.dto.js';
import { periodOn, prospects } from './forecast.rules.js';
import { RenewalService } from './renewal.service.js';
import { RequirementSetService } from '../schemes/requirement-set.service.js';
import type { ContinuingEducationRequirements, Requirements } from '../schemes/requirements.dto.js';
import { CertificationQueryService } from '../certifications/certification-query.service.js';

/** What lies ahead of a certification: what is missing, by when, and what each choice leads to. */
@Injectable()
export class ForecastService {
  constructor(
    private readonly database: Database,
    private readonly certifications: CertificationQueryService,
    private readonly renewals: RenewalService,
    private readonly evidence: RenewalEvidenceService,
    private readonly sets: RequirementSetService,
  ) {}

  /** For the holder and staff. 404 for others. */
  async of(actor: Actor, id: string, wanted: string | undefined): Promise<ForecastDto> {
    const found = await this.certifications.stored(actor, id);
    return this.database.transaction(async (tx) => {
      const { policy, today, timeZone } = await this.certifications.today(tx);
      const day = wanted ?? today;
      const stored = asKnownOn(found, day, timeZone);
      const history = historyOf(stored, policy);
      const period = periodOn(history, day);
      const terms =
        stored.issuer === 'college'
          ? (await this.sets.inForce(tx, stored.schemeId, day < today ? today : day)).terms
          : null;
      const { credits, missing } = terms
        ? await this.lacks(tx, stored, history, terms, day, today)
        : { credits: null, missing: [] };
      const state = statusOn(history, day);
      return {
        id,
        asOf: day,
        state,
        mayFacilitate: mayFacilitate(state, policy.certificationGraceMayFacilitate),
        validThrough: validThrough(history, day, policy.certificationGraceMayFacilitate),
        windowOpensOn: period ? windowOpensOn(period) : null,
        expiresOn: period?.validThrough ?? null,
        graceEndsOn: period ? daysLater(period.validThrough, period.graceDays) : null,
        remindersOn: period
          ? policy.certificationNoticeDays.map((days) => daysLater(period.validThrough, -days)).sort()
          : [],
        credits,
        codeOfEthicsVersion: terms?.attestation.codeOfEthicsVersion ?? null,
        missing: missing.map(({ code, message }) => ({ code, message })),
        choices: prospects(history, terms?.renewal ?? null, day),
      };
    });
  }

  private async lacks(
    tx: Tx,
    stored: StoredCertification,
    history: ReturnType<typeof historyOf>,
    terms: Requirements,
    day: string,
    today: string,
  ): Promise<{ credits: ForecastCreditsDto | null; missing: UnmetGate[] }> {
    if (chainBefore(history) === null) return { credits: null, missing: [] };
    const education = terms.continuingEducation;
    const cycleStart = stored.periods.at(-1)?.cycleStart;
    const lines: CreditLine[] =
      education && cycleStart
        ? await this.evidence.available(
            tx,
            stored.id,
            stored.personId,
            cycleStart,
            day < today ? day : today,
            education,
          )
        : [];
    const waived = education !== undefined && isWaived(education, history.periods);
    return {
      credits: education && cycleStart ? { cycleStart, ...creditsOf(education, lines, waived) } : null,
      missing: await this.renewals.missing(tx, { stored, history }, terms, lines, day < today ? today : day),
    };
  }
}

/**
 * As it stood on a day: later periods that were not granted yet, and acts that came later, are not seen. What an appeal
 * overturned is as if it had never been, from its own day on (BR-94).
 */
function asKnownOn(stored: StoredCertification, day: string, timeZone: string): StoredCertification {
  const overturning = new Set(
    stored.acts.filter(({ kind }) => kind === 'overturned').flatMap(({ id, aboutId }) => [id, aboutId]),
  );
  return {
    ...stored,
    periods: stored.periods.filter(
      ({ validFrom, verifiedAt }, place) =>
        place === 0 || validFrom <= day || (verifiedAt !== null && dateAt(new Date(verifiedAt), timeZone) <= day),
    ),
    acts: stored.acts.filter(({ id, on }) => on <= day || overturning.has(id)),
  };
}

function creditsOf(
  education: ContinuingEducationRequirements,
  lines: CreditLine[],
  waived: boolean,
): Omit<ForecastCreditsDto, 'cycleStart'> {
  const { minutes, categories } = counted(education, lines);
  return {
    neededMinutes: waived ? 0 : education.minutes,
    countedMinutes: minutes,
    categories: education.categories.map(({ code, minMinutes = 0, maxMinutes = null }) => ({
      code,
      neededMinutes: waived ? 0 : minMinutes,
      mostMinutes: maxMinutes,
      countedMinutes: categories[code] ?? 0,
    })),
    waived,
  };
}
