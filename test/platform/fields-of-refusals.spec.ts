import type { OpenAPIObject } from '@nestjs/swagger';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '../../src/app/app.module.js';
import { declaredRefusals, fieldsOf } from '../../src/platform/errors/refusal.js';
import { codesOf } from '../../src/platform/openapi/operation-problems.js';
import { repository } from '../support/repository.js';
import { describedRoutes, resolved, type Operation, type Schema } from '../support/samples.js';

const document = JSON.parse(readFileSync(join(repository, 'src/openapi.json'), 'utf8')) as OpenAPIObject;

/** Refusals of 400 and 422 that are about no field, by why. */
const aboutNoField: Record<string, readonly string[]> = {
  'it lists the fields itself, or what is odd in the raw text of a request has no field yet': [
    ...['validation_failed', 'invalid_parameter', 'unknown_parameter', 'repeated_parameter', 'invalid_id'],
    ...['bad_request', 'malformed_json', 'too_deep', 'too_many_tokens', 'duplicate_field', 'forbidden_field'],
    ...['invalid_text', 'malformed_url', 'invalid_cursor', 'invalid_value'],
  ],
  'it is about a header field': ['idempotency_key_invalid', 'idempotency_key_reused'],
  'PostgreSQL says only that a rule does not hold': [
    ...['rule_not_met', 'contact_not_confirmed', 'certification_person_unknown'],
  ],
  'it is about who acts, whatever they send': [
    ...['own_record', 'own_application', 'own_certification', 'own_data_request', 'self_verified'],
    ...['role_not_to_oneself', 'second_administrator_needed', 'role_end_needs_second', 'second_person_needed'],
    ...['card_role_too_new', 'appeal_needs_another', 'facilitates_this_run', 'learns_on_this_run'],
    ...['administers_still', 'facilitates_still', 'qa_reviewer_facilitates', 'consent_withdrawn'],
  ],
  'it is about the present moment': [
    ...['session_not_started', 'session_not_begun', 'evaluation_ahead', 'evaluation_closed', 'appeal_window_closed'],
    ...['booking_not_open', 'booking_closed', 'no_date_to_come', 'waiver_not_open', 'card_told_too_soon'],
  ],
  'it is about what stands elsewhere, which has to be done first': [
    ...['not_a_drop_in', 'no_safe_channel', 'welfare_contact_missing', 'session_not_delivered', 'waiver_not_needed'],
    ...['future_runs_exist', 'instrument_not_licensed', 'nothing_to_share', 'adjustment_needs_a_place'],
    ...['adjustment_not_in_place', 'safety_plan_needs_a_place', 'task_answered_elsewhere', 'ce_not_earned'],
    ...['pdf_name_not_printable', 'certification_expires_before_last_session', 'not_an_active_learner'],
  ],
  'there is room for so many, or for so much': [
    ...['attachments_many', 'attachment_quota', 'journal_text_quota', 'export_too_large', 'too_many_data_requests'],
    ...['too_many_adjustments', 'too_many_support_needs', 'batch_too_large'],
  ],
  'the body is a file': ['attachment_unreadable', 'claim_evidence_type'],
  'any field of several would do': ['safety_plan_empty', 'content_incomplete', 'delivery_setup_incomplete'],
  'it is a gate: what is missing is told with the person, run, version or application that it is about': [
    ...['registration_incomplete', 'registration_not_active', 'below_minimum_age', 'condition_not_met', 'term_limit'],
    ...['charter_not_accepted', 'safe_contact_missing', 'safe_contact_due', 'date_of_birth_missing'],
    ...['below_college_minimum_age', 'eligibility_basis_missing', 'chosen_name_missing'],
    ...['co_delivery_pair_missing', 'assignment_not_accepted', 'conflict_unresolved', 'no_session_planned'],
    ...['coproduction_roles_missing', 'no_shared_meeting', 'review_missing', 'signoff_missing', 'signoff_stale'],
    ...['signoff_same_person', 'stage_incomplete', 'attestation_missing', 'too_young', 'selection_missing'],
    ...['training_short', 'live_training_short', 'ethics_training_short', 'practice_short', 'references_missing'],
    ...['practice_kind_not_counted', 'practice_outside_window', 'practice_unverified', 'assessment_missing'],
    ...['renewal_incomplete', 'credits_short', 'category_credits_short', 'attendance_below_threshold'],
    ...['minutes_below_minimum', 'run_not_completed', 'evaluation_missing', 'ce_assessment_missing'],
    ...['presenter_minutes_not_granted'],
  ],
};
const withoutField = new Set(Object.values(aboutNoField).flat());

test('each refusal that is about a field names it, and each other one stands here with why (BR-239)', () => {
  const undecided = [...declaredRefusals()].filter(
    ([code, status]) => (status === 400 || status === 422) && fieldsOf(code).length === 0 && !withoutField.has(code),
  );
  expect(undecided.map(([code]) => code)).toEqual([]);
  const named = [...withoutField].filter((code) => fieldsOf(code).length > 0 || !declaredRefusals().has(code as never));
  expect(named).toEqual([]);
});

test('where an operation answers it, the field is one of its body, parameters or answer', () => {
  const nowhere = describedRoutes(document).flatMap(({ route, operation }) => {
    const known = new Set([...fieldsIn(operation)]);
    return codesOf(document, operation as never)
      .filter((code) => fieldsOf(code).length > 0 && !fieldsOf(code).some((field) => known.has(firstOf(field))))
      .map((code) => `${route} ${code}`);
  });
  // The instrument was chosen when the measure was offered.
  expect([...new Set(nowhere)]).toEqual(['POST /measurements/:id/answers instrument_not_in_use']);
});

const firstOf = (field: string): string => (field.startsWith('/') ? `/${field.split('/')[1]}` : field);

function* fieldsIn({ parameters = [], requestBody, responses }: Operation): Generator<string> {
  for (const { name } of parameters) yield name;
  const shapes = [
    requestBody,
    ...Object.entries(responses).flatMap(([status, each]) => (status < '300' ? [each] : [])),
  ];
  for (const shape of shapes)
    for (const name of namesOf(shape?.content?.['application/json']?.schema)) yield `/${name}`;
}

const namesOf = (schema: Schema | undefined): string[] => {
  if (!schema) return [];
  const { properties = {}, allOf = [] } = resolved(document, schema);
  return [...Object.keys(properties), ...allOf.flatMap(namesOf)];
};
