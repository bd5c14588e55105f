import type { CountedThingKey } from './counting/counted-things.js';

export const reportKinds = ['activity', 'co-production', 'experience', 'outcomes', 'ceu', 'certification'] as const;
export type ReportKind = (typeof reportKinds)[number];

export const measures = ['count', 'percent', 'hours', 'mean_change'] as const;
export type Measure = (typeof measures)[number];

/** Raise it whenever a figure or the way it is counted changes; what was published keeps its own (BR-174). */
export const definitionVersion = 1;

export interface Figure {
  report: ReportKind;
  key: string;
  measure: Measure;
  /** The counted thing that it is made of. */
  unit: CountedThingKey;
  numerator: string;
  denominator?: string;
  definition: string;
}

/** Every figure with what it means, in words that can be printed beside it. */
export const figures: readonly Figure[] = [
  {
    report: 'activity',
    key: 'registrations',
    measure: 'count',
    unit: 'registrations',
    numerator: 'registered',
    definition: 'People who registered with the college in the period. Registering happens once, not per course.',
  },
  {
    report: 'activity',
    key: 'unique_learners',
    measure: 'count',
    unit: 'learners',
    numerator: 'learned',
    definition:
      'People who attended at least one session of a run in the period, each counted once. Drop-in visits are counted apart.',
  },
  {
    report: 'activity',
    key: 'enrolments',
    measure: 'count',
    unit: 'enrolments',
    numerator: 'enrolled',
    definition: 'Places that were confirmed, on runs whose last session was in the period.',
  },
  {
    report: 'activity',
    key: 'unmet_demand',
    measure: 'count',
    unit: 'enrolments',
    numerator: 'unmet',
    definition:
      'People who asked for a place on a run that ended in the period and got none. Whoever withdrew, or declined an offer, is not counted.',
  },
  {
    report: 'activity',
    key: 'starters',
    measure: 'count',
    unit: 'enrolments',
    numerator: 'starters',
    definition: 'Enrolments of people who attended at least one session.',
  },
  {
    report: 'activity',
    // Who registered and never came is a figure of its own (BR-170).
    key: 'completion',
    measure: 'percent',
    unit: 'enrolments',
    numerator: 'completed',
    denominator: 'starters',
    definition: 'Of those who attended at least one session: the share who attended as many as the college asks for.',
  },
  {
    report: 'activity',
    key: 'registered_but_never_came',
    measure: 'count',
    unit: 'enrolments',
    numerator: 'never_came',
    definition: 'Enrolments of people who kept their place and attended no session. They do not count as starters.',
  },
  {
    report: 'activity',
    key: 'places_offered',
    measure: 'count',
    unit: 'offered',
    numerator: 'offered',
    definition: 'Places that delivered sessions had, drop-ins excluded.',
  },
  {
    report: 'activity',
    key: 'places_booked',
    measure: 'count',
    unit: 'places',
    numerator: 'expected',
    definition:
      'Places in delivered sessions at which somebody was expected: without drop-ins, cancelled sessions, and people who joined the run later.',
  },
  {
    report: 'activity',
    key: 'places_attended',
    measure: 'count',
    unit: 'places',
    numerator: 'attended',
    definition: 'Of the booked places: those whose holder came, also late or for a part.',
  },
  {
    report: 'activity',
    key: 'attendance',
    measure: 'percent',
    unit: 'places',
    numerator: 'attended',
    denominator: 'expected',
    definition: 'Attended places among booked places.',
  },
  {
    report: 'activity',
    key: 'did_not_attend',
    measure: 'percent',
    unit: 'places',
    numerator: 'did_not_attend',
    denominator: 'expected',
    definition: 'Booked places whose holder did not come and had not sent word, among booked places.',
  },
  {
    report: 'activity',
    key: 'hours_of_learning',
    measure: 'hours',
    unit: 'places',
    numerator: 'attended',
    definition: 'Hours that people were present at attended places, rounded.',
  },
  {
    report: 'activity',
    key: 'drop_in_visits',
    measure: 'count',
    unit: 'visits',
    numerator: 'dropped_in',
    definition: 'Visits to sessions without a place, people who gave no name included.',
  },
  {
    report: 'co-production',
    key: 'co_production',
    measure: 'percent',
    unit: 'versions',
    numerator: 'co_produced',
    denominator: 'published',
    definition:
      'Course versions published in the period that a person with lived and another with learned experience signed as they stand, among those published.',
  },
  {
    report: 'co-production',
    key: 'co_delivered',
    measure: 'percent',
    unit: 'sessions',
    numerator: 'co_delivered',
    denominator: 'delivered',
    definition:
      'Delivered sessions at which a peer and a second facilitator were present, among delivered sessions. Who was rostered does not count.',
  },
  {
    report: 'co-production',
    key: 'peer_delivered',
    measure: 'percent',
    unit: 'sessions',
    numerator: 'peer_delivered',
    denominator: 'peer_possible',
    definition:
      'Delivered sessions at which a peer facilitator was present, among delivered sessions without those that a waiver let go on.',
  },
  {
    report: 'experience',
    key: 'more_hopeful',
    measure: 'percent',
    unit: 'hope',
    numerator: 'agree',
    denominator: 'valid',
    definition:
      'Answers of 4 or 5 ("agree", "strongly agree") to "I feel more hopeful", among valid answers about runs whose evaluation closed in the period.',
  },
  {
    report: 'experience',
    key: 'gained_skills',
    measure: 'percent',
    unit: 'skills',
    numerator: 'agree',
    denominator: 'valid',
    definition:
      'Answers of 4 or 5 to "I gained skills or information that support my wellness", among valid answers about runs whose evaluation closed in the period.',
  },
  {
    report: 'experience',
    key: 'own_items',
    measure: 'percent',
    unit: 'ownItems',
    numerator: 'agree',
    denominator: 'valid',
    definition: "Answers of 4 or 5 to the college's own statements, among valid answers; divide by item to see each.",
  },
  ...(['end', 'followup'] as const).flatMap((occasion): Figure[] => {
    const unit = occasion === 'end' ? 'atEnd' : 'followedUp';
    const when = occasion === 'end' ? 'at the end of the run' : 'about three months after it';
    return [
      {
        report: 'outcomes',
        key: `n_baseline_${occasion}`,
        measure: 'count',
        unit,
        numerator: 'measured',
        definition: `Measures completed before a run that ended, for those ${when}.`,
      },
      {
        report: 'outcomes',
        key: `n_paired_${occasion}`,
        measure: 'count',
        unit,
        numerator: 'paired',
        definition: `Of those: the ones that the same person completed again ${when}, with the same instrument and edition.`,
      },
      {
        report: 'outcomes',
        key: `response_rate_${occasion}`,
        measure: 'percent',
        unit,
        numerator: 'paired',
        denominator: 'measured',
        definition: `Measures that were completed before the run and again ${when}, among those completed before it.`,
      },
      {
        report: 'outcomes',
        // Metric scores where there are any, never raw ones beside them (BR-78).
        key: `mean_change_${occasion}`,
        measure: 'mean_change',
        unit,
        numerator: 'paired',
        definition: `Mean change of the score (the metric score, where the instrument has one) from before the run to ${when}, in people measured twice. It is told by instrument and edition only, and by who filled it in; assisted answers stand by themselves.`,
      },
    ];
  }),
  // By approval and category, and never by person (BR-173).
  {
    report: 'ceu',
    key: 'awards',
    measure: 'count',
    unit: 'awards',
    numerator: 'awarded',
    definition: 'Awards of continuing education completed in the period that stand; what was reversed is not counted.',
  },
  {
    report: 'ceu',
    key: 'award_hours',
    measure: 'hours',
    unit: 'awards',
    numerator: 'awarded',
    definition: 'Contact hours of those awards, rounded.',
  },
  {
    report: 'ceu',
    key: 'credited_by_category',
    measure: 'count',
    unit: 'lines',
    numerator: 'credited',
    definition: 'Category lines of those awards: an award in two categories has two.',
  },
  {
    report: 'ceu',
    key: 'category_hours',
    measure: 'hours',
    unit: 'lines',
    numerator: 'credited',
    definition: 'Contact hours of those lines, rounded.',
  },
  {
    report: 'certification',
    key: 'held',
    measure: 'count',
    unit: 'certified',
    numerator: 'held',
    definition: 'Certifications that were valid on the last day of the period.',
  },
  {
    report: 'certification',
    key: 'due',
    measure: 'count',
    unit: 'expiries',
    numerator: 'due',
    definition: 'Periods of validity that ended in the period.',
  },
  {
    report: 'certification',
    key: 'renewed',
    measure: 'percent',
    unit: 'expiries',
    numerator: 'renewed',
    denominator: 'due',
    definition: 'Of those: the share that a further period followed.',
  },
  {
    report: 'certification',
    key: 'lapsed',
    measure: 'count',
    unit: 'expiries',
    numerator: 'not_renewed',
    definition: 'Of those: the ones that no further period had followed when the report was made.',
  },
];

/** Why a number is not there, in words that can be printed under a table. */
export const suppression = (small: number): string =>
  `A hidden number is fewer than ${small} but not 0, or is hidden to protect another one that is: from it, together with what is shown, that one could be worked out. It never is 0.`;
