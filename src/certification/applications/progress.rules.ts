import { monthsLater } from '../../platform/calendar.js';
import { unmetCondition, type UnmetGate } from '../../platform/errors/refusal.js';
import { certificationRefusals } from '../certification.refusals.js';
import type { ApplicationState } from './application.rules.js';
import { neverCounted, type PracticeKind, type ReferenceKind } from '../schemes/scheme.rules.js';
import type { Requirements } from '../schemes/requirements.dto.js';

/** What is known about an applicant on the day of the question. */
export interface Facts {
  bornOn: string | null;
  /**
   * From which day on evidence is looked back: the day of submission, or today before it. So nothing grows too old
   * while the college decides.
   */
  asOf: string;
  today: string;
  training: { id: string; completedOn: string; minutes: number; liveMinutes: number; ethicsMinutes: number }[];
  practice: { id: string; practisedOn: string; minutes: number; kind: PracticeKind; verified: boolean }[];
  references: { kind: ReferenceKind; accepted: boolean; workedTogetherUntil: string | null }[];
  assessments: { kind: string; passed: boolean }[];
  signatures: { codeVersion: string; livedExperience: boolean }[];
}

/** Something that was handed in and does not count, and why. */
export interface Ignored {
  id: string;
  code: string;
  message: string;
}

export interface Progress {
  trainingMinutes: number;
  liveMinutes: number;
  ethicsMinutes: number;
  practiceMinutes: number;
  acceptedReferences: number;
  ignored: Ignored[];
  /** What is missing for each stage, in order. */
  missing: Record<'screening' | 'training' | 'practice' | 'assessment', UnmetGate[]>;
}

/**
 * How far somebody is on the way to a certificate: a pure function of the terms and of what was handed in (BR-87 to
 * BR-90).
 */
export function progressOf(terms: Requirements, facts: Facts): Progress {
  const training = trainingProgress(terms, facts);
  const practice = practiceProgress(terms, facts);
  const references = facts.references.filter(
    (reference) => reference.accepted && counts(terms, facts, reference),
  ).length;
  return {
    ...training.sums,
    practiceMinutes: practice.minutes,
    acceptedReferences: references,
    ignored: [...training.ignored, ...practice.ignored],
    missing: {
      screening: screeningGates(terms, facts),
      training: training.missing,
      practice: [
        ...shortfall(certificationRefusals.practice_short, practice.minutes, practiceNeeded(terms)),
        ...shortfall(certificationRefusals.references_missing, references, terms.references?.count ?? 0),
      ],
      assessment:
        terms.assessment && !facts.assessments.some(({ kind, passed }) => kind === terms.assessment?.kind && passed)
          ? [unmetCondition(certificationRefusals.assessment_missing)]
          : [],
    },
  };
}

/** What has to be there before an application leaves its stage. */
export const unmetForStage = (state: ApplicationState, { missing }: Progress): UnmetGate[] =>
  state === 'screening' || state === 'training' || state === 'practice' || state === 'assessment' ? missing[state] : [];

/** Practice before the panel: what a provisional certificate needs, where the scheme has one. */
const practiceNeeded = ({ practice, provisional }: Requirements): number =>
  provisional?.practiceMinutes ?? practice?.minutes ?? 0;

/** What is missing of the practice that a full certificate needs. */
export const fullPracticeMissing = ({ practice }: Requirements, { practiceMinutes }: Progress): UnmetGate[] =>
  shortfall(certificationRefusals.practice_short, practiceMinutes, practice?.minutes ?? 0);

export const isTooOld = (terms: Requirements, completedOn: string, asOf: string): boolean =>
  terms.training !== undefined && monthsLater(completedOn, terms.training.completedWithinMonths) < asOf;

function screeningGates(
  { minimumAge, selection, attestation }: Requirements,
  { bornOn, today, assessments, signatures }: Facts,
): UnmetGate[] {
  const signed = signatures.some(
    ({ codeVersion, livedExperience }) =>
      codeVersion === attestation.codeOfEthicsVersion && (livedExperience || !attestation.livedExperience),
  );
  return [
    ...(signed
      ? []
      : [unmetCondition(certificationRefusals.attestation_missing, { version: attestation.codeOfEthicsVersion })]),
    ...(minimumAge !== undefined && (bornOn === null || monthsLater(bornOn, minimumAge * 12) > today)
      ? [unmetCondition(certificationRefusals.too_young, { age: minimumAge })]
      : []),
    ...(selection && !assessments.some(({ kind, passed }) => kind === 'selection' && passed)
      ? [unmetCondition(certificationRefusals.selection_missing)]
      : []),
  ];
}

function trainingProgress(terms: Requirements, { training, asOf }: Facts) {
  const old = training.filter(({ completedOn }) => isTooOld(terms, completedOn, asOf));
  const sums = training
    .filter((each) => !old.includes(each))
    .reduce(
      (sum, { minutes, liveMinutes, ethicsMinutes }) => ({
        trainingMinutes: sum.trainingMinutes + minutes,
        liveMinutes: sum.liveMinutes + liveMinutes,
        ethicsMinutes: sum.ethicsMinutes + ethicsMinutes,
      }),
      { trainingMinutes: 0, liveMinutes: 0, ethicsMinutes: 0 },
    );
  return {
    sums,
    ignored: old.map(({ id }) =>
      ignored(id, certificationRefusals.training_too_old, { months: terms.training?.completedWithinMonths ?? 0 }),
    ),
    missing: [
      ...shortfall(certificationRefusals.training_short, sums.trainingMinutes, terms.training?.minutes ?? 0),
      ...shortfall(certificationRefusals.live_training_short, sums.liveMinutes, terms.training?.liveMinutes ?? 0),
      ...shortfall(certificationRefusals.ethics_training_short, sums.ethicsMinutes, terms.training?.ethicsMinutes ?? 0),
    ],
  };
}

function practiceProgress(terms: Requirements, { practice, asOf }: Facts) {
  const found: Ignored[] = [];
  let minutes = 0;
  for (const log of practice) {
    const why = whyIgnored(terms, log, asOf);
    if (why) found.push(ignored(log.id, why, { months: terms.practice?.lookbackMonths ?? 0 }));
    else minutes += log.minutes;
  }
  return { minutes, ignored: found };
}

function whyIgnored(
  { practice }: Requirements,
  { kind, practisedOn, verified }: Facts['practice'][number],
  asOf: string,
): keyof typeof certificationRefusals | null {
  if (neverCounted.includes(kind) || practice?.excludedKinds.includes(kind))
    return certificationRefusals.practice_kind_not_counted;
  if (practice && monthsLater(practisedOn, practice.lookbackMonths) < asOf)
    return certificationRefusals.practice_outside_window;
  return verified ? null : certificationRefusals.practice_unverified;
}

const counts = (
  { references }: Requirements,
  { asOf }: Facts,
  { kind, workedTogetherUntil: until }: Facts['references'][number],
): boolean =>
  references === undefined ||
  (references.kinds.includes(kind) &&
    until !== null &&
    monthsLater(until, references.relationshipMaxAgeMonths) >= asOf);

const ignored = (id: string, code: keyof typeof certificationRefusals, values: Record<string, number>): Ignored => {
  const { message } = unmetCondition(code, values);
  return { id, code, message };
};

const shortfall = (code: keyof typeof certificationRefusals, have: number, need: number): UnmetGate[] =>
  have >= need ? [] : [unmetCondition(code, { have, need, missing: need - have })];
