import { textNamed, textOf } from '../catalogues/catalogues.js';
import type { CountedThingKey } from './counting/counted-things.js';

export const reportKinds = ['activity', 'co-production', 'experience', 'outcomes', 'ceu', 'certification'] as const;
export type ReportKind = (typeof reportKinds)[number];

export const measures = ['count', 'percent', 'hours', 'mean_change'] as const;
export type Measure = (typeof measures)[number];

/** Raise it whenever a figure or the way it is counted changes; what was published keeps its own (BR-174). */
export const definitionVersion = 2;

export interface Figure {
  report: ReportKind;
  key: string;
  measure: Measure;
  /** The counted thing that it is made of. */
  unit: CountedThingKey;
  numerator: string;
  denominator?: string;
}

/** Every figure. */
export const figures: readonly Figure[] = [
  { report: 'activity', key: 'registrations', measure: 'count', unit: 'registrations', numerator: 'registered' },
  { report: 'activity', key: 'unique_learners', measure: 'count', unit: 'learners', numerator: 'learned' },
  { report: 'activity', key: 'enrolments', measure: 'count', unit: 'enrolments', numerator: 'enrolled' },
  { report: 'activity', key: 'unmet_demand', measure: 'count', unit: 'enrolments', numerator: 'unmet' },
  { report: 'activity', key: 'starters', measure: 'count', unit: 'enrolments', numerator: 'starters' },
  {
    report: 'activity',
    // Who registered and never came is a figure of its own (BR-170).
    key: 'completion',
    measure: 'percent',
    unit: 'enrolments',
    numerator: 'completed',
    denominator: 'starters',
  },
  {
    report: 'activity',
    key: 'registered_but_never_came',
    measure: 'count',
    unit: 'enrolments',
    numerator: 'never_came',
  },
  { report: 'activity', key: 'places_offered', measure: 'count', unit: 'offered', numerator: 'offered' },
  { report: 'activity', key: 'places_booked', measure: 'count', unit: 'places', numerator: 'expected' },
  { report: 'activity', key: 'places_attended', measure: 'count', unit: 'places', numerator: 'attended' },
  {
    report: 'activity',
    key: 'attendance',
    measure: 'percent',
    unit: 'places',
    numerator: 'attended',
    denominator: 'expected',
  },
  {
    report: 'activity',
    key: 'did_not_attend',
    measure: 'percent',
    unit: 'places',
    numerator: 'did_not_attend',
    denominator: 'expected',
  },
  { report: 'activity', key: 'hours_of_learning', measure: 'hours', unit: 'places', numerator: 'attended' },
  { report: 'activity', key: 'drop_in_visits', measure: 'count', unit: 'visits', numerator: 'dropped_in' },
  {
    report: 'co-production',
    key: 'co_production',
    measure: 'percent',
    unit: 'versions',
    numerator: 'co_produced',
    denominator: 'published',
  },
  {
    report: 'co-production',
    key: 'co_delivered',
    measure: 'percent',
    unit: 'sessions',
    numerator: 'co_delivered',
    denominator: 'delivered',
  },
  {
    report: 'co-production',
    key: 'peer_delivered',
    measure: 'percent',
    unit: 'sessions',
    numerator: 'peer_delivered',
    denominator: 'peer_possible',
  },
  {
    report: 'experience',
    key: 'more_hopeful',
    measure: 'percent',
    unit: 'hope',
    numerator: 'agree',
    denominator: 'valid',
  },
  {
    report: 'experience',
    key: 'gained_skills',
    measure: 'percent',
    unit: 'skills',
    numerator: 'agree',
    denominator: 'valid',
  },
  {
    report: 'experience',
    key: 'own_items',
    measure: 'percent',
    unit: 'ownItems',
    numerator: 'agree',
    denominator: 'valid',
  },
  ...(['end', 'followup'] as const).flatMap((occasion): Figure[] => {
    const unit = occasion === 'end' ? 'atEnd' : 'followedUp';
    return [
      {
        report: 'outcomes',
        key: `n_baseline_${occasion}`,
        measure: 'count',
        unit,
        numerator: 'measured',
      },
      {
        report: 'outcomes',
        key: `n_paired_${occasion}`,
        measure: 'count',
        unit,
        numerator: 'paired',
      },
      {
        report: 'outcomes',
        key: `response_rate_${occasion}`,
        measure: 'percent',
        unit,
        numerator: 'paired',
        denominator: 'measured',
      },
      {
        report: 'outcomes',
        // Metric scores where there are any, never raw ones beside them (BR-78).
        key: `mean_change_${occasion}`,
        measure: 'mean_change',
        unit,
        numerator: 'paired',
      },
    ];
  }),
  // By approval and category, and never by person (BR-173).
  { report: 'ceu', key: 'awards', measure: 'count', unit: 'awards', numerator: 'awarded' },
  { report: 'ceu', key: 'award_hours', measure: 'hours', unit: 'awards', numerator: 'awarded' },
  { report: 'ceu', key: 'credited_by_category', measure: 'count', unit: 'lines', numerator: 'credited' },
  { report: 'ceu', key: 'category_hours', measure: 'hours', unit: 'lines', numerator: 'credited' },
  { report: 'certification', key: 'held', measure: 'count', unit: 'certified', numerator: 'held' },
  { report: 'certification', key: 'due', measure: 'count', unit: 'expiries', numerator: 'due' },
  {
    report: 'certification',
    key: 'renewed',
    measure: 'percent',
    unit: 'expiries',
    numerator: 'renewed',
    denominator: 'due',
  },
  { report: 'certification', key: 'lapsed', measure: 'count', unit: 'expiries', numerator: 'not_renewed' },
];

/** What a figure means, `figures.<key>.definition` in the catalogue. */
export const definitionOf = (key: string): string => textNamed(`figures.${key}.definition`);

/** Why a number is not there, in words that can be printed under a table. */
export const suppression = (small: number): string => textOf('figures.suppression', { small });
